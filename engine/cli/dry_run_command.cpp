#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <cli/commands.hpp>
#include <cli/dry_run_arguments.hpp>
#include <cli/load_pipeline.hpp>
#include <cli/observer_group.hpp>
#include <cli/template_check.hpp>
#include <cli/trace_json.hpp>
#include <cli/trace_observer.hpp>
#include <cli/trace_text.hpp>
#include <spec/nearest.hpp>

namespace sluice::cli {
namespace {

const std::string notes =
    "The bytes go to standard output (before compression, when the sink compresses).\n\n"
    "A trace is text on a terminal and JSON lines elsewhere; --trace=text and --trace=json "
    "choose.\n"
    "A line of JSON has the members\n"
    "  event, place, id      its number from 1, its place in the input, its id\n"
    "  added_by              the transform that made it; absent: it was read\n"
    "  read                  the event as it came; null: not readable, and \"original\" holds the "
    "text\n"
    "  steps                 [{transform, step?, result, note?, changes}], in the order of the\n"
    "                        pipeline; result is done, passed_over, failed or ended; note says "
    "what\n"
    "                        the changes do not, such as why a step failed\n"
    "  changes               [{op, path, from?, old?, value?}]; op is add, remove, replace or "
    "move,\n"
    "                        as in JSON Patch; a move goes from \"from\" to \"path\"\n"
    "  requests              [{sink, index?, bytes}], the bytes that each sink made of it\n"
    "  outcome, by, reason   how it would end; the transform that took it out, and why\n\n"
    "--check-template goes through the documents as a store would that has the template, and "
    "through\n"
    "what each brings to those after it; so it also finds, without a template, fields that are "
    "text\n"
    "in one event and an object or a number in another. Each is named on standard error, with "
    "what\n"
    "is mapped, an example, how many events have it and the first one. Without the option a line\n"
    "counts them where a sink has a template.\n\n"
    "--diff compares event by event, by id, or by place where the ids differ. Both pipelines read\n"
    "the input at the same time, so it must be files; memory holds at most 10000 events of each "
    "that\n"
    "the other one has not come to. Each line of JSON has result (changed, only_in_a, only_in_b),\n"
    "place, id; a and b, how it ends in each, where that differs; and documents: [{sink, action,\n"
    "changes}], where action are the changes of index and id, or the document that is in one "
    "alone.\n"
    "The last line on standard error counts: same=300 changed=8 only_in_a=1 only_in_b=1\n\n"
    "Examples:\n"
    "  sluice dry-run pipelines/cloudtrail-to-dashbase.yaml --input events.jsonl\n"
    "  sluice dry-run pipeline.yaml --input events.jsonl --trace --events 3\n"
    "  sluice dry-run pipeline.yaml --input events.jsonl --trace | jq 'select(.outcome != "
    "\"delivered\")'\n"
    "  sluice dry-run old.yaml --diff new.yaml --input events.jsonl\n\n";

TraceObserver make_tracer(const DryRunArguments& arguments, const flow::Pipeline& pipeline,
                          StandardOutput& output) {
  const bool as_text = is_text(arguments.trace.value_or(TextForm::automatic));
  const TextStyle style{as_text && takes_colours(), terminal_width()};
  TraceOptions options{arguments.events, arguments.sink, {}};
  for (const flow::PipelineSink& sink : pipeline.sinks) options.sinks.push_back(sink.name);
  return TraceObserver(std::move(options), [&output, as_text, style](const TraceEvent& event) {
    output.write(as_text ? trace_text(event, style) : trace_json(event));
  });
}

ExitStatus dry_run(const CommonArguments& common, const DryRunArguments& arguments) {
  if (!arguments.other.empty()) return compare_pipelines(common, arguments);
  const flow::Logger log(common.log_format, common.log_level);
  loader::Registry registry(common.plugin_paths);
  const auto pipeline = load(arguments.pipeline, arguments.overrides, registry, log);
  if (pipeline == nullptr) return ExitStatus::usage;
  if (!has_sink(*pipeline, arguments.sink, log)) return ExitStatus::usage;
  TemplateCheck check;
  if (!check.prepare(*pipeline, arguments.template_file, arguments.check_template, arguments.sink,
                     log)) {
    return ExitStatus::usage;
  }
  warn_about_terminal(arguments, log);
  StandardOutput output;
  TraceObserver tracer = make_tracer(arguments, *pipeline, output);
  ObserverGroup observers;
  if (arguments.trace) observers.add(tracer);
  if (check.is_needed()) observers.add(check);
  const bool is_watched = arguments.trace || check.is_needed();
  const runtime::LocalOptions options{arguments.inputs, arguments.deadline_ms, false,
                                      is_watched ? &observers : nullptr};
  spec::Diagnostics diagnostics;
  const auto print_request = [&](std::string_view sink, std::string_view bytes) {
    const bool is_shown = arguments.sink.empty() || arguments.sink == sink;
    if (is_shown && !arguments.trace) output.write(bytes);
    return output.is_open();
  };
  auto report = runtime::dry_run_local(*pipeline, log, options, print_request, diagnostics);
  print(diagnostics, log);
  if (!report) return ExitStatus::usage;
  if (!output.is_open() && report->failure.empty()) report->failure = StandardOutput::failure;
  check.report(log, arguments.check_template);
  report_run(*report, log, flow::Tense::would_be);
  const ExitStatus status = exit_status(*report);
  const bool has_conflicts = arguments.check_template && check.has_conflicts();
  return status == ExitStatus::ok && has_conflicts ? ExitStatus::different : status;
}

}  // namespace

bool has_sink(const flow::Pipeline& pipeline, const std::string& name, const flow::Logger& log) {
  if (name.empty()) return true;
  std::vector<std::string_view> names;
  for (const flow::PipelineSink& sink : pipeline.sinks) names.push_back(sink.name);
  if (std::find(names.begin(), names.end(), name) != names.end()) return true;
  const std::string guess = spec::did_you_mean(name, names);
  log.error(fmt::format("the pipeline has no sink \"{}\"{}{} it has {}", name, guess,
                        guess.empty() ? ";" : "", spec::quoted_list(names)));
  return false;
}

void add_dry_run(CommandLine& line) {
  CLI::App& command = *line.app.add_subcommand(
      "dry-run", "Print exactly the request bytes that run would send; send nothing");
  DryRunArguments& arguments = add_command(line, command, dry_run);
  add_run_arguments(command, arguments);
  command.add_option("--sink", arguments.sink, "Of several sinks, print the requests of this one")
      ->type_name("NAME");
  add_form_flag(command, "--trace",
                "Print, in place of the requests, what each step changed in each event, why it was "
                "left out, and its bytes",
                arguments.trace);
  const auto set_events = [&arguments](const std::string& text) {
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), arguments.events);
    if (error != std::errc() || end != text.data() + text.size() || arguments.events == 0) {
      throw CLI::ValidationError("--events", fmt::format("\"{}\" is no whole number from 1", text));
    }
  };
  command
      .add_option_function<std::string>("--events", set_events,
                                        "Trace so many events, the first ones")
      ->type_name("N")
      ->needs("--trace");
  const auto set_template = [&arguments](const std::string& text) {
    arguments.check_template = true;
    if (text != "true") arguments.template_file = text;  // what CLI11 makes of a bare flag
  };
  const std::string help =
      "Tell which fields would not fit the index templates of the sinks, or, with "
      "--check-template=FILE, another one";
  command.add_flag("--check-template", help)->each(set_template);
  command
      .add_option("--diff", arguments.other,
                  "Print, in place of the requests, what this pipeline makes otherwise of the same "
                  "input")
      ->type_name("PIPELINE")
      ->excludes("--trace")
      ->excludes("--check-template");
  add_word_option<TextForm>(command, "--diff-format", "By default text on a terminal, else json",
                            {{"text", TextForm::text}, {"json", TextForm::json}},
                            arguments.diff_form)
      ->needs("--diff");
  command.footer(notes + exit_status_help());
}

}  // namespace sluice::cli
