#include <fmt/format.h>

#include <cli/load_pipeline.hpp>

namespace sluice::cli {

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

}  // namespace sluice::cli
