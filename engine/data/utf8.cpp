#include <cstring>

#include <simdjson.h>

#include <data/utf8.hpp>

namespace sluice::data {
namespace {

// The well-formed sequence or the maximal subpart of an ill-formed one at the beginning of the text
// (Unicode 15.0, table 3-7).
struct Sequence {
  size_t size;
  bool valid;
};

Sequence next_sequence(std::string_view text) {
  const auto at = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = at(0);
  if (lead < 0x80) return {1, true};
  size_t size = 0;
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
  if (lead >= 0xC2 && lead <= 0xDF) {
    size = 2;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    size = 3;
    if (lead == 0xE0) low = 0xA0;   // overlong
    if (lead == 0xED) high = 0x9F;  // surrogates
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    size = 4;
    if (lead == 0xF0) low = 0x90;   // overlong
    if (lead == 0xF4) high = 0x8F;  // above U+10FFFF
  } else {
    return {1, false};
  }
  for (size_t i = 1; i < size; ++i) {
    if (i >= text.size() || at(i) < low || at(i) > high) return {i, false};
    low = 0x80;
    high = 0xBF;
  }
  return {size, true};
}

}  // namespace

size_t valid_utf8_prefix(std::string_view text) {
  if (simdjson::validate_utf8(text.data(), text.size())) return text.size();
  size_t done = 0;
  while (done < text.size()) {
    const Sequence sequence = next_sequence(text.substr(done));
    if (!sequence.valid) break;
    done += sequence.size;
  }
  return done;
}

size_t repair_utf8(std::string_view text, char* out, uint64_t& replaced) {
  static constexpr std::string_view replacement = "\xEF\xBF\xBD";
  replaced = 0;
  char* to = out;
  while (!text.empty()) {
    const Sequence sequence = next_sequence(text);
    const std::string_view from = sequence.valid ? text.substr(0, sequence.size) : replacement;
    std::memcpy(to, from.data(), from.size());
    to += from.size();
    replaced += sequence.valid ? 0 : 1;
    text.remove_prefix(sequence.size);
  }
  return static_cast<size_t>(to - out);
}

}  // namespace sluice::data
