#include <csignal>
#include <exception>
#include <functional>

#include <fmt/format.h>

#include <cli/commands.hpp>
#include <cli/main_command.hpp>
#include <spec/nearest.hpp>

namespace sluice::cli {
namespace {

class Program {
 public:
  Program() : app_("Moves cloud logs into Dashbase or any store that speaks _bulk.", "sluice") {
    app_.require_subcommand(1);
    app_.allow_extras();  // so that a mistyped word gets a message of our own
    app_.set_help_all_flag("--help-all", "Print the help of all commands");
    app_.fallthrough();  // so that common options may stand behind the command
    add_common();
    CommandLine line{app_, common_, action_};
    add_run(line);
    add_dry_run(line);
    add_validate(line);
    add_graph(line);
    add_test(line);
    add_plugins(line);
    add_schema(line);
    add_completion(line);
    add_version(line);
    app_.footer(exit_status_help() +
                "\nExample:\n  sluice run pipeline.yaml --input events.jsonl\n");
  }

  int run_main(int argc, char** argv) {
    try {
      app_.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      if (error.get_exit_code() == 0) return app_.exit(error);  // --help
      return usage_error(error);
    }
    if (const std::vector<std::string> extra = app_.remaining(true); !extra.empty()) {
      return usage_error(unexpected(extra.front()));
    }
    return static_cast<int>(action_());
  }

 private:
  // The command that was given, or the program.
  const CLI::App& chosen() const {
    const auto commands = app_.get_subcommands();
    return commands.empty() ? app_ : *commands.front();
  }

  int usage_error(const CLI::ParseError& error) const {
    const std::vector<std::string> extra = app_.remaining(true);
    if (!extra.empty()) return usage_error(unexpected(extra.front()));
    if (app_.get_subcommands().empty() && dynamic_cast<const CLI::RequiredError*>(&error)) {
      return usage_error("no command was given");
    }
    if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
      return usage_error(lacks_value(error.what()));
    }
    return usage_error(std::string_view(error.what()));
  }

  int usage_error(std::string_view message) const {
    const std::string command =
        &chosen() == &app_ ? std::string() : std::string(" ") + chosen().get_name();
    fmt::print(stderr, "error: {}\nsluice{} --help shows what can be given\n", message, command);
    return static_cast<int>(ExitStatus::usage);
  }

  // Of `--input: 1 required FILE missing`, as CLI11 says it.
  std::string lacks_value(std::string_view text) const {
    const std::string name(text.substr(0, text.find(':')));
    for (const CLI::App* app : {&chosen(), &app_}) {
      const CLI::Option* option = app->get_option_no_throw(name);
      if (option == nullptr || option->get_items_expected_max() == 0) continue;
      return fmt::format("option \"{}\" needs a value, {}", name, option->get_type_name());
    }
    return std::string(text);
  }

  // A word that is no command, option or argument: a mistyped one, most likely.
  std::string unexpected(const std::string& word) const {
    std::vector<std::string> names;
    if (word.starts_with('-')) {
      for (const CLI::App* app : {&chosen(), &app_}) {
        for (const CLI::Option* option : app->get_options()) {
          for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
        }
      }
    } else if (&chosen() == &app_) {
      for (const CLI::App* command : app_.get_subcommands(nullptr)) {
        names.push_back(command->get_name());
      }
    }
    const std::vector<std::string_view> candidates(names.begin(), names.end());
    const char* kind = word.starts_with('-') ? "option"
                       : &chosen() == &app_  ? "command"
                                             : "argument";
    std::string hint = spec::did_you_mean(word.substr(0, word.find('=')), candidates);
    const bool takes_input = chosen().get_option_no_throw("--input") != nullptr;
    if (takes_input && !word.starts_with('-')) {
      hint = fmt::format("; what to read is given as in --input {}", word);
    }
    return fmt::format("{} \"{}\" is not known{}", kind, word, hint);
  }

  void add_common() {
    add_repeatable(app_, "--plugin-path", common_.plugin_paths,
                   "Folder to look for plugins in, before SLUICE_PLUGIN_PATH and ../lib/sluice")
        ->type_name("FOLDER");
    add_word_option<flow::LogFormat>(
        app_, "--log", "Format of the lines on standard error",
        {{"text", flow::LogFormat::text}, {"json", flow::LogFormat::json}}, common_.log_format);
    add_word_option<flow::LogLevel>(app_, "--log-level", "Lowest level that is shown",
                                    {{"debug", flow::LogLevel::debug},
                                     {"info", flow::LogLevel::info},
                                     {"warning", flow::LogLevel::warning},
                                     {"error", flow::LogLevel::error}},
                                    common_.log_level);
  }

  CLI::App app_;
  CommonArguments common_;
  std::function<ExitStatus()> action_;
};

}  // namespace

int main_command(int argc, char** argv) {
  // A closed pipe is an error of the write that met it, not the end of the process.
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return Program().run_main(argc, argv);
  } catch (const std::exception& exception) {
    fmt::print(stderr, "error: internal error: {}\n", exception.what());
    return static_cast<int>(ExitStatus::internal);
  }
}

}  // namespace sluice::cli
