#include <kit/event/field_reader.hpp>

namespace sluice {
namespace {

const sluice_value* child(const sluice_field* fields, uint32_t count, const PathStep& step) {
  for (uint32_t i = 0; i < count; ++i) {
    if (step.is(fields[i])) return &fields[i].value;
  }
  return nullptr;
}

const sluice_value* child(const sluice_value& value, const PathStep& step) {
  if (step.is_key()) {
    if (value.type != SLUICE_VALUE_OBJECT) return nullptr;
    return child(value.as.fields, value.size, step);
  }
  const bool is_there = value.type == SLUICE_VALUE_ARRAY && step.index < value.size;
  return is_there ? &value.as.items[step.index] : nullptr;
}

}  // namespace

std::optional<sluice_value> read_field(const sluice_event& event, const FieldPath& path,
                                       Batch scratch, Json json) {
  const sluice_value* found = child(event.fields, event.field_count, path[0]);
  sluice_value value;
  for (size_t i = 1;; ++i) {
    if (found == nullptr) return std::nullopt;
    value = *found;
    const bool is_last = i == path.size();
    const bool is_container =
        value.type == SLUICE_VALUE_RAW && (*value.as.data == '{' || *value.as.data == '[');
    if (is_container != is_last) json.open(scratch, value);
    if (is_last) return value;
    found = child(value, path[i]);
  }
}

}  // namespace sluice
