// A place in an event, compiled from text such as `a.b`, `["key.with.dots"]`, `items[0].name`.
// Immutable once made; reading is thread-safe.
//
//   path  := first { "." name | "[" digits "]" | "[" quoted "]" }
//   first := name | "[" quoted "]"
//   name  := one or more characters other than . [ ] "
//   quoted := '"' characters, with \" and \\ for a quote and a backslash '"'
//
// A dot always goes one level down: the field that is literally called `a.b` is `["a.b"]`.
#pragma once

#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <sluice/result.hpp>
#include <sluice/value.hpp>

namespace sluice {

/// Whether two keys of `size` bytes are equal. Most keys have 4 to 16 bytes, and those of one
/// object differ in their ends rather than in their beginnings; a call of memcmp would cost more
/// than these two comparisons.
inline bool same_bytes(const char* a, const char* b, uint32_t size) {
  const auto same = [&]<class Word>(Word, uint32_t at) {
    Word x, y;
    std::memcpy(&x, a + at, sizeof x);
    std::memcpy(&y, b + at, sizeof y);
    return x == y;
  };
  if (size >= 8) {
    if (!same(uint64_t{}, size - 8)) return false;
    return size <= 16 ? same(uint64_t{}, 0) : std::memcmp(a, b, size - 8) == 0;
  }
  if (size >= 4) return same(uint32_t{}, size - 4) && same(uint32_t{}, 0);
  for (uint32_t i = 0; i < size; ++i) {
    if (a[i] != b[i]) return false;
  }
  return true;
}

/// One level of a path: a field's key or an item's index.
struct PathStep {
  const char* key;  // null: an index
  uint32_t key_size;
  uint32_t index;
  uint32_t key_flags;  // SLUICE_FLAG_PLAIN or 0
  uint32_t text_end;   // the path's text up to and including this step
  // Where the key was found last: the events of one input are alike, so it is looked for there
  // first. Any value is right, and threads may share it.
  mutable uint32_t place = 0;

  uint32_t last_place() const { return __atomic_load_n(&place, __ATOMIC_RELAXED); }
  void remember(uint32_t at) const { __atomic_store_n(&place, at, __ATOMIC_RELAXED); }

  bool is_key() const { return key != nullptr; }
  bool is(const sluice_field& field) const {
    return field.key_size == key_size && same_bytes(field.key, key, key_size);
  }
  bool operator==(const PathStep& other) const {
    if (is_key() != other.is_key()) return false;
    return is_key() ? std::string_view(key, key_size) == std::string_view(other.key, other.key_size)
                    : index == other.index;
  }
};

class FieldPath {
 public:
  /// Rejected: `path "a..b": expected a field name at position 3, found "."`.
  static Result<FieldPath> parse(std::string_view text);

  /// At least one step; the first is a key. Keys live as long as the path, moved or not.
  const PathStep& operator[](size_t i) const { return steps_[i]; }
  size_t size() const { return steps_.size(); }
  const PathStep& last() const { return steps_.back(); }

  const std::string& text() const { return text_; }
  /// The text of the first `count` steps.
  std::string_view prefix(size_t count) const {
    return std::string_view(text_).substr(0, steps_[count - 1].text_end);
  }

  /// How many steps, from the first, lead up to and including the last index; 0: all are keys.
  /// What comes after them can be created where it is missing.
  size_t fixed_steps() const { return fixed_steps_; }

  bool operator==(const FieldPath& other) const { return steps_ == other.steps_; }
  /// True when `other` is this place or one around it.
  bool starts_with(const FieldPath& other) const;
  /// True when both are fields (not items) of the same object.
  bool is_sibling(const FieldPath& other) const;

 private:
  friend class PathParser;
  FieldPath() = default;

  std::string text_;
  std::unique_ptr<char[]> keys_;
  std::vector<PathStep> steps_;
  size_t fixed_steps_ = 0;
};

}  // namespace sluice
