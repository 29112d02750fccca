// Memory blocks for input, recycled: a block that the last batch lets go serves a later read, so
// that a steady run neither allocates nor faults in fresh pages. Taking and releasing is
// thread-safe; what is in a block belongs to whoever holds it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace sluice {

struct Block {
  explicit Block(size_t size) : data(new char[size]), capacity(size) {}

  std::unique_ptr<char[]> data;  // not initialised
  size_t capacity;               // bytes
};

class BlockPool {
 public:
  /// Keeps at most `kept_blocks` released blocks of `block_bytes`; larger ones are freed.
  BlockPool(size_t block_bytes, size_t kept_blocks)
      : shelf_(std::make_shared<Shelf>(block_bytes, kept_blocks)) {}

  /// A block of at least `size` bytes. It may outlive the pool.
  std::shared_ptr<Block> take(size_t size) {
    std::unique_ptr<Block> block = shelf_->take(size);
    if (block == nullptr) block = std::make_unique<Block>(std::max(size, shelf_->block_bytes));
    return {block.release(), GiveBack{shelf_}};
  }

 private:
  struct Shelf {
    Shelf(size_t bytes, size_t kept) : block_bytes(bytes), kept_blocks(kept) {
      free.reserve(kept);  // so that giving back cannot fail
    }

    std::unique_ptr<Block> take(size_t size) {
      if (size > block_bytes) return nullptr;
      const std::lock_guard lock(mutex);
      if (free.empty()) return nullptr;
      std::unique_ptr<Block> block = std::move(free.back());
      free.pop_back();
      return block;
    }

    void give_back(std::unique_ptr<Block> block) {
      if (block->capacity != block_bytes) return;
      const std::lock_guard lock(mutex);
      if (free.size() < kept_blocks) free.push_back(std::move(block));
    }

    const size_t block_bytes;
    const size_t kept_blocks;
    std::mutex mutex;
    std::vector<std::unique_ptr<Block>> free;
  };

  struct GiveBack {
    std::shared_ptr<Shelf> shelf;
    void operator()(Block* block) const { shelf->give_back(std::unique_ptr<Block>(block)); }
  };

  std::shared_ptr<Shelf> shelf_;
};

}  // namespace sluice
