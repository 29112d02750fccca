// Opening a raw value: what it holds, decoded, one level deep.
#include <charconv>
#include <cmath>
#include <limits>

#include <data/byte_scan.hpp>
#include <data/json_open.hpp>
#include <data/json_reader.hpp>
#include <data/json_text.hpp>

namespace sluice::data {
namespace {

// A double keeps every decimal number of so many significant digits.
constexpr int exact_double_digits = 15;

int significant_digits(std::string_view number) {
  int digits = 0;
  int zeros = 0;  // counted only once another digit follows
  for (const char c : number) {
    if (c == 'e' || c == 'E') break;
    if (c < '0' || c > '9') continue;
    if (c == '0') {
      if (digits > 0) ++zeros;
    } else {
      digits += zeros + 1;
      zeros = 0;
    }
  }
  return digits;
}

// Leaves the value raw when no number type holds it exactly.
void open_number(sluice_value& value) {
  const std::string_view text = bytes(value);
  const char* const end = text.data() + text.size();
  if (text.find_first_of(".eE") == std::string_view::npos && text != "-0") {
    int64_t integer = 0;
    if (auto [p, error] = std::from_chars(text.data(), end, integer); error == std::errc()) {
      value = int_value(integer);
      return;
    }
    uint64_t uinteger = 0;
    if (auto [p, error] = std::from_chars(text.data(), end, uinteger); error == std::errc()) {
      value = {SLUICE_VALUE_UINT64, 0, 0, 0, {.uinteger = uinteger}};
    }
    return;
  }
  double number = 0;
  const auto [p, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc()) return;
  const int digits = significant_digits(text);
  // Below the smallest normal number a double loses digits, and in the end the number itself.
  const bool normal = std::abs(number) >= std::numeric_limits<double>::min();
  if (digits == 0 || (normal && digits <= exact_double_digits)) {
    value = double_value(number);
  }
}

void open_string(Batch batch, sluice_value& value) {
  const std::string_view inner(value.as.data + 1, value.size - 2);
  if (inner.find('\\') == std::string_view::npos) {
    value = text_value(inner, SLUICE_FLAG_PLAIN);
    return;
  }
  char* decoded = batch.allocate<char>(inner.size() + scan_width);
  value = text_value({decoded, decode_string(inner, decoded)});
}

}  // namespace

void open_value(Batch batch, sluice_value& value) {
  if (value.type != SLUICE_VALUE_RAW || value.size == 0) return;
  switch (*value.as.data) {
    case '"':
      open_string(batch, value);
      return;
    case '{':
    case '[': {
      // Reading changes the text only where a lone surrogate is, and none is left in a raw value.
      JsonReader reader(batch, const_cast<char*>(value.as.data), value.size);
      sluice_json_result result{};
      if (reader.read(true, result) == ReadOutcome::ok) value = result.value;
      return;
    }
    case 't':
    case 'f':
      value = bool_value(*value.as.data == 't');
      return;
    case 'n':
      value = null_value();
      return;
    default:
      open_number(value);
      return;
  }
}

}  // namespace sluice::data
