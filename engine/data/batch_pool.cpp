#include <algorithm>
#include <cstdlib>
#include <cstring>

#include <data/batch_pool.hpp>

namespace sluice::data {
namespace {

constexpr size_t first_block_bytes = 64 * 1024;
constexpr size_t largest_block_bytes = 1024 * 1024;
// What a released batch may keep: an unusually large one must not hold its memory for ever.
constexpr size_t kept_arena_bytes = 4 * 1024 * 1024;
constexpr size_t kept_event_bytes = 1024 * 1024;

struct Free {
  void operator()(void* memory) const { std::free(memory); }
};
template <class T>
using Memory = std::unique_ptr<T[], Free>;

struct Block {
  Memory<char> memory;
  size_t size;
};

}  // namespace

// What is behind one sluice_batch.
class BatchStorage {
 public:
  explicit BatchStorage(BatchPool* pool);
  ~BatchStorage() { release_kept(); }
  BatchStorage(const BatchStorage&) = delete;
  BatchStorage& operator=(const BatchStorage&) = delete;

  sluice_batch* abi() { return &abi_; }
  void reset();
  size_t memory_bytes() const { return arena_bytes_ + abi_.event_capacity * sizeof(sluice_event); }

  static BatchStorage& of(const sluice_batch* batch) {
    return *static_cast<BatchStorage*>(batch->private_data);
  }

 private:
  static void* allocate(sluice_batch* batch, uint64_t size);
  static sluice_status reserve_events(sluice_batch* batch, uint32_t count);
  static sluice_status keep(sluice_batch* batch, sluice_kept_buffer buffer);
  static void release(sluice_batch* batch);
  static const sluice_batch_services services;

  void* add_block(size_t size);
  void use_block(size_t index);
  void release_kept();

  sluice_batch abi_{};
  std::vector<Block> blocks_;
  size_t current_ = 0;  // blocks_[current_] is the one that arena_next points into
  size_t arena_bytes_ = 0;
  Memory<sluice_event> events_;
  std::vector<sluice_kept_buffer> kept_;
  BatchPool* pool_;
};

const sluice_batch_services BatchStorage::services{sizeof(sluice_batch_services), 0, &allocate,
                                                   &reserve_events, &keep};

BatchStorage::BatchStorage(BatchPool* pool) : pool_(pool) {
  abi_.struct_size = sizeof(sluice_batch);
  abi_.services = &services;
  abi_.private_data = this;
  abi_.release = &release;
  reset();
}

void BatchStorage::reset() {
  release_kept();
  if (arena_bytes_ > kept_arena_bytes) {
    blocks_.clear();
    arena_bytes_ = 0;
  }
  if (abi_.event_capacity * sizeof(sluice_event) > kept_event_bytes) {
    events_.reset();
    abi_.event_capacity = 0;
  }
  abi_.events = events_.get();
  abi_.event_count = 0;
  abi_.token = 0;
  abi_.input_bytes = 0;
  abi_.wanted_events = UINT32_MAX;
  abi_.wanted_bytes = UINT64_MAX;
  abi_.arena_next = abi_.arena_end = nullptr;
  if (!blocks_.empty()) use_block(0);
}

void BatchStorage::use_block(size_t index) {
  current_ = index;
  abi_.arena_next = blocks_[index].memory.get();
  abi_.arena_end = abi_.arena_next + blocks_[index].size;
}

void BatchStorage::release_kept() {
  for (const sluice_kept_buffer& buffer : kept_) buffer.release(buffer.private_data);
  kept_.clear();
}

void* BatchStorage::allocate(sluice_batch* batch, uint64_t size) {
  BatchStorage& self = of(batch);
  const uint64_t rounded = (size + 15u) & ~uint64_t{15};
  if (rounded < size) return nullptr;
  // A block that an earlier life of this batch left behind may be large enough.
  while (self.current_ + 1 < self.blocks_.size()) {
    self.use_block(self.current_ + 1);
    if (rounded <= self.blocks_[self.current_].size) {
      self.abi_.arena_next += rounded;
      return self.blocks_[self.current_].memory.get();
    }
  }
  return self.add_block(rounded);
}

void* BatchStorage::add_block(size_t size) {
  const size_t grown = std::clamp(arena_bytes_, first_block_bytes, largest_block_bytes);
  const size_t block_bytes = std::max(size, grown);
  auto* memory = static_cast<char*>(std::malloc(block_bytes));  // aligned to 16
  if (memory == nullptr) return nullptr;
  try {
    blocks_.push_back({Memory<char>(memory), block_bytes});
  } catch (const std::bad_alloc&) {
    return nullptr;  // the Memory temporary freed the block
  }
  arena_bytes_ += block_bytes;
  use_block(blocks_.size() - 1);
  abi_.arena_next += size;
  return memory;
}

sluice_status BatchStorage::reserve_events(sluice_batch* batch, uint32_t count) {
  const uint64_t needed = uint64_t{batch->event_count} + count;
  if (needed <= batch->event_capacity) return SLUICE_OK;
  const uint64_t capacity = std::max<uint64_t>({needed, uint64_t{batch->event_capacity} * 2, 64});
  if (capacity > UINT32_MAX) return SLUICE_FATAL;
  BatchStorage& self = of(batch);
  auto* memory = static_cast<sluice_event*>(std::malloc(capacity * sizeof(sluice_event)));
  if (memory == nullptr) return SLUICE_FATAL;
  if (batch->event_count > 0) {
    std::memcpy(memory, batch->events, batch->event_count * sizeof(sluice_event));
  }
  self.events_.reset(memory);
  batch->events = memory;
  batch->event_capacity = static_cast<uint32_t>(capacity);
  return SLUICE_OK;
}

sluice_status BatchStorage::keep(sluice_batch* batch, sluice_kept_buffer buffer) {
  try {
    of(batch).kept_.push_back(buffer);
    return SLUICE_OK;
  } catch (const std::bad_alloc&) {
    return SLUICE_FATAL;
  }
}

void BatchStorage::release(sluice_batch* batch) {
  BatchStorage& self = of(batch);
  self.pool_->give_back(&self);
}

BatchPool::BatchPool(size_t kept_batches) : kept_batches_(kept_batches) {
  free_.reserve(kept_batches_);  // so that giving back, which is called through C, cannot throw
}
BatchPool::~BatchPool() = default;

OwnedBatch BatchPool::take() {
  {
    const std::lock_guard lock(mutex_);
    if (!free_.empty()) {
      BatchStorage* storage = free_.back().release();
      free_.pop_back();
      return OwnedBatch(storage->abi());
    }
  }
  auto* storage = new (std::nothrow) BatchStorage(this);
  return OwnedBatch(storage == nullptr ? nullptr : storage->abi());
}

void BatchPool::give_back(BatchStorage* storage) {
  std::unique_ptr<BatchStorage> owned(storage);
  owned->reset();  // outside the lock: it releases buffers
  const std::lock_guard lock(mutex_);
  if (free_.size() < kept_batches_) free_.push_back(std::move(owned));
}

size_t memory_bytes(const sluice_batch& batch) {
  return BatchStorage::of(&batch).memory_bytes();
}

}  // namespace sluice::data
