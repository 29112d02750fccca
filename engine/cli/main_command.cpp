#include <csignal>
#include <exception>
#include <functional>
#include <map>

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cli/commands.hpp>
#include <cli/main_command.hpp>
#include <spec/nearest.hpp>
#include <spec/quantity.hpp>

namespace sluice::cli {
namespace {

// Reads "30s" into milliseconds; CLI11 shows what it returns when that is not empty.
std::string parse_deadline(const std::string& text, std::optional<int64_t>& deadline_ms) {
  const Result<int64_t> parsed = spec::parse_duration(text);
  if (!parsed) return fmt::format("\"{}\" {}", text, parsed.error().message);
  deadline_ms = *parsed;
  return {};
}

class CommandLine {
 public:
  CommandLine() : app_("Moves cloud logs into Dashbase or any store that speaks _bulk.", "sluice") {
    app_.require_subcommand(1);
    app_.allow_extras();  // so that a mistyped word gets a message of our own
    app_.set_help_all_flag("--help-all", "Print the help of all commands");
    app_.fallthrough();  // so that common options may stand behind the command
    add_common();
    add_run(
        "run", "Read, transform and deliver events", run,
        "Examples:\n"
        "  sluice run pipelines/cloudtrail-to-dashbase.yaml --input events.jsonl\n"
        "  zcat *.gz | sluice run pipeline.yaml --input - --set sink.index=test --deadline 30s\n");
    add_run("dry-run", "Print exactly the request bytes that run would send; send nothing", dry_run,
            "The bytes go to standard output (before compression, when the sink compresses).\n\n"
            "Example:\n"
            "  sluice dry-run pipelines/cloudtrail-to-dashbase.yaml --input events.jsonl\n");
    add_validate();
    add_plugins();
    CLI::App* version_command = app_.add_subcommand("version", "Print the version");
    version_command->footer("Example:\n  sluice version\n");
    version_command->callback([this] { action_ = [] { return version(); }; });
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
  using Execute = ExitStatus (*)(const CommonArguments&, const RunArguments&);

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
    return usage_error(std::string_view(error.what()));
  }

  int usage_error(std::string_view message) const {
    const std::string command =
        &chosen() == &app_ ? std::string() : std::string(" ") + chosen().get_name();
    fmt::print(stderr, "error: {}\nsluice{} --help shows what can be given\n", message, command);
    return static_cast<int>(ExitStatus::usage);
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
    return fmt::format("{} \"{}\" is not known{}", kind, word,
                       spec::did_you_mean(word.substr(0, word.find('=')), candidates));
  }

  void add_common() {
    app_.add_option("--plugin-path", common_.plugin_paths,
                    "Folder to look for plugins in, before SLUICE_PLUGIN_PATH and ../lib/sluice")
        ->type_name("FOLDER")
        ->expected(1)
        ->take_all();
    add_word_option<flow::LogFormat>(
        "--log", "Format of the lines on standard error", "text|json",
        {{"text", flow::LogFormat::text}, {"json", flow::LogFormat::json}}, common_.log_format);
    add_word_option<flow::LogLevel>("--log-level", "Lowest level that is shown",
                                    "debug|info|warning|error",
                                    {{"debug", flow::LogLevel::debug},
                                     {"info", flow::LogLevel::info},
                                     {"warning", flow::LogLevel::warning},
                                     {"error", flow::LogLevel::error}},
                                    common_.log_level);
  }

  // An option whose value is one of a few words.
  template <class Value>
  void add_word_option(const char* name, const char* help, const char* type,
                       std::map<std::string, Value> words, Value& value) {
    app_.add_option_function<std::string>(
            name,
            [=, &value](const std::string& word) {
              const auto found = words.find(word);
              if (found == words.end()) {
                throw CLI::ValidationError(name,
                                           fmt::format("\"{}\" is not one of {}", word, type));
              }
              value = found->second;
            },
            help)
        ->type_name(type);
  }

  void add_run(const std::string& name, const std::string& help, Execute execute,
               const std::string& footer) {
    CLI::App* command = app_.add_subcommand(name, help);
    command->allow_extras();
    command->add_option("PIPELINE", arguments_.pipeline, "Pipeline file (YAML)")->required();
    command->add_option("--input,-i", arguments_.inputs, "File to read, - for standard input")
        ->type_name("FILE")
        ->expected(1)
        ->take_all();
    command->add_option("--set", arguments_.overrides, "Change a setting, as in sink.index=test")
        ->type_name("PATH=VALUE")
        ->expected(1)
        ->take_all();
    command
        ->add_option_function<std::string>(
            "--deadline",
            [this](const std::string& text) {
              const std::string problem = parse_deadline(text, arguments_.deadline_ms);
              if (!problem.empty()) throw CLI::ValidationError("--deadline", problem);
            },
            "Hand back what is not delivered by then, as in 30s")
        ->type_name("DURATION");
    command->footer(footer + "\n" + exit_status_help());
    command->callback(
        [this, execute] { action_ = [this, execute] { return execute(common_, arguments_); }; });
  }

  void add_validate() {
    CLI::App* command =
        app_.add_subcommand("validate", "Check pipeline files, offline; show all errors at once");
    command->add_option("PIPELINE", pipelines_, "Pipeline files (YAML)")->required();
    command->add_option("--set", arguments_.overrides, "Change a setting, as in sink.index=test")
        ->type_name("PATH=VALUE")
        ->expected(1)
        ->take_all();
    command->footer("Example:\n  sluice validate pipelines/*.yaml\n");
    command->callback([this] {
      action_ = [this] { return validate(common_, pipelines_, arguments_.overrides); };
    });
  }

  void add_plugins() {
    CLI::App* command =
        app_.add_subcommand("plugins", "List the components, or describe one with its options");
    command->add_option("ID", component_, "Component to describe, such as dashbase-bulk");
    command->footer("Examples:\n  sluice plugins\n  sluice plugins dashbase-bulk\n");
    command->callback([this] { action_ = [this] { return plugins(common_, component_); }; });
  }

  CLI::App app_;
  CommonArguments common_;
  RunArguments arguments_;
  std::vector<std::string> pipelines_;
  std::string component_;
  std::function<ExitStatus()> action_;
};

}  // namespace

int main_command(int argc, char** argv) {
  // A closed pipe is an error of the write that met it, not the end of the process.
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return CommandLine().run_main(argc, argv);
  } catch (const std::exception& exception) {
    fmt::print(stderr, "error: internal error: {}\n", exception.what());
    return static_cast<int>(ExitStatus::internal);
  }
}

}  // namespace sluice::cli
