#include <flow/progress.hpp>

namespace sluice::flow {
namespace {

constexpr auto relaxed = std::memory_order_relaxed;  // numbers to look at, nothing hangs on them

}  // namespace

void ReadingMeter::add(const sluice_batch& batch) {
  bytes_in_.fetch_add(batch.input_bytes, relaxed);
  read_.fetch_add(batch.event_count, relaxed);
  if (batch.event_count == 0) return;
  const uint64_t last = batch.events[batch.event_count - 1].offset;
  if (last > offset_.load(relaxed)) offset_.store(last, relaxed);
}

void ReadingMeter::finish_trigger() {
  offset_.store(0, relaxed);
  finished_triggers_.fetch_add(1, relaxed);
}

Progress ReadingMeter::snapshot() const {
  Progress progress;
  progress.finished_triggers = finished_triggers_.load(relaxed);
  progress.offset = offset_.load(relaxed);
  progress.bytes_in = bytes_in_.load(relaxed);
  progress.read = read_.load(relaxed);
  return progress;
}

}  // namespace sluice::flow
