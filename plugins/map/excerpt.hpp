// Values in messages: enough of them to be found, never more than a line.
#pragma once

#include <string>
#include <string_view>

namespace sluice {

/// `"12x"`; of a longer text the beginning, cut between characters: `"12xxxx..."`.
inline std::string excerpt(std::string_view text) {
  constexpr size_t longest = 64;  // bytes
  size_t size = text.size();
  if (size > longest) {
    size = longest;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  }
  std::string out = "\"";
  out.append(text.substr(0, size)).append(size < text.size() ? "...\"" : "\"");
  return out;
}

}  // namespace sluice
