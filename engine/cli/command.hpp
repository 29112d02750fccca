// What the file of each command needs to take its place in the command line. Main thread.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <cli/exit_status.hpp>
#include <flow/log.hpp>

namespace sluice::cli {

/// Arguments that every command takes.
struct CommonArguments {
  std::vector<std::string> plugin_paths;
  flow::LogFormat log_format = flow::LogFormat::text;
  flow::LogLevel log_level = flow::LogLevel::info;
};

/// The command line while it is put together. A command adds itself to `app`, and sets the action
/// in its callback; both live until the action has returned.
struct CommandLine {
  CLI::App& app;
  const CommonArguments& common;  // filled in when the action runs
  std::function<ExitStatus()>& action;
};

/// Adds `command` with what happens when it is given: `execute(common, arguments)`. The arguments
/// are made here, for the options of the command to write to, and live as long as the app.
template <class Arguments>
Arguments& add_command(CommandLine& line, CLI::App& command,
                       ExitStatus (*execute)(const CommonArguments&, const Arguments&)) {
  auto arguments = std::make_shared<Arguments>();
  command.callback([&action = line.action, &common = line.common, execute, arguments] {
    action = [&common, execute, arguments] { return execute(common, *arguments); };
  });
  return *arguments;
}

/// An option that may be given several times, with one value each.
CLI::Option* add_repeatable(CLI::App& app, const std::string& name,
                            std::vector<std::string>& values, const std::string& help);

/// `--set PATH=VALUE`, several times.
void add_set_option(CLI::App& app, std::vector<std::string>& overrides);

/// An option whose value is one of a few words.
template <class Value>
CLI::Option* add_word_option(CLI::App& app, const std::string& name, const std::string& help,
                             std::vector<std::pair<std::string, Value>> words, Value& value) {
  std::string type;
  for (const auto& [word, meaning] : words) type += (type.empty() ? "" : "|") + word;
  const auto set = [=, &value](const std::string& given) {
    for (const auto& [word, meaning] : words) {
      if (word != given) continue;
      value = meaning;
      return;
    }
    throw CLI::ValidationError(name, "\"" + given + "\" is not one of " + type);
  };
  return app.add_option_function<std::string>(name, set, help)->type_name(type);
}

}  // namespace sluice::cli
