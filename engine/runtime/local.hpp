// A run on this machine: files or standard input trigger it, signals stop it. Used by the main
// thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <flow/run.hpp>

namespace sluice::runtime {

struct LocalOptions {
  std::vector<std::string> inputs;     // paths, "-" for standard input; none: the source knows
  std::optional<int64_t> deadline_ms;  // from now
  bool progress = false;               // show how far it is, where the log is a terminal
  flow::Observer* observer = nullptr;  // of a dry run
};

/// Runs the pipeline over the inputs. None, with diagnostics added, when it could not start.
std::optional<flow::RunReport> run_local(const flow::Pipeline& pipeline, const flow::Logger& log,
                                         const LocalOptions& options,
                                         spec::Diagnostics& diagnostics);

/// Encodes without sending: every request's bytes go to `printer`, in order. Nothing is started.
std::optional<flow::RunReport> dry_run_local(const flow::Pipeline& pipeline,
                                             const flow::Logger& log, const LocalOptions& options,
                                             flow::RequestPrinter printer,
                                             spec::Diagnostics& diagnostics);

}  // namespace sluice::runtime
