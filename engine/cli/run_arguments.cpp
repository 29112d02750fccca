#include <algorithm>

#include <fmt/format.h>
#include <unistd.h>

#include <cli/run_arguments.hpp>
#include <spec/quantity.hpp>

namespace sluice::cli {

void add_run_arguments(CLI::App& command, RunArguments& arguments) {
  command.allow_extras();  // so that a mistyped word gets a message of our own
  command.add_option("PIPELINE", arguments.pipeline, "Pipeline file (YAML)")->required();
  add_repeatable(command, "--input,-i", arguments.inputs, "File to read, - for standard input")
      ->type_name("FILE");
  add_set_option(command, arguments.overrides);
  const auto set_deadline = [&arguments](const std::string& text) {
    const Result<int64_t> parsed = spec::parse_duration(text);
    if (!parsed) {
      throw CLI::ValidationError("--deadline",
                                 fmt::format("\"{}\" {}", text, parsed.error().message));
    }
    arguments.deadline_ms = *parsed;
  };
  command
      .add_option_function<std::string>("--deadline", set_deadline,
                                        "Hand back what is not delivered by then, as in 30s")
      ->type_name("DURATION");
}

void add_form_flag(CLI::App& command, const std::string& name, const std::string& help,
                   std::optional<TextForm>& form) {
  const auto set = [&form](const std::string& given) {
    if (given == "text" || given == "json") {
      form = given == "text" ? TextForm::text : TextForm::json;
    } else if (given == "true") {  // what CLI11 makes of a bare flag
      form = TextForm::automatic;
    } else {
      throw CLI::ValidationError(fmt::format("\"{}\" is not one of text|json", given));
    }
  };
  command.add_flag(name, help)->each(set);
}

void warn_about_terminal(const RunArguments& arguments, const flow::Logger& log) {
  const bool reads_stdin =
      std::find(arguments.inputs.begin(), arguments.inputs.end(), "-") != arguments.inputs.end();
  if (reads_stdin && ::isatty(STDIN_FILENO) != 0) {
    log.info("reading from the terminal; Ctrl-D ends the input");
  }
}

namespace {

// What to do about events that were handed back. Without a dead letter those that can never be
// delivered are among them, and another run changes nothing.
std::string advice(const flow::RunReport& report) {
  uint64_t hopeless = 0;
  for (const flow::Reasons::Entry& entry : report.reasons.entries()) {
    const bool given_up = entry.reason == flow::not_taken;
    if (entry.outcome == flow::Outcome::handed_back && !given_up) hopeless += entry.events;
  }
  if (report.has_dead_letter || hopeless == 0) return "run it again";
  const bool all = hopeless == report.ledger.handed_back;
  return fmt::format(
      "{}{} can never be delivered; give the pipeline a \"dead_letter\" to keep such events in",
      all ? "" : "run it again; ", all ? "they" : fmt::format("{} of them", hopeless));
}

}  // namespace

void report_run(const flow::RunReport& report, const flow::Logger& log, flow::Tense tense) {
  const bool dry = tense == flow::Tense::would_be;
  if (!report.failure.empty()) log.error(report.failure);
  if (report.ledger.handed_back > 0 && !dry) {
    log.error(fmt::format("not delivered and handed back: {} of {} events read; {}",
                          report.ledger.handed_back, report.ledger.read, advice(report)));
  }
  if (!report.complete) log.error("the input was not read to its end; run it again for the rest");
  if (!report.ledger.accounted()) {
    log.error("internal error: the ledger does not add up; please report this");
  }
  std::string text_counters;
  std::string json_counters;
  for (const auto& [name, count] : report.counters) {
    text_counters += fmt::format(" {}={}", name, count);
    json_counters +=
        fmt::format("{}{}:{}", json_counters.empty() ? "" : ",", flow::json_string(name), count);
  }
  if (!text_counters.empty() && log.format() == flow::LogFormat::text) {
    log.result("counters:" + text_counters, {});
  }
  if (log.format() == flow::LogFormat::text) {
    for (const std::string& line : flow::to_lines(report.reasons, tense)) log.result(line, {});
  }
  const std::string json = fmt::format("\"message\":\"{}\",{},\"reasons\":{},\"counters\":{{{}}}",
                                       dry ? "dry run" : "ledger",
                                       flow::to_json_members(report.ledger, report.seconds, tense),
                                       flow::to_json(report.reasons), json_counters);
  log.result((dry ? "dry run, nothing was sent: " : "") +
                 flow::to_text(report.ledger, report.seconds, tense),
             json);
}

}  // namespace sluice::cli
