// A sluice_host for unit tests: JSON and batches are the engine's own, log lines and counters are
// kept to be looked at, clock and stop flag are the test's. What a plugin may call from any thread
// is thread-safe here too; the rest belongs to the test's thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include <data/batch_pool.hpp>
#include <sluice/host.hpp>
#include <sluice/settings.hpp>

namespace sluice::testing {

struct LogLine {
  int32_t level;  // SLUICE_LOG_*
  std::string text;
};

/// Outlives every instance and batch made with it. Wrong JSON in a test throws
/// std::invalid_argument.
class PluginHost {
 public:
  PluginHost();
  PluginHost(const PluginHost&) = delete;
  PluginHost& operator=(const PluginHost&) = delete;

  Host host() const { return Host(&abi_); }
  const sluice_host* abi() const { return &abi_; }

  // --- what the plugin did ---
  std::vector<LogLine> log() const;
  /// All lines, each as "warning: text\n".
  std::string log_text() const;
  /// How many lines hold `part`.
  size_t logged(std::string_view part) const;
  /// A counter's value; 0 when it was never counted.
  uint64_t counter(std::string_view name) const;
  std::map<std::string, uint64_t, std::less<>> counters() const;

  // --- what the plugin is told ---
  void request_stop(bool stop = true) { stop_ = stop; }
  /// Both clocks, in ms, stand still at this value from now on; before, they are the real ones.
  void set_time_ms(int64_t now_ms) { time_ms_ = now_ms; }
  /// `extension` outlives this.
  void set_extension(std::string id, const void* extension);

  // --- batches and JSON ---
  OwnedBatch batch() { return pool_.take(); }
  /// A batch with one live event for each text, which is a JSON object; its fields are raw values.
  OwnedBatch events(const std::vector<std::string>& objects);
  /// Adds such an event to a batch.
  static sluice_event& add_event(Batch batch, std::string_view object);

  /// Settings as `init` gets them, from JSON in which sizes are bytes and durations ms: opened all
  /// the way down. Live as long as this. Defaults are not filled in; see PluginLibrary for that.
  Settings settings(std::string_view json);

  static std::string json(const sluice_event& event);
  static std::string json(const sluice_value& value);
  /// The events of a batch, one JSON object a line.
  static std::string json_lines(Batch batch);

 private:
  static PluginHost& of(void* context) { return *static_cast<PluginHost*>(context); }

  data::BatchPool pool_;
  OwnedBatch settings_memory_;
  sluice_host abi_{};
  std::atomic<bool> stop_{false};
  std::atomic<int64_t> time_ms_{-1};
  mutable std::mutex mutex_;  // guards the members below
  std::vector<LogLine> log_;
  std::map<std::string, uint64_t, std::less<>> counters_;
  std::map<std::string, const void*, std::less<>> extensions_;
};

}  // namespace sluice::testing
