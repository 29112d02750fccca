// Text in another case, by the simple mappings of Unicode: one character becomes one character, the
// same on every machine and in every locale. So the German sharp s stays as it is in upper case.
#pragma once

#include <cstddef>
#include <string_view>

namespace sluice {

enum class Case { lower, upper };

/// How many bytes a text of `size` bytes can need in another case.
constexpr size_t cased_capacity(size_t size) {
  return size + size / 2;  // two bytes become three at most
}

/// Writes the text in another case and returns its size in bytes. REQUIRES: valid UTF-8, and room
/// for cased_capacity(text.size()) at `out`.
size_t write_cased(std::string_view text, Case wanted, char* out);

/// How many bytes the white space (Unicode's White_Space, and controls up to 0x1F) at the beginning
/// and at the end of the text takes: `text` without it. REQUIRES: valid UTF-8.
std::string_view trim_text(std::string_view text);

}  // namespace sluice
