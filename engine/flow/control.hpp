// What ends a run before its input does: a request to stop, a deadline, an error that no retry can
// mend. Thread-safe.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

namespace sluice::flow {

/// Milliseconds of the monotonic clock.
int64_t monotonic_ms();

class Control {
 public:
  /// `deadline_ms` of the monotonic clock: what cannot be delivered by then is handed back.
  /// `longest_wait_ms`: what `wait` shortens every wait to.
  explicit Control(std::optional<int64_t> deadline_ms = {},
                   std::optional<int64_t> longest_wait_ms = {});

  /// Reads no further and gives what was read `grace_ms` to be delivered.
  void request_stop(int64_t grace_ms);

  /// Nothing can be delivered any more: reads no further, hands back the rest. The first reason is
  /// kept.
  void fail(std::string reason);

  /// Read no further.
  bool stopping() const { return stopping_.load(std::memory_order_relaxed) || expired(); }
  /// Deliver no further.
  bool expired() const;
  /// Why the run failed, or empty.
  std::string failure() const;

  /// Until the deadline; -1: there is none, 0: it has passed.
  int64_t remaining_ms() const;

  /// Waits; less when the run fails or its deadline comes. False when delivery should end.
  bool wait(int64_t milliseconds);

 private:
  static constexpr int64_t no_deadline = INT64_MAX;

  std::atomic<int64_t> deadline_ms_;
  const int64_t longest_wait_ms_;
  std::atomic<bool> stopping_ = false;
  std::atomic<bool> failed_ = false;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::string failure_;
};

}  // namespace sluice::flow
