// Hands the events of a run to another thread; a run that is ahead waits. Thread-safe: one side
// pushes and closes, the other pops.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

#include <cli/trace_event.hpp>

namespace sluice::cli {

class EventChannel {
 public:
  /// Waits while the channel is full.
  void push(const TraceEvent& event) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return events_.size() < capacity; });
    events_.push_back(event);
    changed_.notify_all();
  }

  /// Nothing more comes.
  void close() {
    const std::lock_guard lock(mutex_);
    is_closed_ = true;
    changed_.notify_all();
  }

  /// Waits for the next event; none when there are no more.
  std::optional<TraceEvent> pop() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !events_.empty() || is_closed_; });
    if (events_.empty()) return {};
    std::optional<TraceEvent> event(std::move(events_.front()));
    events_.pop_front();
    changed_.notify_all();
    return event;
  }

 private:
  static constexpr size_t capacity = 256;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<TraceEvent> events_;
  bool is_closed_ = false;
};

}  // namespace sluice::cli
