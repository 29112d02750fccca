// What the forms of `dry-run` share. Main thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <cli/output_file.hpp>
#include <cli/run_arguments.hpp>
#include <cli/terminal_text.hpp>

namespace sluice::cli {

struct DryRunArguments : RunArguments {
  std::string sink;  // whose requests are of interest; empty: all
  std::optional<TextForm> trace;
  uint64_t events = UINT64_MAX;  // so many are traced
  bool check_template = false;
  std::string template_file;  // to check against; empty: those of the sinks
  std::string other;          // the pipeline to compare with; empty: none
  TextForm diff_form = TextForm::automatic;
};

/// Standard output, until nobody takes it any more.
class StandardOutput {
 public:
  static constexpr std::string_view failure = "could not write to standard output";

  void write(std::string_view text) { is_open_ = is_open_ && write_stdout(text); }
  bool is_open() const { return is_open_; }

 private:
  bool is_open_ = true;
};

/// Whether the pipeline has this sink, or none is named; says so when it has not.
bool has_sink(const flow::Pipeline& pipeline, const std::string& name, const flow::Logger& log);

/// `dry-run --diff`: runs both pipelines over the same input, and shows what they make of it that
/// is not the same.
ExitStatus compare_pipelines(const CommonArguments& common, const DryRunArguments& arguments);

}  // namespace sluice::cli
