#include <algorithm>
#include <cerrno>
#include <memory>

#include <fmt/format.h>
#include <unistd.h>

#include <cli/commands.hpp>
#include <cli/describe_component.hpp>
#include <flow/component_host.hpp>
#include <runtime/local.hpp>
#include <spec/nearest.hpp>

namespace sluice::cli {
namespace {

void print(const spec::Diagnostics& diagnostics, const flow::Logger& log) {
  for (const spec::Diagnostic& diagnostic : diagnostics) {
    const auto level = diagnostic.severity == spec::Severity::error ? flow::LogLevel::error
                                                                    : flow::LogLevel::warning;
    if (log.format() == flow::LogFormat::json || diagnostic.mark.file.empty()) {
      const std::string place = spec::format(diagnostic.mark);
      log.log(level, {}, place.empty() ? diagnostic.message : place + ": " + diagnostic.message);
    } else {
      fmt::print(stderr, "{}\n", spec::format(diagnostic));
    }
  }
}

std::unique_ptr<flow::Pipeline> load(const std::string& path,
                                     const std::vector<std::string>& overrides,
                                     loader::Registry& registry, const flow::Logger& log) {
  spec::Diagnostics diagnostics;
  spec::LoadOptions options;
  options.overrides = overrides;
  auto pipeline = flow::load_pipeline(path, options, registry, diagnostics);
  print(diagnostics, log);
  return pipeline;
}

void warn_about_terminal(const RunArguments& arguments, const flow::Logger& log) {
  const bool reads_stdin =
      std::find(arguments.inputs.begin(), arguments.inputs.end(), "-") != arguments.inputs.end();
  if (reads_stdin && ::isatty(STDIN_FILENO) != 0) {
    log.info("reading from the terminal; Ctrl-D ends the input");
  }
}

// The lines that end every run: what components counted, why it ended early, the ledger.
void report_run(const flow::RunReport& report, const flow::Logger& log, bool dry) {
  if (!report.failure.empty()) log.error(report.failure);
  if (report.ledger.handed_back > 0 && !dry) {
    log.error(fmt::format("not delivered and handed back: {} of {} events read; run it again",
                          report.ledger.handed_back, report.ledger.read));
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
  const flow::Tense tense = dry ? flow::Tense::would_be : flow::Tense::was;
  const std::string json =
      fmt::format("\"message\":\"{}\",{},\"counters\":{{{}}}", dry ? "dry run" : "ledger",
                  flow::to_json_members(report.ledger, report.seconds, tense), json_counters);
  log.result((dry ? "dry run, nothing was sent: " : "") +
                 flow::to_text(report.ledger, report.seconds, tense),
             json);
}

bool write_stdout(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

ExitStatus execute(const CommonArguments& common, const RunArguments& arguments, bool dry) {
  const flow::Logger log(common.log_format, common.log_level);
  loader::Registry registry(common.plugin_paths);
  const auto pipeline = load(arguments.pipeline, arguments.overrides, registry, log);
  if (pipeline == nullptr) return ExitStatus::usage;
  warn_about_terminal(arguments, log);
  const runtime::LocalOptions options{arguments.inputs, arguments.deadline_ms};
  spec::Diagnostics diagnostics;
  const auto report =
      dry ? runtime::dry_run_local(*pipeline, log, options, write_stdout, diagnostics)
          : runtime::run_local(*pipeline, log, options, diagnostics);
  print(diagnostics, log);
  if (!report) return ExitStatus::usage;
  report_run(*report, log, dry);
  return exit_status(*report);
}

}  // namespace

ExitStatus run(const CommonArguments& common, const RunArguments& arguments) {
  return execute(common, arguments, false);
}

ExitStatus dry_run(const CommonArguments& common, const RunArguments& arguments) {
  return execute(common, arguments, true);
}

ExitStatus validate(const CommonArguments& common, const std::vector<std::string>& pipelines,
                    const std::vector<std::string>& overrides) {
  const flow::Logger log(common.log_format, common.log_level);
  loader::Registry registry(common.plugin_paths);
  bool good = true;
  for (const std::string& path : pipelines) {
    const auto pipeline = load(path, overrides, registry, log);
    if (pipeline == nullptr) {
      good = false;
      continue;
    }
    spec::Diagnostics diagnostics;
    flow::Control control;
    flow::Counters counters;
    data::BatchPool batches;
    const flow::HostServices services{log, counters, control, batches};
    const flow::ComponentHost host(pipeline->name, services, flow::StopWhen::stopping);
    flow::check_instances(*pipeline, host.abi(), diagnostics);
    print(diagnostics, log);
    if (spec::has_errors(diagnostics)) {
      good = false;
    } else {
      fmt::print("{}: ok\n", path);
    }
  }
  return good ? ExitStatus::ok : ExitStatus::usage;
}

ExitStatus plugins(const CommonArguments& common, const std::string& id) {
  const flow::Logger log(common.log_format, common.log_level);
  loader::Registry registry(common.plugin_paths);
  std::vector<std::string> failures;
  const auto components = registry.all(failures);
  for (const std::string& failure : failures) log.warn(failure);
  if (id.empty()) {
    fmt::print("{}", list_components(components));
    for (const auto& folder : registry.folders()) {
      fmt::print("{}looked in {}\n", &folder == &registry.folders().front() ? "\n" : "",
                 folder.string());
    }
    return failures.empty() ? ExitStatus::ok : ExitStatus::usage;
  }
  bool found = false;
  std::vector<std::string_view> ids;
  for (const loader::Component* component : components) {
    ids.push_back(component->id);
    if (component->id != id) continue;
    fmt::print("{}{}", found ? "\n" : "", describe_component(*component));
    found = true;
  }
  if (found) return ExitStatus::ok;
  log.error(fmt::format("there is no component \"{}\"{}", id, spec::did_you_mean(id, ids)));
  return ExitStatus::usage;
}

ExitStatus version() {
  fmt::print("sluice {} (plugin ABI {}.{})\n", SLUICE_VERSION, SLUICE_ABI_MAJOR, SLUICE_ABI_MINOR);
  return ExitStatus::ok;
}

}  // namespace sluice::cli
