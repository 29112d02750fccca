// Making and reading values and fields; see abi/value.h for what they are.
#pragma once

#include <cmath>
#include <cstdint>
#include <string_view>

#include <sluice/abi/value.h>

namespace sluice {

inline std::string_view view(sluice_text text) {
  return {text.data, static_cast<size_t>(text.size)};
}
constexpr sluice_text to_text(std::string_view text) {
  return {text.data(), text.size()};
}

/// What the bytes of a text or key allow: SLUICE_FLAG_PLAIN when none of them needs an escape.
constexpr uint8_t plain_flag(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\') return 0;
  }
  return SLUICE_FLAG_PLAIN;
}

constexpr sluice_value null_value() {
  return {SLUICE_VALUE_NULL, 0, 0, 0, {.integer = 0}};
}
constexpr sluice_value bool_value(bool value) {
  return {SLUICE_VALUE_BOOL, 0, 0, 0, {.integer = value ? 1 : 0}};
}
constexpr sluice_value int_value(int64_t value) {
  return {SLUICE_VALUE_INT64, 0, 0, 0, {.integer = value}};
}
inline sluice_value double_value(double value) {
  if (!std::isfinite(value)) return null_value();  // JSON has no word for it
  return {SLUICE_VALUE_DOUBLE, 0, 0, 0, {.number = value}};
}
/// A text value over bytes that live as long as the batch. REQUIRES: valid UTF-8, under 4 GiB.
constexpr sluice_value text_value(std::string_view text, uint8_t flags = 0) {
  return {SLUICE_VALUE_TEXT, flags, 0, static_cast<uint32_t>(text.size()), {.data = text.data()}};
}
/// A raw value. REQUIRES: one valid JSON value on one line without outer white space.
constexpr sluice_value raw_value(std::string_view json) {
  return {SLUICE_VALUE_RAW, 0, 0, static_cast<uint32_t>(json.size()), {.data = json.data()}};
}
constexpr sluice_value object_value(sluice_field* fields, uint32_t count) {
  return {SLUICE_VALUE_OBJECT, 0, 0, count, {.fields = fields}};
}
constexpr sluice_value array_value(sluice_value* items, uint32_t count) {
  return {SLUICE_VALUE_ARRAY, 0, 0, count, {.items = items}};
}
/// A field whose key lives as long as the batch.
constexpr sluice_field make_field(std::string_view key, sluice_value value) {
  return {key.data(), static_cast<uint32_t>(key.size()), plain_flag(key), value};
}

inline std::string_view key(const sluice_field& field) {
  return {field.key, field.key_size};
}

/// The bytes of a text or raw value, otherwise an empty view.
inline std::string_view bytes(const sluice_value& value) {
  const bool has_bytes = value.type == SLUICE_VALUE_TEXT || value.type == SLUICE_VALUE_RAW;
  return has_bytes ? std::string_view(value.as.data, value.size) : std::string_view();
}

/// What a JSON text is, for a message, told by its first character: "an object", "a number".
constexpr std::string_view json_kind(char first) {
  switch (first) {
    case '{':
      return "an object";
    case '[':
      return "an array";
    case '"':
      return "a string";
    case 't':
    case 'f':
      return "a boolean";
    case 'n':
      return "null";
    default:
      return "a number";
  }
}

/// The fields of an object value by key, or null.
inline sluice_field* find_field(sluice_field* fields, uint32_t count, std::string_view name) {
  for (uint32_t i = 0; i < count; ++i) {
    if (key(fields[i]) == name) return &fields[i];
  }
  return nullptr;
}
inline const sluice_field* find_field(const sluice_field* fields, uint32_t count,
                                      std::string_view name) {
  return find_field(const_cast<sluice_field*>(fields), count, name);
}

}  // namespace sluice
