// What each command does, once its arguments are parsed. Main thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <cli/exit_status.hpp>
#include <flow/log.hpp>

namespace sluice::cli {

/// Arguments that several commands share.
struct CommonArguments {
  std::vector<std::string> plugin_paths;
  flow::LogFormat log_format = flow::LogFormat::text;
  flow::LogLevel log_level = flow::LogLevel::info;
};

struct RunArguments {
  std::string pipeline;
  std::vector<std::string> inputs;
  std::vector<std::string> overrides;  // --set path=value
  std::optional<int64_t> deadline_ms;
};

ExitStatus run(const CommonArguments& common, const RunArguments& arguments);
ExitStatus dry_run(const CommonArguments& common, const RunArguments& arguments);
ExitStatus validate(const CommonArguments& common, const std::vector<std::string>& pipelines,
                    const std::vector<std::string>& overrides);
/// Lists all components, or describes the one with this id.
ExitStatus plugins(const CommonArguments& common, const std::string& id);
ExitStatus version();

}  // namespace sluice::cli
