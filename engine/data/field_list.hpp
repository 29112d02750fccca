// Collects the members of one object while it is read: of equal keys the last value wins and the
// place of the first is kept. Local to one read.
#pragma once

#include <cstring>

#include <data/key_hash.hpp>
#include <sluice/batch.hpp>

namespace sluice::data {

class FieldList {
 public:
  explicit FieldList(Batch batch) : batch_(batch) {}

  void add(const sluice_field& field) {
    const uint32_t h = hash(field);
    uint64_t& seen = seen_[h >> 30];
    const uint64_t bit = uint64_t{1} << ((h >> 24) & 63);
    if ((seen & bit) != 0) {
      if (sluice_field* same = find(field)) {
        same->value = field.value;
        return;
      }
    }
    seen |= bit;
    if (count_ == capacity_) grow();
    fields_[count_] = field;
    if (slots_ != nullptr) place(count_);
    ++count_;
  }

  uint32_t count() const { return count_; }

  /// The fields in the arena of the batch, with room for a few more (`capacity`).
  sluice_field* finish(uint32_t& capacity) {
    if (fields_ != local_) {
      capacity = capacity_;
      return fields_;
    }
    capacity = count_ + spare;
    auto* fields = batch_.allocate<sluice_field>(capacity);
    if (count_ > 0) std::memcpy(fields, local_, count_ * sizeof(sluice_field));
    return fields;
  }

 private:
  static constexpr uint32_t local_capacity = 64;
  static constexpr uint32_t spare = 4;  // most pipelines set a field or two

  // Cheap, and good enough that the usual dozen of keys rarely meets in 256 bits.
  static uint32_t hash(const sluice_field& field) {
    const uint32_t size = field.key_size;
    if (size == 0) return 0;
    const auto at = [&](uint32_t i) { return uint32_t{static_cast<unsigned char>(field.key[i])}; };
    return (size ^ at(0) << 8 ^ at(size - 1) << 16 ^ at(size / 2) << 24) * 0x9E3779B1u;
  }
  // Keys made to collide in the cheap hash above must not cost quadratic time.
  static uint64_t full_hash(const sluice_field& field) {
    return key_hash({field.key, field.key_size});
  }

  static bool same_key(const sluice_field& a, const sluice_field& b) {
    return a.key_size == b.key_size && std::memcmp(a.key, b.key, a.key_size) == 0;
  }

  sluice_field* find(const sluice_field& field) {
    if (slots_ == nullptr) {
      for (uint32_t i = 0; i < count_; ++i) {
        if (same_key(fields_[i], field)) return &fields_[i];
      }
      return nullptr;
    }
    for (uint64_t s = full_hash(field);; ++s) {
      const uint32_t slot = slots_[s & slot_mask_];
      if (slot == 0) return nullptr;
      if (same_key(fields_[slot - 1], field)) return &fields_[slot - 1];
    }
  }

  void place(uint32_t index) {
    uint64_t s = full_hash(fields_[index]);
    while (slots_[s & slot_mask_] != 0) ++s;
    slots_[s & slot_mask_] = index + 1;
  }

  void grow() {
    const uint32_t capacity = capacity_ * 2;
    auto* fields = batch_.allocate<sluice_field>(capacity);
    std::memcpy(fields, fields_, count_ * sizeof(sluice_field));
    fields_ = fields;
    capacity_ = capacity;
    const uint32_t slot_count = capacity * 2;
    slots_ = batch_.allocate<uint32_t>(slot_count);
    std::memset(slots_, 0, slot_count * sizeof(uint32_t));
    slot_mask_ = slot_count - 1;
    for (uint32_t i = 0; i < count_; ++i) place(i);
  }

  Batch batch_;
  sluice_field local_[local_capacity];
  sluice_field* fields_ = local_;
  uint32_t count_ = 0;
  uint32_t capacity_ = local_capacity;
  uint64_t seen_[4] = {};      // a bit for each hash that occurred
  uint32_t* slots_ = nullptr;  // open addressing, index + 1; only for more than local_capacity
  uint64_t slot_mask_ = 0;
};

}  // namespace sluice::data
