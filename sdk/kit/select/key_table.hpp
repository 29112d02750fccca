// Finds an entry by its key in an array that the caller keeps: a hash table of positions, with
// linear probing, at most half full. 4 to 16 bytes for each entry. Belongs to one thread at a time.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

#include <kit/hash_id.hpp>

namespace sluice {

/// `Entries` is an array whose elements have a member `key`, a kit::Hash128. The functions take it
/// as an argument, as it may move.
class KeyTable {
 public:
  static constexpr uint32_t none = UINT32_MAX;

  /// Forgets everything and makes room for `count` entries.
  void reset(size_t count) {
    positions_.assign(std::bit_ceil(count < 8 ? size_t{16} : count * 2), none);
  }

  /// The position of the entry with this key, or `none`.
  template <class Entries>
  uint32_t find(const kit::Hash128& key, const Entries& entries) const {
    for (size_t at = home(key);; at = next(at)) {
      const uint32_t position = positions_[at];
      if (position == none || entries[position].key == key) return position;
    }
  }

  /// REQUIRES: no entry has this key, and there is room.
  void insert(const kit::Hash128& key, uint32_t position) {
    size_t at = home(key);
    while (positions_[at] != none) at = next(at);
    positions_[at] = position;
  }

  /// Takes out the entry at this position. Those that stand behind it only because its place was
  /// taken move up, so that no gap hides them.
  template <class Entries>
  void erase(uint32_t position, const Entries& entries) {
    size_t gap = home(entries[position].key);
    while (positions_[gap] != position) gap = next(gap);
    for (size_t at = next(gap); positions_[at] != none; at = next(at)) {
      const size_t from_home = (at - home(entries[positions_[at]].key)) & mask();
      const size_t from_gap = (at - gap) & mask();
      if (from_home < from_gap) continue;
      positions_[gap] = positions_[at];
      gap = at;
    }
    positions_[gap] = none;
  }

  size_t memory_bytes() const { return positions_.capacity() * sizeof(uint32_t); }

 private:
  size_t mask() const { return positions_.size() - 1; }
  size_t home(const kit::Hash128& key) const { return key.low & mask(); }
  size_t next(size_t at) const { return (at + 1) & mask(); }

  std::vector<uint32_t> positions_;
};

}  // namespace sluice
