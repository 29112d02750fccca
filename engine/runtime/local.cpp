#include <cerrno>
#include <cstring>

#include <fmt/format.h>
#include <sys/stat.h>

#include <runtime/local.hpp>
#include <runtime/progress_line.hpp>
#include <runtime/stop_signals.hpp>

namespace sluice::runtime {
namespace {

// Mistyped names are found before anything is read or sent.
bool check_inputs(const std::vector<std::string>& inputs, spec::Diagnostics& diagnostics) {
  for (const std::string& input : inputs) {
    if (input == "-") continue;
    struct stat status;
    if (::stat(input.c_str(), &status) != 0) {
      spec::add_error(diagnostics, {},
                      fmt::format("could not open input \"{}\": {}", input, std::strerror(errno)));
    } else if (S_ISDIR(status.st_mode)) {
      spec::add_error(diagnostics, {},
                      fmt::format("could not open input \"{}\": it is a directory", input));
    }
  }
  return !spec::has_errors(diagnostics);
}

std::vector<sluice_trigger> make_triggers(const std::vector<std::string>& inputs) {
  std::vector<sluice_trigger> triggers;
  const auto add = [&](uint32_t kind, std::string_view name) {
    triggers.push_back({sizeof(sluice_trigger), kind, to_text(name), {nullptr, 0}});
  };
  for (const std::string& input : inputs) add(SLUICE_TRIGGER_FILE, input);
  if (inputs.empty()) add(SLUICE_TRIGGER_NONE, "");
  return triggers;
}

}  // namespace

std::optional<flow::RunReport> run_local(const flow::Pipeline& pipeline, const flow::Logger& log,
                                         const LocalOptions& options,
                                         spec::Diagnostics& diagnostics) {
  if (!check_inputs(options.inputs, diagnostics)) return {};
  flow::RunOptions run_options;
  if (options.deadline_ms) run_options.deadline_ms = flow::monotonic_ms() + *options.deadline_ms;
  flow::Run run(pipeline, log, std::move(run_options));
  const int64_t grace_ms = pipeline.flow.grace_ms;
  const StopSignals signals([&](int signal, int count) {
    log.warn(count == 1
                 ? fmt::format("got SIG{}: reading no further, {:.0f} s to deliver what was read; "
                               "a second signal ends that at once",
                               sigabbrev_np(signal), static_cast<double>(grace_ms) / 1000)
                 : fmt::format("got SIG{} again: handing back what is not delivered",
                               sigabbrev_np(signal)));
    run.control().request_stop(count == 1 ? grace_ms : 0);
  });
  if (!run.prepare(diagnostics)) return {};
  std::optional<ProgressLine> line;
  if (options.progress) {
    line.emplace(log, measure_inputs(options.inputs), [&run] { return run.progress(); });
  }
  return run.execute(make_triggers(options.inputs));
}

std::optional<flow::RunReport> dry_run_local(const flow::Pipeline& pipeline,
                                             const flow::Logger& log, const LocalOptions& options,
                                             flow::RequestPrinter printer,
                                             spec::Diagnostics& diagnostics) {
  if (!check_inputs(options.inputs, diagnostics)) return {};
  flow::RunOptions run_options;
  if (options.deadline_ms) run_options.deadline_ms = flow::monotonic_ms() + *options.deadline_ms;
  run_options.printer = std::move(printer);
  run_options.observer = options.observer;
  flow::Run run(pipeline, log, std::move(run_options));
  if (!run.prepare(diagnostics)) return {};
  return run.execute(make_triggers(options.inputs));
}

}  // namespace sluice::runtime
