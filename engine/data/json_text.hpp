// JSON text that a JsonReader accepted: its escapes decoded, its white space taken out. Stateless.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <data/byte_scan.hpp>
#include <data/utf8.hpp>

namespace sluice::data {

inline int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// The four hex digits at p as a number, or -1.
inline int32_t hex4(const char* p) {
  int32_t value = 0;
  for (int i = 0; i < 4; ++i) {
    const int digit = hex_value(p[i]);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

inline bool is_high_surrogate(int32_t unit) {
  return unit >= 0xD800 && unit <= 0xDBFF;
}
inline bool is_low_surrogate(int32_t unit) {
  return unit >= 0xDC00 && unit <= 0xDFFF;
}

/// Decodes the \u escape whose digits begin at p and moves p behind it, and behind the other half
/// of a surrogate pair. The reader leaves no half of a pair, but a plugin's own raw value may hold
/// one: it reads as U+FFFD.
inline uint32_t decode_unicode_escape(const char*& p, const char* end) {
  const int32_t unit = hex4(p);
  p += 4;
  if (!is_high_surrogate(unit)) return is_low_surrogate(unit) ? 0xFFFD : uint32_t(unit);
  const int32_t low = end - p >= 6 && p[0] == '\\' && p[1] == 'u' ? hex4(p + 2) : -1;
  if (!is_low_surrogate(low)) return 0xFFFD;
  p += 6;
  return 0x10000 + ((uint32_t(unit) - 0xD800) << 10) + (uint32_t(low) - 0xDC00);
}

/// Decodes what stands between the quotes of a JSON string that JsonReader accepted. Returns the
/// bytes written. REQUIRES: room for size + scan_width bytes.
inline size_t decode_string(std::string_view escaped, char* out) {
  const char* p = escaped.data();
  const char* const end = p + escaped.size();
  char* to = out;
  while (p != end) {
    if (static_cast<size_t>(end - p) >= scan_width) {
      const uint32_t run = copy_plain_run(p, to);
      p += run;
      to += run;
      if (run == scan_width) continue;
    } else {
      while (p != end && *p != '\\') *to++ = *p++;
      if (p == end) break;
    }
    const char kind = p[1];
    p += 2;
    switch (kind) {
      case 'b':
        *to++ = '\b';
        break;
      case 'f':
        *to++ = '\f';
        break;
      case 'n':
        *to++ = '\n';
        break;
      case 'r':
        *to++ = '\r';
        break;
      case 't':
        *to++ = '\t';
        break;
      case 'u':
        to += encode_utf8(decode_unicode_escape(p, end), to);
        break;
      default:
        *to++ = kind;
        break;  // " \ /
    }
  }
  return static_cast<size_t>(to - out);
}

/// Copies a JSON value that JsonReader accepted without the white space between its tokens.
/// Returns the bytes written, at most json.size().
inline size_t minify(std::string_view json, char* out) {
  char* to = out;
  bool in_string = false;
  for (size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_string) {
      *to++ = c;
      if (c == '\\') *to++ = json[++i];
      if (c == '"') in_string = false;
    } else if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
      in_string = c == '"';
      *to++ = c;
    }
  }
  return static_cast<size_t>(to - out);
}

}  // namespace sluice::data
