#include <algorithm>
#include <sstream>
#include <utility>

#include <cli/completion_model.hpp>

namespace sluice::cli {
namespace {

CompletedValue value_of(const std::string& name) {
  CompletedValue out;
  out.name = name;
  if (name == "FILE" || name == "PATH") out.completion = Completion::file;
  if (name == "FOLDER") out.completion = Completion::folder;
  if (name == "PIPELINE") out.completion = Completion::pipeline;
  if (name == "ID") out.completion = Completion::component;
  if (name.find('|') != std::string::npos) {
    out.completion = Completion::words;
    std::istringstream text(name);
    for (std::string word; std::getline(text, word, '|');) out.words.push_back(word);
  }
  return out;
}

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

bool is_repeatable(const CLI::Option& option) {
  return option.get_expected_max() > 1 ||
         option.get_multi_option_policy() == CLI::MultiOptionPolicy::TakeAll;
}

CompletedOption option_of(const CLI::Option& option) {
  CompletedOption out;
  for (const std::string& name : option.get_snames()) out.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) out.names.push_back("--" + name);
  out.help = first_line(option.get_description());
  out.takes_value = option.get_items_expected_max() > 0;
  out.repeatable = out.takes_value && is_repeatable(option);
  if (out.takes_value) out.value = value_of(option.get_type_name());
  return out;
}

CompletedArgument argument_of(const CLI::Option& option) {
  CompletedArgument out;
  out.help = first_line(option.get_description());
  out.repeatable = is_repeatable(option);
  // An argument that is given as words says so by its type; others by their names.
  const std::string type = option.get_type_name();
  out.value = value_of(type.find('|') == std::string::npos ? option.get_name(true) : type);
  return out;
}

// `common` are the options that are known already: --help is one of every command.
void read_options(const CLI::App& app, const std::vector<CompletedOption>& common,
                  std::vector<CompletedOption>& options,
                  std::vector<CompletedArgument>* arguments) {
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_group().empty()) continue;  // hidden
    if (!option->get_positional()) {
      CompletedOption completed = option_of(*option);
      const bool is_common = std::any_of(common.begin(), common.end(), [&](const auto& other) {
        return other.names == completed.names;
      });
      if (!is_common) options.push_back(std::move(completed));
    } else if (arguments != nullptr) {
      arguments->push_back(argument_of(*option));
    }
  }
}

}  // namespace

CompletedProgram completion_model(const CLI::App& app) {
  CompletedProgram out;
  out.name = app.get_name();
  read_options(app, {}, out.options, nullptr);
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (command->get_group().empty()) continue;
    CompletedCommand completed;
    completed.name = command->get_name();
    completed.help = first_line(command->get_description());
    read_options(*command, out.options, completed.options, &completed.arguments);
    out.commands.push_back(std::move(completed));
  }
  return out;
}

}  // namespace sluice::cli
