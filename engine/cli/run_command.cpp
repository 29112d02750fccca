#include <algorithm>

#include <unistd.h>

#include <cli/commands.hpp>
#include <cli/load_pipeline.hpp>
#include <cli/run_arguments.hpp>

namespace sluice::cli {
namespace {

// Where events go to the terminal themselves, a line that is drawn anew would stand among them.
bool prints_events(const flow::Pipeline& pipeline) {
  const auto is_stdout = [](const flow::PipelineComponent& component) {
    return component.component->id == "stdout";
  };
  const auto is_stdout_sink = [&](const flow::PipelineSink& sink) {
    return is_stdout(sink.component);
  };
  return ::isatty(STDOUT_FILENO) != 0 &&
         (std::any_of(pipeline.sinks.begin(), pipeline.sinks.end(), is_stdout_sink) ||
          (pipeline.dead_letter && is_stdout(*pipeline.dead_letter)));
}

ExitStatus run(const CommonArguments& common, const RunArguments& arguments) {
  const flow::Logger log(common.log_format, common.log_level);
  loader::Registry registry(common.plugin_paths);
  const auto pipeline = load(arguments.pipeline, arguments.overrides, registry, log);
  if (pipeline == nullptr) return ExitStatus::usage;
  warn_about_terminal(arguments, log);
  const bool progress = arguments.progress && !prints_events(*pipeline);
  const runtime::LocalOptions options{arguments.inputs, arguments.deadline_ms, progress};
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
  command.add_flag(
      "--progress", arguments.progress,
      "Show on the terminal how far it is; nothing when standard error is no terminal");
  command.footer(
      "Examples:\n"
      "  sluice run pipelines/cloudtrail-to-dashbase.yaml --input events.jsonl\n"
      "  zcat *.gz | sluice run pipeline.yaml --input - --set sink.index=test --deadline 30s\n\n" +
      exit_status_help());
}

}  // namespace sluice::cli
