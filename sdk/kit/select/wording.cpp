#include <array>
#include <utility>

#include <kit/select/wording.hpp>

namespace sluice {

std::string shown(std::string_view text, size_t most_bytes) {
  const bool is_cut = text.size() > most_bytes;
  if (is_cut) {
    size_t size = most_bytes;
    while (size > 0 && (text[size] & 0xC0) == 0x80) --size;  // between characters
    text = text.substr(0, size);
  }
  std::string out = "\"";
  for (const char c : text) {
    const bool is_space = static_cast<unsigned char>(c) <= ' ';
    if (is_space && out.back() == ' ') continue;
    out += is_space ? ' ' : c;
  }
  while (out.back() == ' ') out.pop_back();
  return out + (is_cut ? "...\"" : "\"");
}

std::string duration_text(int64_t milliseconds) {
  constexpr std::array<std::pair<int64_t, const char*>, 4> units = {
      {{86'400'000, "d"}, {3'600'000, "h"}, {60'000, "m"}, {1'000, "s"}}};
  for (const auto& [size, name] : units) {
    if (milliseconds >= size && milliseconds % size == 0) {
      return std::to_string(milliseconds / size) + name;
    }
  }
  return std::to_string(milliseconds) + "ms";
}

}  // namespace sluice
