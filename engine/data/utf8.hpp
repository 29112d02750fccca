// UTF-8: checked at memory speed, repaired when it must be. Stateless; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sluice::data {

/// How many bytes at the beginning are valid UTF-8: all of them when the text is valid.
size_t valid_utf8_prefix(std::string_view text);

/// The most that repair_utf8 may write for so many bytes of input.
constexpr size_t repaired_capacity(size_t size) {
  return size * 3;
}

/// Copies the text to `out` with each maximal subpart of an ill-formed sequence replaced by U+FFFD
/// (Unicode 15.0, section 3.9, "U+FFFD Substitution of Maximal Subparts"). Returns the bytes
/// written; `replaced` is how many were. REQUIRES: room for repaired_capacity(text.size()).
size_t repair_utf8(std::string_view text, char* out, uint64_t& replaced);

/// Writes a code point below 0x110000 as UTF-8; returns the bytes written, 1 to 4.
inline size_t encode_utf8(uint32_t code_point, char* out) {
  if (code_point < 0x80) {
    out[0] = static_cast<char>(code_point);
    return 1;
  }
  if (code_point < 0x800) {
    out[0] = static_cast<char>(0xC0 | (code_point >> 6));
    out[1] = static_cast<char>(0x80 | (code_point & 0x3F));
    return 2;
  }
  if (code_point < 0x10000) {
    out[0] = static_cast<char>(0xE0 | (code_point >> 12));
    out[1] = static_cast<char>(0x80 | ((code_point >> 6) & 0x3F));
    out[2] = static_cast<char>(0x80 | (code_point & 0x3F));
    return 3;
  }
  out[0] = static_cast<char>(0xF0 | (code_point >> 18));
  out[1] = static_cast<char>(0x80 | ((code_point >> 12) & 0x3F));
  out[2] = static_cast<char>(0x80 | ((code_point >> 6) & 0x3F));
  out[3] = static_cast<char>(0x80 | (code_point & 0x3F));
  return 4;
}

}  // namespace sluice::data
