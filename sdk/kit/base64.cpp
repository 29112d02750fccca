#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>

#include <kit/base64.hpp>
#include <kit/internal/base64_paths.hpp>

namespace sluice::kit {
namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr uint8_t invalid = 0xff;  // has the two bits that no six-bit value has

constexpr std::array<uint8_t, 256> make_values() {
  std::array<uint8_t, 256> values{};
  values.fill(invalid);
  for (size_t i = 0; i < alphabet.size(); ++i) {
    values[static_cast<uint8_t>(alphabet[i])] = static_cast<uint8_t>(i);
  }
  return values;
}
constexpr std::array<uint8_t, 256> values = make_values();

uint32_t value_of(char c) {
  return values[static_cast<uint8_t>(c)];
}

size_t first_wrong(std::string_view in, size_t from) {
  while (from < in.size() && value_of(in[from]) != invalid) ++from;
  return from;
}

/// Names the first wrong character of `in` from `from` on; there is one.
Error wrong_character(std::string_view in, size_t from) {
  const size_t at = first_wrong(in, from);
  const size_t after = std::min(in.find_first_not_of('=', at), in.size());
  const size_t named = first_wrong(in, after) == after && after < in.size() ? after : at;
  char text[64];
  if (in[named] == '=') {
    std::snprintf(text, sizeof text, "misplaced base64 padding at offset %zu", named);
  } else {
    std::snprintf(text, sizeof text, "invalid base64 character 0x%02x at offset %zu",
                  static_cast<unsigned>(static_cast<uint8_t>(in[named])), named);
  }
  return rejected(text);
}

/// How many of in's characters carry data: all but the padding, which must fit their number.
Result<size_t> without_padding(std::string_view in) {
  size_t size = in.size();
  while (size > 0 && in.size() - size < 2 && in[size - 1] == '=') --size;
  const size_t padding = in.size() - size;
  if (size % 4 == 1) {
    if (first_wrong(in, 0) < size) return wrong_character(in, 0);
    return rejected("base64 text is cut: one character is left over at offset " +
                    std::to_string(size - 1));
  }
  if (padding != 0 && in.size() % 4 != 0) {
    return rejected("wrong base64 padding at offset " + std::to_string(size));
  }
  return size;
}

}  // namespace

namespace internal {

size_t base64_bulk_none(std::string_view, char*) {
  return 0;
}

Result<size_t> decode_base64_with(Base64Bulk bulk, std::string_view in, char* out) {
  Result<size_t> size = without_padding(in);
  if (!size.ok()) return size;
  const std::string_view text = in.substr(0, *size);

  size_t at = bulk(text, out);
  char* to = out + at / 4 * 3;
  for (; at + 4 <= text.size(); at += 4, to += 3) {
    const uint32_t a = value_of(text[at]), b = value_of(text[at + 1]);
    const uint32_t c = value_of(text[at + 2]), d = value_of(text[at + 3]);
    if ((a | b | c | d) > 63) return wrong_character(in, at);
    const uint32_t bits = a << 18 | b << 12 | c << 6 | d;
    to[0] = static_cast<char>(bits >> 16);
    to[1] = static_cast<char>(bits >> 8);
    to[2] = static_cast<char>(bits);
  }
  const size_t rest = text.size() - at;  // 0, 2 or 3
  if (rest != 0) {
    const uint32_t a = value_of(text[at]), b = value_of(text[at + 1]);
    const uint32_t c = rest == 3 ? value_of(text[at + 2]) : 0;
    if ((a | b | c) > 63) return wrong_character(in, at);
    *to++ = static_cast<char>(a << 2 | b >> 4);
    if (rest == 3) *to++ = static_cast<char>(b << 4 | c >> 2);
  }
  return static_cast<size_t>(to - out);
}

}  // namespace internal

Result<size_t> decode_base64(std::string_view in, char* out) {
  static const internal::Base64Bulk bulk = internal::best_base64_bulk();
  return internal::decode_base64_with(bulk, in, out);
}

void encode_base64(std::string_view in, std::string& out) {
  const size_t start = out.size();
  out.resize(start + (in.size() + 2) / 3 * 4, '=');
  char* to = out.data() + start;
  const auto byte = [&](size_t i) { return static_cast<uint32_t>(static_cast<uint8_t>(in[i])); };
  size_t at = 0;
  for (; at + 3 <= in.size(); at += 3) {
    const uint32_t bits = byte(at) << 16 | byte(at + 1) << 8 | byte(at + 2);
    *to++ = alphabet[bits >> 18];
    *to++ = alphabet[bits >> 12 & 63];
    *to++ = alphabet[bits >> 6 & 63];
    *to++ = alphabet[bits & 63];
  }
  if (at == in.size()) return;
  const bool two = in.size() - at == 2;
  const uint32_t bits = byte(at) << 16 | (two ? byte(at + 1) << 8 : 0);
  *to++ = alphabet[bits >> 18];
  *to++ = alphabet[bits >> 12 & 63];
  if (two) *to++ = alphabet[bits >> 6 & 63];
}

}  // namespace sluice::kit
