// Code points of UTF-8 text. All of it is constant or linear, none allocates.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace sluice::cel {

inline bool continues(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

/// How many code points. REQUIRES: valid UTF-8.
inline int64_t count_code_points(std::string_view text) {
  int64_t count = 0;
  for (const char byte : text) count += continues(byte) ? 0 : 1;
  return count;
}

/// Where the code point after the one at `at` begins. REQUIRES: at < text.size().
inline size_t next_code_point(std::string_view text, size_t at) {
  for (++at; at < text.size() && continues(text[at]);) ++at;
  return at;
}

/// Where the code point of that number begins, from 0; npos: the text has fewer. The number after
/// the last is its end.
inline size_t place_of(std::string_view text, int64_t number) {
  if (number < 0) return std::string_view::npos;
  size_t at = 0;
  for (; number > 0; --number) {
    if (at >= text.size()) return std::string_view::npos;
    at = next_code_point(text, at);
  }
  return at;
}

/// Where `part` begins, at `from` or behind; npos: nowhere. Linear, unlike std::string_view::find.
inline size_t find_part(std::string_view text, std::string_view part, size_t from = 0) {
  if (part.empty()) return from <= text.size() ? from : std::string_view::npos;
  if (from >= text.size()) return std::string_view::npos;
  const void* const found =
      memmem(text.data() + from, text.size() - from, part.data(), part.size());
  if (found == nullptr) return std::string_view::npos;
  return static_cast<size_t>(static_cast<const char*>(found) - text.data());
}

/// At most so many bytes from the beginning of a text, for a message: whole code points.
inline std::string_view shortened(std::string_view text, size_t bytes = 100) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && continues(text[bytes])) --bytes;
  return text.substr(0, bytes);
}

bool is_utf8(std::string_view text);

/// How many bytes White_Space of Unicode has at the beginning of the text; 0: it is something else.
size_t space_size(std::string_view text);

}  // namespace sluice::cel
