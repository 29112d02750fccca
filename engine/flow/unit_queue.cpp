#include <chrono>
#include <utility>

#include <data/batch_pool.hpp>
#include <flow/unit_queue.hpp>

namespace sluice::flow {
namespace {

// How often a full queue looks whether delivery has ended.
constexpr std::chrono::milliseconds control_check{100};

}  // namespace

bool UnitQueue::push(OwnedBatch& batch, const Control& control) {
  const uint64_t events = batch->event_count;
  const uint64_t bytes = batch->input_bytes;
  std::unique_lock lock(mutex_);
  const bool too_much =
      open_.events + events > limits_.documents || open_.input_bytes + bytes > limits_.input_bytes;
  if (!open_.batches.empty() && too_much) close_unit();
  while (!closed_.empty() && closed_bytes_ >= limits_.queue_bytes) {
    if (control.expired()) return false;
    may_push_.wait_for(lock, control_check);
  }
  if (open_.batches.empty()) open_since_ms_ = monotonic_ms();
  open_.events += events;
  open_.input_bytes += bytes;
  open_.memory_bytes += data::memory_bytes(*batch) + bytes;
  open_.batches.push_back(std::move(batch));
  if (open_.events >= limits_.documents || open_.input_bytes >= limits_.input_bytes) {
    close_unit();
  } else if (open_.batches.size() == 1) {
    may_pop_.notify_one();  // someone has to watch how long it lingers
  }
  return true;
}

void UnitQueue::close_unit() {
  closed_bytes_ += open_.memory_bytes;
  closed_.push_back(std::exchange(open_, Unit{}));
  may_pop_.notify_one();
}

void UnitQueue::finish() {
  const std::lock_guard lock(mutex_);
  if (!open_.batches.empty()) close_unit();
  finished_ = true;
  may_pop_.notify_all();
}

std::optional<Unit> UnitQueue::pop() {
  std::unique_lock lock(mutex_);
  for (;;) {
    if (!closed_.empty()) {
      Unit unit = std::move(closed_.front());
      closed_.pop_front();
      closed_bytes_ -= unit.memory_bytes;
      may_push_.notify_one();
      return unit;
    }
    if (finished_) return {};
    if (open_.batches.empty()) {
      may_pop_.wait(lock);
      continue;
    }
    const int64_t left_ms = open_since_ms_ + limits_.linger_ms - monotonic_ms();
    if (left_ms <= 0) {
      close_unit();
    } else {
      may_pop_.wait_for(lock, std::chrono::milliseconds(left_ms));
    }
  }
}

}  // namespace sluice::flow
