#include <algorithm>

#include <cloudwatch-awslogs/event_merge.hpp>

#include <kit/hash_id.hpp>

namespace sluice {
namespace {

constexpr size_t first_slots = 128;

}  // namespace

void FieldMerge::clear() {
  fields_.clear();
  slots_.assign(first_slots, 0);
}

void FieldMerge::add(std::span<const sluice_field> fields) {
  for (const sluice_field& field : fields) add(field);
}

void FieldMerge::add(const sluice_field& field) {
  uint32_t* slot = slot_of(key(field));
  if (*slot != 0) {
    fields_[*slot - 1].value = field.value;
    return;
  }
  fields_.push_back(field);
  *slot = static_cast<uint32_t>(fields_.size());
  if (fields_.size() * 2 > slots_.size()) rehash(slots_.size() * 2);
}

void FieldMerge::rehash(size_t slots) {
  slots_.assign(slots, 0);
  for (size_t i = 0; i < fields_.size(); ++i) {
    *slot_of(key(fields_[i])) = static_cast<uint32_t>(i + 1);
  }
}

uint32_t* FieldMerge::slot_of(std::string_view name) {
  for (uint64_t i = kit::hash_bytes(name);; ++i) {
    uint32_t* const slot = &slots_[i & (slots_.size() - 1)];
    if (*slot == 0 || key(fields_[*slot - 1]) == name) return slot;
  }
}

}  // namespace sluice
