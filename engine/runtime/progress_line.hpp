// Shows on the terminal how far a run is, in one line that is drawn anew five times a second and
// erased at the end. Works in a thread of its own.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include <flow/log.hpp>
#include <runtime/progress_text.hpp>

namespace sluice::runtime {

class ProgressLine {
 public:
  /// Does nothing unless the log goes to a terminal, as text. `look` is called from the line's
  /// thread until this is destroyed.
  ProgressLine(const flow::Logger& log, InputSizes sizes, std::function<flow::Progress()> look);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

 private:
  void work();
  void draw();

  const flow::Logger& log_;
  const InputSizes sizes_;
  const std::function<flow::Progress()> look_;
  const int64_t begin_ms_;
  std::deque<ProgressSample> samples_;  // of the last seconds; the thread's
  std::mutex mutex_;
  std::condition_variable ended_changed_;
  bool ended_ = false;
  std::thread thread_;
};

}  // namespace sluice::runtime
