#include <cli/commands.hpp>
#include <cli/load_pipeline.hpp>
#include <cli/output_file.hpp>
#include <cli/run_arguments.hpp>

namespace sluice::cli {
namespace {

ExitStatus dry_run(const CommonArguments& common, const RunArguments& arguments) {
  const flow::Logger log(common.log_format, common.log_level);
  loader::Registry registry(common.plugin_paths);
  const auto pipeline = load(arguments.pipeline, arguments.overrides, registry, log);
  if (pipeline == nullptr) return ExitStatus::usage;
  warn_about_terminal(arguments, log);
  const runtime::LocalOptions options{arguments.inputs, arguments.deadline_ms};
  spec::Diagnostics diagnostics;
  const auto report = runtime::dry_run_local(*pipeline, log, options, write_stdout, diagnostics);
  print(diagnostics, log);
  if (!report) return ExitStatus::usage;
  report_run(*report, log, flow::Tense::would_be);
  return exit_status(*report);
}

}  // namespace

void add_dry_run(CommandLine& line) {
  CLI::App& command = *line.app.add_subcommand(
      "dry-run", "Print exactly the request bytes that run would send; send nothing");
  add_run_arguments(command, add_command(line, command, dry_run));
  command.footer(
      "The bytes go to standard output (before compression, when the sink compresses).\n\n"
      "Example:\n"
      "  sluice dry-run pipelines/cloudtrail-to-dashbase.yaml --input events.jsonl\n\n" +
      exit_status_help());
}

}  // namespace sluice::cli
