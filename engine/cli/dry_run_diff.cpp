#include <algorithm>
#include <array>
#include <future>
#include <memory>

#include <fmt/format.h>
#include <sys/stat.h>

#include <cli/dry_run_arguments.hpp>
#include <cli/event_channel.hpp>
#include <cli/event_difference.hpp>
#include <cli/event_pairing.hpp>
#include <cli/load_pipeline.hpp>
#include <cli/trace_observer.hpp>

namespace sluice::cli {
namespace {

using Kind = EventDifference::Kind;
using Report = std::optional<flow::RunReport>;

// Both pipelines read it from the start.
bool can_read_twice(const std::vector<std::string>& inputs, const flow::Logger& log) {
  if (inputs.empty()) {
    log.error("--diff reads the same input with both pipelines; name it with --input");
    return false;
  }
  for (const std::string& input : inputs) {
    struct stat status {};
    const bool is_stream = input == "-" || (::stat(input.c_str(), &status) == 0 &&
                                            !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode));
    if (!is_stream) continue;
    log.error(
        fmt::format("--diff reads its input twice, and {} can be read only once; write it to a "
                    "file, and name that with --input",
                    input == "-" ? "standard input" : fmt::format("\"{}\"", input)));
    return false;
  }
  return true;
}

// One of the two dry runs, in a thread of its own.
class ComparedRun {
 public:
  ComparedRun(std::unique_ptr<flow::Pipeline> pipeline, const DryRunArguments& arguments,
              const flow::Logger& log)
      : pipeline_(std::move(pipeline)),
        tracer_({UINT64_MAX, arguments.sink, {}, false},
                [this](const TraceEvent& event) { events_.push(event); }),
        options_{arguments.inputs, arguments.deadline_ms, false, &tracer_},
        log_(log) {}

  void start() {
    report_ = std::async(std::launch::async, [this] { return execute(); });
  }
  EventChannel& events() { return events_; }
  /// What was wrong goes to the log. None: it could not start.
  Report finish() {
    Report report = report_.get();
    print(diagnostics_, log_);
    return report;
  }

 private:
  Report execute() {
    struct Closing {
      EventChannel& channel;
      ~Closing() { channel.close(); }
    } const closing{events_};
    const auto ignore = [](std::string_view, std::string_view) { return true; };
    return runtime::dry_run_local(*pipeline_, log_, options_, ignore, diagnostics_);
  }

  const std::unique_ptr<flow::Pipeline> pipeline_;
  EventChannel events_;
  TraceObserver tracer_;
  const runtime::LocalOptions options_;
  const flow::Logger& log_;
  spec::Diagnostics diagnostics_;
  std::future<Report> report_;
};

// Shows the differences as they are found, and counts.
class Comparison {
 public:
  explicit Comparison(const DryRunArguments& arguments)
      : is_text_(is_text(arguments.diff_form)),
        style_{is_text_ && takes_colours(), terminal_width()},
        names_{arguments.pipeline, arguments.other} {}

  void add(const TraceEvent* a, const TraceEvent* b) {
    const EventDifference difference = compare(a, b);
    ++counts_[static_cast<size_t>(difference.kind)];
    if (difference.kind == Kind::same) return;
    output_.write(is_text_ ? difference_text(difference, names_, style_)
                           : difference_json(difference));
  }

  void report(const flow::Logger& log) const {
    std::string text, members = "\"message\":\"diff\"";
    for (const Kind kind : {Kind::same, Kind::changed, Kind::only_in_a, Kind::only_in_b}) {
      const uint64_t count = counts_[static_cast<size_t>(kind)];
      text += fmt::format("{}{}={}", text.empty() ? "" : " ", name_of(kind), count);
      members += fmt::format(",\"{}\":{}", name_of(kind), count);
    }
    log.result(text, members);
  }
  bool is_same() const { return counts_[1] + counts_[2] + counts_[3] == 0; }
  bool is_shown() const { return output_.is_open(); }

 private:
  const bool is_text_;
  const TextStyle style_;
  const std::string names_[2];
  std::array<uint64_t, 4> counts_{};
  StandardOutput output_;
};

// Goes through both in step, so that neither gets far ahead.
void compare_events(ComparedRun& a, ComparedRun& b, Comparison& comparison) {
  EventPairing pairs(
      [&](const TraceEvent* left, const TraceEvent* right) { comparison.add(left, right); });
  for (bool more = true; more;) {
    std::optional<TraceEvent> left = a.events().pop();
    std::optional<TraceEvent> right = b.events().pop();
    more = left || right;
    if (left) pairs.add(EventPairing::Side::a, std::move(*left));
    if (right) pairs.add(EventPairing::Side::b, std::move(*right));
  }
  pairs.finish();
}

ExitStatus conclude(const std::string& name, const Report& report, const flow::Logger& log) {
  if (!report) return ExitStatus::usage;
  if (!report->ledger.accounted()) return ExitStatus::internal;
  if (report->complete && report->failure.empty()) return ExitStatus::ok;
  log.error(
      fmt::format("{}: {}", name,
                  report->failure.empty() ? "the input was not read to its end" : report->failure));
  return ExitStatus::handed_back;
}

}  // namespace

ExitStatus compare_pipelines(const CommonArguments& common, const DryRunArguments& arguments) {
  // What both would say of an event is in the comparison.
  const flow::Logger log(common.log_format, flow::LogLevel::error);
  loader::Registry registry(common.plugin_paths);
  if (!can_read_twice(arguments.inputs, log)) return ExitStatus::usage;
  auto pipeline = load(arguments.pipeline, arguments.overrides, registry, log);
  auto other = load(arguments.other, arguments.overrides, registry, log);
  if (pipeline == nullptr || other == nullptr) return ExitStatus::usage;
  if (!has_sink(*pipeline, arguments.sink, log) || !has_sink(*other, arguments.sink, log)) {
    return ExitStatus::usage;
  }
  ComparedRun a(std::move(pipeline), arguments, log);
  ComparedRun b(std::move(other), arguments, log);
  Comparison comparison(arguments);
  a.start();
  b.start();
  compare_events(a, b, comparison);
  ExitStatus status = ExitStatus::ok;
  const Report reports[] = {a.finish(), b.finish()};
  for (const auto& [name, report] :
       {std::pair(arguments.pipeline, &reports[0]), std::pair(arguments.other, &reports[1])}) {
    status = std::max(status, conclude(name, *report, log));
  }
  if (status == ExitStatus::usage) return status;
  comparison.report(log);
  if (!comparison.is_shown()) {
    log.error(StandardOutput::failure);
    return std::max(status, ExitStatus::handed_back);
  }
  if (status == ExitStatus::ok && !comparison.is_same()) return ExitStatus::different;
  return status;
}

}  // namespace sluice::cli
