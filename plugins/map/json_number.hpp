// Whether text is a number of JSON, so that its digits can stay.
#pragma once

#include <cstddef>
#include <string_view>

namespace sluice {

/// The grammar of RFC 8259; what fits may stand in JSON as it is.
inline bool is_json_number(std::string_view text) {
  size_t at = 0;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto digits = [&] {
    const size_t begin = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    return at - begin;
  };
  if (at < text.size() && text[at] == '-') ++at;
  const bool zero = at < text.size() && text[at] == '0';
  const size_t whole = digits();
  if (whole == 0 || (zero && whole > 1)) return false;
  if (at < text.size() && text[at] == '.') {
    ++at;
    if (digits() == 0) return false;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    if (digits() == 0) return false;
  }
  return at == text.size();
}

}  // namespace sluice
