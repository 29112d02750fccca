#include <algorithm>
#include <cstdint>

#include <map/text/case_table.hpp>
#include <map/text/utf8_case.hpp>

namespace sluice {
namespace {

struct Character {
  uint32_t code;
  uint32_t size;  // bytes
};

// REQUIRES: valid UTF-8 from `at` on.
Character read(const char* at) {
  const auto byte = [at](int i) {
    return static_cast<uint32_t>(static_cast<unsigned char>(at[i]));
  };
  const uint32_t first = byte(0);
  if (first < 0x80) return {first, 1};
  if (first < 0xE0) return {(first & 0x1F) << 6 | (byte(1) & 0x3F), 2};
  if (first < 0xF0) {
    return {(first & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F), 3};
  }
  return {(first & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F),
          4};
}

char* write(uint32_t code, char* out) {
  if (code < 0x80) {
    *out++ = static_cast<char>(code);
  } else if (code < 0x800) {
    *out++ = static_cast<char>(0xC0 | code >> 6);
    *out++ = static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    *out++ = static_cast<char>(0xE0 | code >> 12);
    *out++ = static_cast<char>(0x80 | (code >> 6 & 0x3F));
    *out++ = static_cast<char>(0x80 | (code & 0x3F));
  } else {
    *out++ = static_cast<char>(0xF0 | code >> 18);
    *out++ = static_cast<char>(0x80 | (code >> 12 & 0x3F));
    *out++ = static_cast<char>(0x80 | (code >> 6 & 0x3F));
    *out++ = static_cast<char>(0x80 | (code & 0x3F));
  }
  return out;
}

template <size_t count>
uint32_t map_code(const std::array<CaseRange, count>& ranges, uint32_t code) {
  const auto range =
      std::lower_bound(ranges.begin(), ranges.end(), code,
                       [](const CaseRange& r, uint32_t wanted) { return r.last < wanted; });
  if (range == ranges.end() || code < range->first) return code;
  if ((code - range->first) % static_cast<uint32_t>(range->stride) != 0) return code;
  return code + static_cast<uint32_t>(range->delta);
}

bool is_space(uint32_t code) {
  if (code <= 0x20) return true;
  return code == 0x85 || code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) ||
         code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000;
}

}  // namespace

size_t write_cased(std::string_view text, Case wanted, char* out) {
  const char* at = text.data();
  const char* const end = at + text.size();
  char* const begin = out;
  const char low = wanted == Case::lower ? 'A' : 'a';
  while (at < end) {
    if (static_cast<unsigned char>(*at) < 0x80) {
      const char c = *at++;
      *out++ = c >= low && c < low + 26 ? static_cast<char>(c ^ 0x20) : c;
      continue;
    }
    const Character character = read(at);
    at += character.size;
    out = write(wanted == Case::lower ? map_code(lower_ranges, character.code)
                                      : map_code(upper_ranges, character.code),
                out);
  }
  return static_cast<size_t>(out - begin);
}

std::string_view trim_text(std::string_view text) {
  while (!text.empty()) {
    const Character first = read(text.data());
    if (!is_space(first.code)) break;
    text.remove_prefix(first.size);
  }
  while (!text.empty()) {
    size_t start = text.size() - 1;
    while (start > 0 && (text[start] & 0xC0) == 0x80) --start;
    if (!is_space(read(text.data() + start).code)) break;
    text = text.substr(0, start);
  }
  return text;
}

}  // namespace sluice
