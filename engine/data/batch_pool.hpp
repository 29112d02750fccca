// Makes batches and takes them back: the arena blocks and the event array of a released batch serve
// the next one, so that a running pipeline does not allocate. Thread-safe; a batch itself belongs
// to whoever holds it.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include <sluice/abi/batch.h>
#include <sluice/host.hpp>

namespace sluice::data {

class BatchStorage;

class BatchPool {
 public:
  /// Keeps at most `kept_batches` released ones for reuse.
  explicit BatchPool(size_t kept_batches = 8);
  ~BatchPool();
  BatchPool(const BatchPool&) = delete;
  BatchPool& operator=(const BatchPool&) = delete;

  /// An empty batch. Its `release` gives it back; the pool outlives it. Null when memory is
  /// exhausted.
  OwnedBatch take();

 private:
  friend class BatchStorage;
  void give_back(BatchStorage* storage);

  std::mutex mutex_;
  std::vector<std::unique_ptr<BatchStorage>> free_;
  const size_t kept_batches_;
};

/// Bytes of memory behind a batch of a BatchPool: arena and events, without the kept buffers.
size_t memory_bytes(const sluice_batch& batch);

}  // namespace sluice::data
