#include <kit/cel/utf8.hpp>

namespace sluice::cel {
namespace {

// One code point from the beginning; false: it is damaged, too long, a surrogate or too large.
bool decode(std::string_view text, uint32_t& code, size_t& size) {
  const auto lead = static_cast<unsigned char>(text[0]);
  size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if ((lead >= 0x80 && lead < 0xC2) || lead > 0xF4 || text.size() < size) return false;
  code = size == 1 ? lead : lead & (0xFFu >> (size + 1));
  for (size_t i = 1; i < size; ++i) {
    if (!continues(text[i])) return false;
    code = code << 6 | (static_cast<unsigned char>(text[i]) & 0x3F);
  }
  const bool is_long = (size == 3 && code < 0x800) || (size == 4 && code < 0x10000);
  return !is_long && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
}

}  // namespace

bool is_utf8(std::string_view text) {
  uint32_t code = 0;
  size_t size = 0;
  for (; !text.empty(); text.remove_prefix(size)) {
    if (!decode(text, code, size)) return false;
  }
  return true;
}

size_t space_size(std::string_view text) {
  uint32_t code = 0;
  size_t size = 0;
  if (text.empty() || !decode(text, code, size)) return 0;
  const bool is_space = (code >= 0x09 && code <= 0x0D) || code == 0x20 || code == 0x85 ||
                        code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) ||
                        code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x205F ||
                        code == 0x3000;
  return is_space ? size : 0;
}

}  // namespace sluice::cel
