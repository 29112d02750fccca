// The queue between the source and the lanes. It groups batches into units, each of about what one
// request holds, by a rule that depends on the batches alone: so a run sends the same requests
// whatever its threads do, and a dry run can print them. Bounded in bytes. Thread-safe.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <vector>

#include <flow/control.hpp>
#include <sluice/host.hpp>

namespace sluice::flow {

/// Batches that a lane works on together.
struct Unit {
  std::vector<OwnedBatch> batches;
  uint64_t events = 0;
  uint64_t input_bytes = 0;
  uint64_t memory_bytes = 0;
};

struct UnitLimits {
  uint64_t documents;    // of one unit, unless a single batch has more
  uint64_t input_bytes;  // of one unit, unless a single batch has more
  uint64_t queue_bytes;  // of memory that waits to be taken
  int64_t linger_ms;     // after which a unit goes although it is not full
};

class UnitQueue {
 public:
  explicit UnitQueue(const UnitLimits& limits) : limits_(limits) {}

  /// Adds a batch; waits while the queue is full. False: delivery has ended, nothing was taken.
  /// Called by the source's thread.
  bool push(OwnedBatch& batch, const Control& control);

  /// No more batches will come.
  void finish();

  /// The next unit; waits for one. None: finished and empty. Called by the lanes.
  std::optional<Unit> pop();

 private:
  void close_unit();

  const UnitLimits limits_;
  std::mutex mutex_;
  std::condition_variable may_push_;
  std::condition_variable may_pop_;
  Unit open_;
  int64_t open_since_ms_ = 0;
  std::deque<Unit> closed_;
  uint64_t closed_bytes_ = 0;
  bool finished_ = false;
};

}  // namespace sluice::flow
