// What `run` and `dry-run` share: their arguments, and the lines that end them. Main thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <cli/command.hpp>
#include <cli/terminal_text.hpp>
#include <runtime/local.hpp>

namespace sluice::cli {

struct RunArguments {
  std::string pipeline;
  std::vector<std::string> inputs;
  std::vector<std::string> overrides;  // --set path=value
  std::optional<int64_t> deadline_ms;
  bool progress = false;  // of `run` alone
};

/// Adds PIPELINE, --input, --set and --deadline.
void add_run_arguments(CLI::App& command, RunArguments& arguments);

/// `--name`, or `--name=text` or `--name=json`.
void add_form_flag(CLI::App& command, const std::string& name, const std::string& help,
                   std::optional<TextForm>& form);

/// Says so when a run is about to wait for what somebody types.
void warn_about_terminal(const RunArguments& arguments, const flow::Logger& log);

/// What components counted, why the run ended early, the ledger.
void report_run(const flow::RunReport& report, const flow::Logger& log, flow::Tense tense);

}  // namespace sluice::cli
