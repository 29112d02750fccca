// Lists of fields become one, as updating a dictionary would do it: on equal keys the later value
// wins and the place of the first is kept. Used by one thread.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <sluice/batch.hpp>

namespace sluice {

/// A few keys, and a quick way to see that another key is none of them.
class KeyFilter {
 public:
  void clear() {
    bits_ = {};
    keys_.clear();
  }
  /// The key lives as long as it is in here.
  void add(std::string_view key) {
    const uint8_t bit = hash(key);
    bits_[bit >> 6] |= uint64_t{1} << (bit & 63);
    keys_.push_back(key);
  }
  bool holds(std::string_view key) const {
    const uint8_t bit = hash(key);
    if ((bits_[bit >> 6] >> (bit & 63) & 1) == 0) return false;
    for (const std::string_view candidate : keys_) {
      if (candidate == key) return true;
    }
    return false;
  }
  size_t size() const { return keys_.size(); }

 private:
  static uint8_t hash(std::string_view key) {
    if (key.empty()) return 0;
    const uint32_t mixed = static_cast<uint32_t>(key.size()) * 0x9E3779B1u ^
                           static_cast<unsigned char>(key.front()) * 0x85EBCA77u ^
                           static_cast<unsigned char>(key.back()) * 0xC2B2AE3Du;
    return static_cast<uint8_t>(mixed >> 24);
  }

  std::array<uint64_t, 4> bits_{};
  std::vector<std::string_view> keys_;
};

/// Where keys do meet. Its memory is reused: after the largest event nothing is allocated.
class FieldMerge {
 public:
  void clear();
  void add(std::span<const sluice_field> fields);
  void add(const sluice_field& field);
  /// Everything added since clear(); valid until the next call.
  std::span<const sluice_field> fields() const { return fields_; }

 private:
  void rehash(size_t slots);
  uint32_t* slot_of(std::string_view key);

  std::vector<sluice_field> fields_;
  std::vector<uint32_t> slots_;  // open addressing, index + 1; a power of two of them
};

}  // namespace sluice
