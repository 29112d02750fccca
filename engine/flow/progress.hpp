// How far a run is, for somebody who watches it. Counted once for each batch, with no lock, by the
// thread that reads; looked at from any thread.
#pragma once

#include <atomic>
#include <cstdint>

#include <flow/ledger.hpp>
#include <sluice/abi/batch.h>

namespace sluice::flow {

struct Progress {
  uint64_t finished_triggers = 0;
  uint64_t offset = 0;    // bytes, decompressed, to the last event that was read of the one at work
  uint64_t bytes_in = 0;  // of input, decompressed
  uint64_t read = 0;      // events
  Ledger settled;         // their outcomes so far; the other members are 0
};

/// Where the source's thread is in the input.
class ReadingMeter {
 public:
  void add(const sluice_batch& batch);
  void finish_trigger();

  /// All but `settled`. Thread-safe; the numbers may be a batch apart.
  Progress snapshot() const;

 private:
  std::atomic<uint64_t> finished_triggers_{0};
  std::atomic<uint64_t> offset_{0};
  std::atomic<uint64_t> bytes_in_{0};
  std::atomic<uint64_t> read_{0};
};

}  // namespace sluice::flow
