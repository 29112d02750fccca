// A pipeline file made ready, with what is wrong with it on standard error. Main thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <flow/log.hpp>
#include <flow/pipeline.hpp>

namespace sluice::cli {

/// Prints what was found: on its place in the file, or as a line of the log.
void print(const spec::Diagnostics& diagnostics, const flow::Logger& log);

/// Reads and checks a pipeline and prints everything found. Null when it cannot be run.
std::unique_ptr<flow::Pipeline> load(const std::string& path,
                                     const std::vector<std::string>& overrides,
                                     loader::Registry& registry, const flow::Logger& log);

}  // namespace sluice::cli
