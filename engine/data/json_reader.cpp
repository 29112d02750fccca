#include <algorithm>
#include <array>
#include <cstring>

#include <data/byte_scan.hpp>
#include <data/field_list.hpp>
#include <data/json_reader.hpp>
#include <data/json_text.hpp>

namespace sluice::data {
namespace {

constexpr std::array<bool, 256> make_digits() {
  std::array<bool, 256> table{};
  for (unsigned char c = '0'; c <= '9'; ++c) table[c] = true;
  return table;
}
constexpr auto digits = make_digits();
inline bool is_digit(char c) {
  return digits[static_cast<unsigned char>(c)];
}

}  // namespace

char* JsonReader::fail(char* p, std::string_view expected) {
  outcome_ = ReadOutcome::invalid;
  expected_ = expected;
  error_at_ = p;
  return nullptr;
}

char* JsonReader::truncated(char* p) {
  outcome_ = ReadOutcome::truncated;
  expected_ = "expected more: the text ends in the middle of a value";
  error_at_ = p;
  return nullptr;
}

// Returns end_ when nothing else follows.
inline char* JsonReader::skip_space(char* p) {
  while (p != end_ && static_cast<unsigned char>(*p) <= ' ') {
    if (*p == '\n' || *p == '\r') {
      newline_ = true;
    } else if (*p != ' ' && *p != '\t') {
      break;  // a control character: whoever expects a token here refuses it
    }
    ++p;
  }
  return p;
}

// p is just behind the opening quote; returns the closing one.
inline char* JsonReader::string_end(char* p) {
  escaped_ = false;
  for (;;) {
    if (static_cast<size_t>(end_ - p) >= scan_width) {
      const uint32_t run = plain_run(p);
      p += run;
      if (run == scan_width) continue;
    } else {
      while (p != end_ && !is_special(*p)) ++p;
      if (p == end_) return truncated(p);
    }
    if (*p == '"') return p;
    if (*p != '\\') return fail(p, "expected no control character inside a string");
    escaped_ = true;
    p = escape_end(p);
    if (p == nullptr) return nullptr;
  }
}

char* JsonReader::escape_end(char* p) {
  if (end_ - p < 2) return truncated(end_);
  switch (p[1]) {
    case '"':
    case '\\':
    case '/':
    case 'b':
    case 'f':
    case 'n':
    case 'r':
    case 't':
      return p + 2;
    case 'u':
      return unicode_escape_end(p);
    default:
      return fail(p + 1, "expected one of \"\\/bfnrtu after a backslash");
  }
}

char* JsonReader::unicode_escape_end(char* p) {
  for (int i = 2; i < 6; ++i) {
    if (p + i == end_) return truncated(end_);
    if (hex_value(p[i]) < 0) return fail(p + i, "expected four hex digits after \\u");
  }
  const int32_t unit = hex4(p + 2);
  if (!is_high_surrogate(unit) && !is_low_surrogate(unit)) return p + 6;
  if (is_high_surrogate(unit)) {
    // The other half must follow at once. Ask for more text only where it can still be the half.
    if (end_ - p == 6 || (end_ - p == 7 && p[6] == '\\')) return truncated(end_);
    if (p[6] == '\\' && p[7] == 'u') {
      if (end_ - p < 12) {
        for (char* q = p + 8; q != end_; ++q) {
          if (hex_value(*q) < 0) return fail(q, "expected four hex digits after \\u");
        }
        return truncated(end_);
      }
      if (is_low_surrogate(hex4(p + 8))) return p + 12;
    }
  }
  std::memcpy(p + 2, "fffd", 4);
  ++lone_surrogates_;
  return p + 6;
}

char* JsonReader::number_end(char* p) {
  if (*p == '-') ++p;
  if (p == end_) return truncated(p);
  if (*p == '0') {
    ++p;
  } else if (is_digit(*p)) {
    while (p != end_ && is_digit(*p)) ++p;
  } else {
    return fail(p, "expected a digit");
  }
  if (p != end_ && *p == '.') {
    ++p;
    if (p == end_) return truncated(p);
    if (!is_digit(*p)) return fail(p, "expected a digit after the decimal point");
    while (p != end_ && is_digit(*p)) ++p;
  }
  if (p != end_ && (*p == 'e' || *p == 'E')) {
    ++p;
    if (p != end_ && (*p == '+' || *p == '-')) ++p;
    if (p == end_) return truncated(p);
    if (!is_digit(*p)) return fail(p, "expected a digit in the exponent");
    while (p != end_ && is_digit(*p)) ++p;
  }
  return p;
}

char* JsonReader::literal_end(char* p, std::string_view word) {
  const size_t available = static_cast<size_t>(end_ - p);
  const size_t size = std::min(available, word.size());
  if (std::memcmp(p, word.data(), size) != 0) return fail(p, "expected a JSON value");
  if (size < word.size()) return truncated(end_);
  return p + size;
}

inline char* JsonReader::value_end(char* p) {
  switch (*p) {
    case '"': {
      char* quote = string_end(p + 1);
      return quote == nullptr ? nullptr : quote + 1;
    }
    case '{':
    case '[':
      return container_end(p);
    case 't':
      return literal_end(p, "true");
    case 'f':
      return literal_end(p, "false");
    case 'n':
      return literal_end(p, "null");
    default:
      if (*p == '-' || is_digit(*p)) return number_end(p);
      return fail(p, "expected a JSON value");
  }
}

// p is at '{' or '['; checks everything up to the matching end. A bit for each open level says
// whether it is an object, so that depth costs no stack.
char* JsonReader::container_end(char* p) {
  constexpr uint32_t max_depth = SLUICE_JSON_MAX_DEPTH;
  uint64_t objects[max_depth / 64 + 1] = {};
  uint32_t depth = depth_;

open : {
  if (depth == max_depth) {
    fail(p, "expected no more than 1000 levels of nesting");
    outcome_ = ReadOutcome::too_deep;
    return nullptr;
  }
  const bool object = *p == '{';
  const uint64_t bit = uint64_t{1} << (depth & 63);
  objects[depth >> 6] = object ? objects[depth >> 6] | bit : objects[depth >> 6] & ~bit;
  ++depth;
  p = skip_space(p + 1);
  if (p == end_) return truncated(p);
  if (*p == (object ? '}' : ']')) goto close;
  if (!object) goto value;
}

key:
  if (*p != '"') return fail(p, "expected a member name in quotes");
  p = string_end(p + 1);
  if (p == nullptr) return nullptr;
  p = skip_space(p + 1);
  if (p == end_) return truncated(p);
  if (*p != ':') return fail(p, "expected ':' after a member name");
  p = skip_space(p + 1);
  if (p == end_) return truncated(p);

value:
  if (*p == '"') {
    p = string_end(p + 1);
    if (p == nullptr) return nullptr;
    ++p;
  } else if (*p == '{' || *p == '[') {
    goto open;
  } else {
    p = value_end(p);
    if (p == nullptr) return nullptr;
  }

after : {
  p = skip_space(p);
  if (p == end_) return truncated(p);
  const bool object = (objects[(depth - 1) >> 6] >> ((depth - 1) & 63)) & 1;
  if (*p == ',') {
    p = skip_space(p + 1);
    if (p == end_) return truncated(p);
    if (object) goto key;
    goto value;
  }
  if (*p != (object ? '}' : ']')) {
    return fail(p, object ? "expected ',' or '}' after a member" : "expected ',' or ']'");
  }
}

close:
  ++p;
  --depth;
  if (depth == depth_) return p;
  goto after;
}

// Notes one value as raw; copies it without its line breaks when it has any.
inline char* JsonReader::read_raw(char* p, sluice_value& value) {
  newline_ = false;
  char* after = value_end(p);
  if (after == nullptr) return nullptr;
  const std::string_view json(p, static_cast<size_t>(after - p));
  if (newline_) [[unlikely]] {
    had_newline_ = true;
    char* copy = batch_.allocate<char>(json.size());
    value = raw_value({copy, minify(json, copy)});
  } else {
    value = raw_value(json);
  }
  return after;
}

// p is at the opening quote of a key; returns the first character of the value.
inline char* JsonReader::read_member_key(char* p, sluice_field& field) {
  if (*p != '"') return fail(p, "expected a member name in quotes");
  char* quote = string_end(p + 1);
  if (quote == nullptr) return nullptr;
  field.key = p + 1;
  field.key_size = static_cast<uint32_t>(quote - p - 1);
  field.key_flags = SLUICE_FLAG_PLAIN;
  if (escaped_) [[unlikely]] {
    char* decoded = batch_.allocate<char>(field.key_size + scan_width);
    const size_t size = decode_string({field.key, field.key_size}, decoded);
    field.key = decoded;
    field.key_size = static_cast<uint32_t>(size);
    field.key_flags = plain_flag({decoded, size});
  }
  p = skip_space(quote + 1);
  if (p == end_) return truncated(p);
  if (*p != ':') return fail(p, "expected ':' after a member name");
  p = skip_space(p + 1);
  return p == end_ ? truncated(p) : p;
}

char* JsonReader::read_object(char* p, sluice_value& value) {
  FieldList fields(batch_);
  p = skip_space(p + 1);
  if (p == end_) return truncated(p);
  bool first = true;
  while (*p != '}' || !first) {
    sluice_field field;
    p = read_member_key(p, field);
    if (p == nullptr) return nullptr;
    had_newline_ |= newline_;
    p = read_raw(p, field.value);
    if (p == nullptr) return nullptr;
    fields.add(field);
    first = false;
    newline_ = false;
    p = skip_space(p);
    if (p == end_) return truncated(p);
    if (*p == '}') break;
    if (*p != ',') return fail(p, "expected ',' or '}' after a member");
    p = skip_space(p + 1);
    if (p == end_) return truncated(p);
  }
  had_newline_ |= newline_;
  value = object_value(nullptr, fields.count());
  value.as.fields = fields.finish(capacity_);
  return p + 1;
}

char* JsonReader::read_array(char* p, sluice_value& value) {
  uint32_t count = 0;
  uint32_t capacity = 16;
  auto* items = batch_.allocate<sluice_value>(capacity);
  p = skip_space(p + 1);
  if (p == end_) return truncated(p);
  while (*p != ']' || count > 0) {
    if (count == capacity) {
      auto* grown = batch_.allocate<sluice_value>(size_t{capacity} * 2);
      std::memcpy(grown, items, count * sizeof(sluice_value));
      items = grown;
      capacity *= 2;
    }
    had_newline_ |= newline_;
    p = read_raw(p, items[count]);
    if (p == nullptr) return nullptr;
    ++count;
    newline_ = false;
    p = skip_space(p);
    if (p == end_) return truncated(p);
    if (*p == ']') break;
    if (*p != ',') return fail(p, "expected ',' or ']'");
    p = skip_space(p + 1);
    if (p == end_) return truncated(p);
  }
  had_newline_ |= newline_;
  value = array_value(items, count);
  capacity_ = capacity;
  return p + 1;
}

ReadOutcome JsonReader::read(bool open, sluice_json_result& result) {
  char* p = skip_space(begin_);
  char* after = nullptr;
  if (p == end_) {
    after = truncated(p);
  } else if (open && (*p == '{' || *p == '[')) {
    depth_ = 1;
    newline_ = false;
    after = *p == '{' ? read_object(p, result.value) : read_array(p, result.value);
  } else {
    depth_ = 0;
    after = read_raw(p, result.value);
    // A number that touches the end of the text may go on in what follows.
    if (after == end_ && (*p == '-' || is_digit(*p))) at_edge_ = true;
  }
  result.lone_surrogates = lone_surrogates_;
  if (after != nullptr && static_cast<uint64_t>(after - p) > UINT32_MAX) {
    after = fail(p, "expected a value of less than 4 GiB");
  }
  if (after == nullptr) {
    result.error_at = static_cast<uint64_t>(error_at_ - begin_);
    return outcome_;
  }
  result.consumed = static_cast<uint64_t>(after - begin_);
  result.flags = had_newline_ ? SLUICE_JSON_HAD_NEWLINE : 0;
  result.capacity = capacity_;
  return ReadOutcome::ok;
}

}  // namespace sluice::data
