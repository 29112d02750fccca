#include <charconv>
#include <cmath>

#include <data/byte_scan.hpp>
#include <data/json_writer.hpp>

namespace sluice::data {
namespace {

inline bool reserve(sluice_buffer& buffer, uint64_t bytes) {
  return bytes <= buffer.capacity - buffer.size ||
         buffer.grow(&buffer, buffer.size + bytes) == SLUICE_OK;
}

inline void put(sluice_buffer& buffer, char c) {
  buffer.data[buffer.size++] = c;
}
inline void put(sluice_buffer& buffer, const char* data, size_t size) {
  std::memcpy(buffer.data + buffer.size, data, size);
  buffer.size += size;
}
// The bytes of a text or key: null when there are none, which memcpy does not take.
inline void put_text(sluice_buffer& buffer, const char* data, size_t size) {
  put(buffer, data == nullptr ? "" : data, size);
}

// REQUIRES: room for 6 bytes.
void put_escaped(sluice_buffer& buffer, char c) {
  static constexpr char hex[] = "0123456789abcdef";
  put(buffer, '\\');
  switch (c) {
    case '"':
      put(buffer, '"');
      break;
    case '\\':
      put(buffer, '\\');
      break;
    case '\b':
      put(buffer, 'b');
      break;
    case '\f':
      put(buffer, 'f');
      break;
    case '\n':
      put(buffer, 'n');
      break;
    case '\r':
      put(buffer, 'r');
      break;
    case '\t':
      put(buffer, 't');
      break;
    default: {
      const auto byte = static_cast<unsigned char>(c);
      const char escape[] = {'u', '0', '0', hex[byte >> 4], hex[byte & 15]};
      put(buffer, escape, sizeof escape);
    }
  }
}

bool write_plain(const char* data, size_t size, sluice_buffer& buffer) {
  if (!reserve(buffer, size + 2)) return false;
  put(buffer, '"');
  put_text(buffer, data, size);
  put(buffer, '"');
  return true;
}

bool write_literal(std::string_view word, sluice_buffer& buffer) {
  if (!reserve(buffer, word.size())) return false;
  put(buffer, word.data(), word.size());
  return true;
}

template <class Number, class... Format>
bool write_number(Number number, sluice_buffer& buffer, Format... format) {
  constexpr size_t longest = 32;  // the longest shortest form of a double has 24 characters
  if (!reserve(buffer, longest)) return false;
  char* const at = buffer.data + buffer.size;
  buffer.size += static_cast<uint64_t>(std::to_chars(at, at + longest, number, format...).ptr - at);
  return true;
}

bool write_double(double number, sluice_buffer& buffer) {
  if (!std::isfinite(number)) return write_literal("null", buffer);
  // Above 2^53 the fixed form would show digits that the shortest one does not have:
  // 691048091681309e3 as 691048091681309056.
  constexpr double exact_integers = 9007199254740992;
  if (std::abs(number) < exact_integers) return write_number(number, buffer);
  return write_number(number, buffer, std::chars_format::scientific);
}

bool write_array(const sluice_value& value, sluice_buffer& buffer) {
  if (!write_literal("[", buffer)) return false;
  for (uint32_t i = 0; i < value.size; ++i) {
    if (i > 0 && !write_literal(",", buffer)) return false;
    if (!write_value(value.as.items[i], buffer)) return false;
  }
  return write_literal("]", buffer);
}

bool write_field(const sluice_field& field, sluice_buffer& buffer) {
  const bool written = (field.key_flags & SLUICE_FLAG_PLAIN) != 0
                           ? write_plain(field.key, field.key_size, buffer)
                           : write_string({field.key, field.key_size}, buffer);
  return written && write_literal(":", buffer) && write_value(field.value, buffer);
}

// How many fields at the beginning still stand next to each other in the text that they were read
// from, as key":value,"key":value: one copy serves them all. Only bytes between a key and its
// value, or between two fields, are looked at, so nothing outside of them is read.
uint32_t verbatim_run(const sluice_field* fields, uint32_t count) {
  uint32_t run = 0;
  const char* end = nullptr;
  for (; run < count; ++run) {
    const sluice_field& field = fields[run];
    const char* const key_end = field.key + field.key_size;
    const char* const value = field.value.as.data;
    if (field.value.type != SLUICE_VALUE_RAW || (field.key_flags & SLUICE_FLAG_PLAIN) == 0) break;
    if (value != key_end + 2 || key_end[0] != '"' || key_end[1] != ':') break;
    if (run > 0 && (field.key != end + 2 || end[0] != ',' || end[1] != '"')) break;
    end = value + field.value.size;
  }
  return run;
}

}  // namespace

bool write_string(std::string_view text, sluice_buffer& buffer) {
  // Room for the text without escapes; the few that come make room for themselves.
  if (!reserve(buffer, text.size() + scan_width + 8)) return false;
  put(buffer, '"');
  const char* p = text.data();
  const char* const end = p + text.size();
  while (p != end) {
    if (static_cast<size_t>(end - p) >= scan_width) {
      const uint32_t run = copy_plain_run(p, buffer.data + buffer.size);
      buffer.size += run;
      p += run;
      if (run == scan_width) continue;
    } else if (!is_special(*p)) {
      put(buffer, *p++);
      continue;
    }
    put_escaped(buffer, *p++);
    if (!reserve(buffer, static_cast<uint64_t>(end - p) + scan_width + 8)) return false;
  }
  put(buffer, '"');
  return true;
}

bool write_value(const sluice_value& value, sluice_buffer& buffer) {
  switch (value.type) {
    case SLUICE_VALUE_RAW:
      if (!reserve(buffer, value.size)) return false;
      put(buffer, value.as.data, value.size);
      return true;
    case SLUICE_VALUE_TEXT:
      return (value.flags & SLUICE_FLAG_PLAIN) != 0
                 ? write_plain(value.as.data, value.size, buffer)
                 : write_string({value.as.data, value.size}, buffer);
    case SLUICE_VALUE_BOOL:
      return write_literal(value.as.integer != 0 ? "true" : "false", buffer);
    case SLUICE_VALUE_INT64:
      return write_number(value.as.integer, buffer);
    case SLUICE_VALUE_UINT64:
      return write_number(value.as.uinteger, buffer);
    case SLUICE_VALUE_DOUBLE:
      return write_double(value.as.number, buffer);
    case SLUICE_VALUE_OBJECT:
      return write_object(value.as.fields, value.size, buffer);
    case SLUICE_VALUE_ARRAY:
      return write_array(value, buffer);
    default:  // null, and what a later minor version may add
      return write_literal("null", buffer);
  }
}

bool write_object(const sluice_field* fields, uint32_t count, sluice_buffer& buffer) {
  if (!write_literal("{", buffer)) return false;
  for (uint32_t i = 0; i < count;) {
    if (i > 0 && !write_literal(",", buffer)) return false;
    if (const uint32_t run = verbatim_run(fields + i, count - i)) {
      const sluice_field& last = fields[i + run - 1];
      const char* const end = last.value.as.data + last.value.size;
      const auto size = static_cast<uint64_t>(end - fields[i].key);
      if (!reserve(buffer, size + 1)) return false;
      put(buffer, '"');
      put(buffer, fields[i].key, size);
      i += run;
      continue;
    }
    if (!write_field(fields[i++], buffer)) return false;
  }
  return write_literal("}", buffer);
}

}  // namespace sluice::data
