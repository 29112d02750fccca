#include "common_options.hpp"

namespace sluice {
namespace {

size_t index_of(std::string_view name) {
  size_t index = 0;
  while (index < common_option_count && name != common_options[index].name) ++index;
  return index;
}

std::string quoted(std::string_view name) {
  return "\"" + std::string(name) + "\"";
}

}  // namespace

bool is_common_option(std::string_view name) {
  return index_of(name) < common_option_count;
}

Status CommonOptions::read(const sluice_value& object) {
  for (uint32_t i = 0; i < object.size; ++i) {
    const sluice_field& field = object.as.fields[i];
    const size_t index = index_of(key(field));
    if (index == common_option_count || field.value.type == SLUICE_VALUE_NULL) continue;
    if ((seen_ >> index & 1) != 0) {
      return invalid_config(quoted(key(field)) + " is given twice, in the step and beside it",
                            &field.value);
    }
    seen_ |= 1u << index;
    any = true;
    if (Status status = read_one(field); !status) return status;
  }
  if (ignore_failure && on_failure != nullptr) {
    return invalid_config("\"on_failure\" is never used when \"ignore_failure\" is true",
                          on_failure);
  }
  return {};
}

Status CommonOptions::read_one(const sluice_field& field) {
  const std::string_view name = key(field);
  const sluice_value& value = field.value;
  if (name == "ignore_missing") return read_boolean(field, ignore_missing);
  if (name == "ignore_failure") return read_boolean(field, ignore_failure);
  if (name == "override") return read_boolean(field, overrides);
  if (name == "on_failure") {
    if (value.type != SLUICE_VALUE_ARRAY) {
      return invalid_config("\"on_failure\" must be a list of steps", &value);
    }
    on_failure = &value;
    return {};
  }
  if (value.type != SLUICE_VALUE_TEXT)
    return invalid_config(quoted(name) + " must be text", &value);
  if (name == "if") {
    condition = &value;
  } else {
    tag = bytes(value);
  }
  return {};
}

Status CommonOptions::read_boolean(const sluice_field& field, bool& out) {
  if (field.value.type != SLUICE_VALUE_BOOL) {
    return invalid_config(quoted(key(field)) + " must be true or false", &field.value);
  }
  out = field.value.as.integer != 0;
  return {};
}

}  // namespace sluice
