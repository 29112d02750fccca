// Numbers of JSON.
#include <charconv>
#include <limits>

#include <kit/cel/context.hpp>

namespace sluice::cel {
namespace {

// What a double makes of a number beyond its range: infinity, or zero when it is too small.
double beyond_range(std::string_view text) {
  const bool is_negative = text.front() == '-';
  if (is_negative) text.remove_prefix(1);
  int64_t exponent = 0;
  const size_t mark = text.find_first_of("eE");
  if (mark != std::string_view::npos) {
    std::string_view digits = text.substr(mark + 1);
    if (digits.front() == '+') digits.remove_prefix(1);
    const auto end = digits.data() + digits.size();
    if (std::from_chars(digits.data(), end, exponent).ec != std::errc()) {
      exponent = digits.front() == '-' ? -1'000'000'000'000 : 1'000'000'000'000;
    }
    text = text.substr(0, mark);
  }
  const size_t point = std::min(text.find('.'), text.size());
  const size_t first = text.find_first_of("123456789");
  // Where the first digit that counts stands, before or behind the point.
  const int64_t place = static_cast<int64_t>(point) - static_cast<int64_t>(first);
  const double size = place + exponent > 0 ? std::numeric_limits<double>::infinity() : 0.0;
  return is_negative ? -size : size;
}

}  // namespace

Value number_from_json(std::string_view text) {
  const char* const end = text.data() + text.size();
  int64_t integer = 0;
  const auto as_int = std::from_chars(text.data(), end, integer);
  if (as_int.ptr == end && as_int.ec == std::errc()) return Value::of(integer);
  if (as_int.ptr == end) {
    uint64_t uinteger = 0;
    const auto as_uint = std::from_chars(text.data(), end, uinteger);
    if (as_uint.ptr == end && as_uint.ec == std::errc()) return Value::of_unsigned(uinteger);
  }
  double number = 0;
  const auto as_double = std::from_chars(text.data(), end, number);
  if (as_double.ec == std::errc::result_out_of_range) number = beyond_range(text);
  return Value::of(number);
}

}  // namespace sluice::cel
