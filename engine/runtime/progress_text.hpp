// The line that shows how far a run is. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <flow/progress.hpp>

namespace sluice::runtime {

/// What is known about the inputs before they are read.
struct InputSizes {
  /// Bytes of each input, in order; empty unless all of them are plain files.
  std::vector<uint64_t> bytes;
  size_t inputs = 0;
};

/// Looks at the files: their sizes, and whether one is gzip, whose end is not known beforehand.
InputSizes measure_inputs(const std::vector<std::string>& inputs);

/// A point in a run.
struct ProgressSample {
  int64_t at_ms;  // since the run began
  flow::Progress progress;
};

/// Such as ` 42%  1.2 GiB of 2.9 GiB  310,211 events/s  delivered 1,200,000  1m 20s left`, at most
/// `columns` wide: the last parts are left out where there is no room. The speed is that since
/// `before`, some seconds ago. ASCII.
std::string progress_text(const ProgressSample& now, const ProgressSample& before,
                          const InputSizes& sizes, size_t columns);

/// `999 B`, `1.2 GiB`.
std::string bytes_text(uint64_t bytes);
/// `1,234,567`.
std::string grouped(uint64_t number);
/// `5s`, `1m 20s`, `2h 3m`.
std::string time_text(int64_t seconds);

}  // namespace sluice::runtime
