#include <algorithm>
#include <chrono>

#include <flow/control.hpp>

namespace sluice::flow {

int64_t monotonic_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

Control::Control(std::optional<int64_t> deadline_ms, std::optional<int64_t> longest_wait_ms)
    : deadline_ms_(deadline_ms.value_or(no_deadline)),
      longest_wait_ms_(longest_wait_ms.value_or(INT64_MAX)) {}

void Control::request_stop(int64_t grace_ms) {
  {
    const std::lock_guard lock(mutex_);
    deadline_ms_ = std::min<int64_t>(deadline_ms_, monotonic_ms() + grace_ms);
    stopping_ = true;
  }
  changed_.notify_all();
}

void Control::fail(std::string reason) {
  {
    const std::lock_guard lock(mutex_);
    if (failure_.empty()) failure_ = std::move(reason);
    failed_ = true;
    stopping_ = true;
  }
  changed_.notify_all();
}

bool Control::expired() const {
  if (failed_.load(std::memory_order_relaxed)) return true;
  const int64_t deadline = deadline_ms_.load(std::memory_order_relaxed);
  return deadline != no_deadline && monotonic_ms() >= deadline;
}

std::string Control::failure() const {
  const std::lock_guard lock(mutex_);
  return failure_;
}

int64_t Control::remaining_ms() const {
  if (failed_) return 0;
  const int64_t deadline = deadline_ms_;
  if (deadline == no_deadline) return -1;
  return std::max<int64_t>(0, deadline - monotonic_ms());
}

bool Control::wait(int64_t milliseconds) {
  const int64_t until = monotonic_ms() + std::min(milliseconds, longest_wait_ms_);
  std::unique_lock lock(mutex_);
  while (!expired()) {
    const int64_t now = monotonic_ms();
    const int64_t end = std::min<int64_t>(until, deadline_ms_);
    if (now >= until) return true;
    changed_.wait_for(lock, std::chrono::milliseconds(std::max<int64_t>(1, end - now)));
  }
  return false;
}

}  // namespace sluice::flow
