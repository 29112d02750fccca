// SIGINT and SIGTERM as requests to a run: the first stops reading and leaves a grace period to
// deliver what was read, the second ends that at once. One at a time in a process; made and
// destroyed by the main thread, before other threads start and after they ended.
#pragma once

#include <csignal>
#include <functional>
#include <thread>

namespace sluice::runtime {

class StopSignals {
 public:
  /// `on_signal` is called from a thread of this object, with how many signals have come.
  explicit StopSignals(std::function<void(int signal, int count)> on_signal);
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

 private:
  void watch();

  std::function<void(int, int)> on_signal_;
  sigset_t previous_;
  int signals_ = -1;  // signalfd
  int ended_ = -1;    // eventfd
  std::thread thread_;
};

}  // namespace sluice::runtime
