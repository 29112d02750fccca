#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <cli/commands.hpp>
#include <cli/load_pipeline.hpp>
#include <cli/output_file.hpp>
#include <cli/run_arguments.hpp>
#include <spec/nearest.hpp>

namespace sluice::cli {
namespace {

struct DryRunArguments : RunArguments {
  std::string sink;  // whose requests are printed; empty: all
};

// Whether the pipeline has this sink; says so when it has not.
bool has_sink(const flow::Pipeline& pipeline, const std::string& name, const flow::Logger& log) {
  std::vector<std::string_view> names;
  for (const flow::PipelineSink& sink : pipeline.sinks) names.push_back(sink.name);
  if (std::find(names.begin(), names.end(), name) != names.end()) return true;
  const std::string guess = spec::did_you_mean(name, names);
  log.error(fmt::format("the pipeline has no sink \"{}\"{}{} it has {}", name, guess,
                        guess.empty() ? ";" : "", spec::quoted_list(names)));
  return false;
}

ExitStatus dry_run(const CommonArguments& common, const DryRunArguments& arguments) {
  const flow::Logger log(common.log_format, common.log_level);
  loader::Registry registry(common.plugin_paths);
  const auto pipeline = load(arguments.pipeline, arguments.overrides, registry, log);
  if (pipeline == nullptr) return ExitStatus::usage;
  if (!arguments.sink.empty() && !has_sink(*pipeline, arguments.sink, log)) {
    return ExitStatus::usage;
  }
  warn_about_terminal(arguments, log);
  const runtime::LocalOptions options{arguments.inputs, arguments.deadline_ms};
  spec::Diagnostics diagnostics;
  const auto print_request = [&](std::string_view sink, std::string_view bytes) {
    const bool is_shown = arguments.sink.empty() || arguments.sink == sink;
    return !is_shown || write_stdout(bytes);
  };
  const auto report = runtime::dry_run_local(*pipeline, log, options, print_request, diagnostics);
  print(diagnostics, log);
  if (!report) return ExitStatus::usage;
  report_run(*report, log, flow::Tense::would_be);
  return exit_status(*report);
}

}  // namespace

void add_dry_run(CommandLine& line) {
  CLI::App& command = *line.app.add_subcommand(
      "dry-run", "Print exactly the request bytes that run would send; send nothing");
  DryRunArguments& arguments = add_command(line, command, dry_run);
  add_run_arguments(command, arguments);
  command.add_option("--sink", arguments.sink, "Of several sinks, print the requests of this one")
      ->type_name("NAME");
  command.footer(
      "The bytes go to standard output (before compression, when the sink compresses).\n\n"
      "Example:\n"
      "  sluice dry-run pipelines/cloudtrail-to-dashbase.yaml --input events.jsonl\n\n" +
      exit_status_help());
}

}  // namespace sluice::cli
