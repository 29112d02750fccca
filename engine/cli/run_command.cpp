#include <cli/commands.hpp>
#include <cli/load_pipeline.hpp>
#include <cli/run_arguments.hpp>

namespace sluice::cli {
namespace {

ExitStatus run(const CommonArguments& common, const RunArguments& arguments) {
  const flow::Logger log(common.log_format, common.log_level);
  loader::Registry registry(common.plugin_paths);
  const auto pipeline = load(arguments.pipeline, arguments.overrides, registry, log);
  if (pipeline == nullptr) return ExitStatus::usage;
  warn_about_terminal(arguments, log);
  const runtime::LocalOptions options{arguments.inputs, arguments.deadline_ms, arguments.progress};
  spec::Diagnostics diagnostics;
  const auto report = runtime::run_local(*pipeline, log, options, diagnostics);
  print(diagnostics, log);
  if (!report) return ExitStatus::usage;
  report_run(*report, log, flow::Tense::was);
  return exit_status(*report);
}

}  // namespace

void add_run(CommandLine& line) {
  CLI::App& command = *line.app.add_subcommand("run", "Read, transform and deliver events");
  RunArguments& arguments = add_command(line, command, run);
  add_run_arguments(command, arguments);
  command.add_flag("--progress", arguments.progress,
                   "Show how far it is in a line on the terminal; nothing when standard error is "
                   "none");
  command.footer(
      "Examples:\n"
      "  sluice run pipelines/cloudtrail-to-dashbase.yaml --input events.jsonl\n"
      "  zcat *.gz | sluice run pipeline.yaml --input - --set sink.index=test --deadline 30s\n\n" +
      exit_status_help());
}

}  // namespace sluice::cli
