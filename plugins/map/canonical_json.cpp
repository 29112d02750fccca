#include "canonical_json.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace sluice {
namespace {

template <class Number>
void append_number(ScratchBuffer& out, Number number) {
  char text[32];
  const auto [end, code] = std::to_chars(text, text + sizeof text, number);
  out.append({text, static_cast<size_t>(end - text)});
}

void append_double(ScratchBuffer& out, double number) {
  constexpr double limit = 9223372036854775808.0;  // 2^63
  if (number == std::floor(number) && number >= -limit && number < limit) {
    append_number(out, static_cast<int64_t>(number));
  } else {
    append_number(out, number);
  }
}

// A number that stayed raw when it was opened: too large or too precise.
void append_raw(ScratchBuffer& out, std::string_view text) {
  double number = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_whole = text.find_first_of(".eE") == text.npos;
  if (is_whole || code != std::errc() || !std::isfinite(number)) {
    out.append(text);
  } else {
    append_double(out, number);
  }
}

void append_object(ScratchBuffer& out, EventEditor& editor, const Container& object) {
  // Sorted as a copy in the arena; keys of an object are unique.
  const uint32_t count = object.count();
  auto* order = editor.batch().allocate<const sluice_field*>(count);
  for (uint32_t i = 0; i < count; ++i) order[i] = &object.fields()[i];
  std::sort(order, order + count,
            [](const sluice_field* a, const sluice_field* b) { return key(*a) < key(*b); });
  out.append('{');
  for (uint32_t i = 0; i < count; ++i) {
    if (i > 0) out.append(',');
    append_canonical_text(out, key(*order[i]));
    out.append(':');
    append_canonical(out, editor, order[i]->value);
  }
  out.append('}');
}

}  // namespace

void append_canonical_text(ScratchBuffer& out, std::string_view text) {
  static constexpr char digits[] = "0123456789abcdef";
  out.append('"');
  size_t done = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
    out.append(text.substr(done, i - done));
    done = i + 1;
    static constexpr std::string_view marks = "\b\t\n\f\r\"\\";
    const size_t known = marks.find(text[i]);
    const char escape[] = {'\\', 'u', '0', '0', digits[byte >> 4], digits[byte & 15]};
    const char brief[] = {'\\', known == marks.npos ? '\0' : "btnfr\"\\"[known]};
    out.append(known == marks.npos ? std::string_view(escape, 6) : std::string_view(brief, 2));
  }
  out.append(text.substr(done));
  out.append('"');
}

// The depth of JSON is bounded by SLUICE_JSON_MAX_DEPTH, so recursion is no danger.
void append_canonical(ScratchBuffer& out, EventEditor& editor, const sluice_value& value) {
  sluice_value opened = value;
  editor.json().open(editor.batch(), opened);
  switch (opened.type) {
    case SLUICE_VALUE_BOOL:
      return out.append(opened.as.integer != 0 ? "true" : "false");
    case SLUICE_VALUE_INT64:
      return append_number(out, opened.as.integer);
    case SLUICE_VALUE_UINT64:
      return append_number(out, opened.as.uinteger);
    case SLUICE_VALUE_DOUBLE:
      return append_double(out, opened.as.number);
    case SLUICE_VALUE_TEXT:
      return append_canonical_text(out, bytes(opened));
    case SLUICE_VALUE_RAW:
      return append_raw(out, bytes(opened));
    case SLUICE_VALUE_OBJECT:
      return append_object(out, editor, Container(opened));
    case SLUICE_VALUE_ARRAY:
      out.append('[');
      for (uint32_t i = 0; i < opened.size; ++i) {
        if (i > 0) out.append(',');
        append_canonical(out, editor, opened.as.items[i]);
      }
      return out.append(']');
    default:
      return out.append("null");
  }
}

}  // namespace sluice
