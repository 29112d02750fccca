#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <numeric>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <sys/stat.h>

#include <runtime/progress_text.hpp>

namespace sluice::runtime {
namespace {

constexpr int64_t least_time_ms = 1'000;  // before that, no time left is guessed

bool is_gzip(const std::string& path) {
  std::array<char, 2> magic{};
  std::ifstream file(path, std::ios::binary);
  return file.read(magic.data(), magic.size()) && magic == std::array<char, 2>{'\x1f', '\x8b'};
}

// 0 to 1, of what was read and has its outcome; none when the end is not known.
std::optional<double> share_done(const flow::Progress& progress, const InputSizes& sizes) {
  const uint64_t total = std::accumulate(sizes.bytes.begin(), sizes.bytes.end(), uint64_t{0});
  if (total == 0) return std::nullopt;
  const size_t finished = std::min<size_t>(progress.finished_triggers, sizes.bytes.size());
  uint64_t position = std::accumulate(
      sizes.bytes.begin(), sizes.bytes.begin() + static_cast<ptrdiff_t>(finished), uint64_t{0});
  if (finished < sizes.bytes.size()) position += std::min(progress.offset, sizes.bytes[finished]);
  double share = static_cast<double>(position) / static_cast<double>(total);
  const uint64_t settled = progress.settled.outcomes();
  // Events that wait in the queue are read, but not done.
  if (progress.read > settled) {
    share *= static_cast<double>(settled) / static_cast<double>(progress.read);
  }
  return std::min(share, 1.0);
}

double events_per_second(const ProgressSample& now, const ProgressSample& before) {
  const int64_t ms = now.at_ms - before.at_ms;
  const uint64_t last = now.progress.settled.outcomes();
  const uint64_t first = before.progress.settled.outcomes();
  if (ms <= 0 || last <= first) return 0;
  return static_cast<double>(last - first) * 1000 / static_cast<double>(ms);
}

}  // namespace

InputSizes measure_inputs(const std::vector<std::string>& inputs) {
  InputSizes sizes;
  sizes.inputs = inputs.size();
  for (const std::string& input : inputs) {
    struct stat status {};
    const bool is_plain = input != "-" && ::stat(input.c_str(), &status) == 0 &&
                          S_ISREG(status.st_mode) && !is_gzip(input);
    if (!is_plain) {
      sizes.bytes.clear();
      break;
    }
    sizes.bytes.push_back(static_cast<uint64_t>(status.st_size));
  }
  return sizes;
}

std::string progress_text(const ProgressSample& now, const ProgressSample& before,
                          const InputSizes& sizes, size_t columns) {
  const flow::Progress& progress = now.progress;
  const std::optional<double> share = share_done(progress, sizes);
  std::vector<std::string> parts;
  if (share) {
    const uint64_t total = std::accumulate(sizes.bytes.begin(), sizes.bytes.end(), uint64_t{0});
    const auto done = static_cast<uint64_t>(*share * static_cast<double>(total));
    parts.push_back(fmt::format("{:3.0f}%", std::floor(*share * 100)));
    parts.push_back(fmt::format("{} of {}", bytes_text(done), bytes_text(total)));
  } else {
    parts.push_back(bytes_text(progress.bytes_in) + " read");
  }
  if (!share && sizes.inputs > 1) {
    const uint64_t input = std::min<uint64_t>(progress.finished_triggers + 1, sizes.inputs);
    parts.push_back(fmt::format("input {} of {}", input, sizes.inputs));
  }
  const double speed = events_per_second(now, before);
  parts.push_back(grouped(static_cast<uint64_t>(std::llround(speed))) + " events/s");
  if (share && *share > 0 && now.at_ms >= least_time_ms) {
    const double left_ms = static_cast<double>(now.at_ms) * (1 - *share) / *share;
    parts.push_back(time_text(static_cast<int64_t>(std::ceil(left_ms / 1000))) + " left");
  }
  const flow::Ledger& settled = progress.settled;
  parts.push_back("delivered " + grouped(settled.delivered));
  const std::pair<std::string_view, uint64_t> others[] = {{"duplicate", settled.duplicate},
                                                          {"filtered", settled.filtered},
                                                          {"dead-lettered", settled.dead_lettered},
                                                          {"handed back", settled.handed_back}};
  for (const auto& [name, count] : others) {
    if (count > 0) parts.push_back(fmt::format("{} {}", name, grouped(count)));
  }
  std::string line;
  for (const std::string& part : parts) {
    const std::string_view gap = line.empty() ? "" : "  ";
    if (line.size() + gap.size() + part.size() > columns) break;
    line.append(gap).append(part);
  }
  return line;
}

std::string bytes_text(uint64_t bytes) {
  static constexpr std::array<std::string_view, 5> units{"KiB", "MiB", "GiB", "TiB", "PiB"};
  if (bytes < 1024) return fmt::format("{} B", bytes);
  double value = static_cast<double>(bytes) / 1024;
  size_t unit = 0;
  for (; value >= 1023.95 && unit + 1 < units.size(); ++unit) value /= 1024;
  return fmt::format("{:.1f} {}", value, units[unit]);
}

std::string grouped(uint64_t number) {
  std::string digits = std::to_string(number);
  for (size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, 1, ',');
  return digits;
}

std::string time_text(int64_t seconds) {
  if (seconds < 60) return fmt::format("{}s", seconds);
  if (seconds < 3600) return fmt::format("{}m {}s", seconds / 60, seconds % 60);
  return fmt::format("{}h {}m", seconds / 3600, seconds / 60 % 60);
}

}  // namespace sluice::runtime
