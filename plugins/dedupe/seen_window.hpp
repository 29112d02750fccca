// The keys that were seen lately: the last so many different ones, or those of the last so many
// milliseconds, whichever are fewer. Bounded memory: 24 bytes for each key in a ring, 8 to 16 in
// a table; both double as they fill. Belongs to one thread at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <kit/select/key_table.hpp>

namespace sluice {

class SeenWindow {
 public:
  /// REQUIRES: 1 <= most_keys <= 2^30. No most_age_ms: keys leave only when others need the room.
  SeenWindow(uint32_t most_keys, std::optional<int64_t> most_age_ms);

  /// True when the key is in the window; otherwise it is added, as seen at `now_ms`, and the oldest
  /// may leave. Being seen again does not make a key younger. `now_ms` never goes back. Throws
  /// std::bad_alloc.
  bool seen(const kit::Hash128& key, int64_t now_ms);

  uint32_t size() const { return size_; }
  /// Of the ring and the table.
  size_t memory_bytes() const;

 private:
  struct Entry {
    kit::Hash128 key;
    int64_t seen_ms;
  };

  uint32_t place(uint32_t nth) const {
    return static_cast<uint32_t>((first_ + nth) % ring_.size());
  }
  void forget_oldest();
  void grow();

  const uint32_t most_keys_;
  const std::optional<int64_t> most_age_ms_;
  std::vector<Entry> ring_;
  KeyTable table_;
  uint32_t first_ = 0;  // the oldest
  uint32_t size_ = 0;
};

}  // namespace sluice
