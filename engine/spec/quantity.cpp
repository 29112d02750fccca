#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <span>

#include <fmt/format.h>

#include <spec/quantity.hpp>

namespace sluice::spec {

namespace {

struct Unit {
  std::string_view name;
  int64_t factor;
};

constexpr std::array<Unit, 7> byte_units = {{{"GiB", 1 << 30},
                                             {"GB", 1'000'000'000},
                                             {"MiB", 1 << 20},
                                             {"MB", 1'000'000},
                                             {"KiB", 1 << 10},
                                             {"kB", 1'000},
                                             {"B", 1}}};
constexpr std::array<Unit, 5> duration_units = {
    {{"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1}}};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

size_t count_digits(std::string_view text) {
  size_t size = 0;
  while (size < text.size() && is_digit(text[size])) ++size;
  return size;
}

/// `digits` times `factor` added to `sum`; false when that does not fit.
bool add_product(std::string_view digits, int64_t factor, int64_t& sum) {
  int64_t number = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return parsed.ec == std::errc() && !__builtin_mul_overflow(number, factor, &number) &&
         !__builtin_add_overflow(sum, number, &sum);
}

std::string_view strip_sign(std::string_view text) {
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  return text;
}

/// A whole number of the core schema: decimal with a sign, 0o17 or 0x1F. False when it is none.
bool resolve_integer(std::string_view text, sluice_value& out) {
  const std::string_view digits = strip_sign(text);
  const bool is_decimal = !digits.empty() && count_digits(digits) == digits.size();
  const bool is_octal = text.starts_with("0o");
  const bool is_hexadecimal = text.starts_with("0x");
  if (!is_decimal && !is_octal && !is_hexadecimal) return false;
  const std::string_view number = is_decimal ? digits : text.substr(2);
  uint64_t value = 0;
  const auto [end, code] = std::from_chars(number.data(), number.data() + number.size(), value,
                                           is_decimal ? 10
                                           : is_octal ? 8
                                                      : 16);
  if (code == std::errc::invalid_argument || end != number.data() + number.size()) return false;
  const bool negative = text[0] == '-';
  constexpr auto limit = static_cast<uint64_t>(std::numeric_limits<int64_t>::max());
  if (code == std::errc() && value <= limit) {
    out = int_value(negative ? -static_cast<int64_t>(value) : static_cast<int64_t>(value));
  } else if (code == std::errc() && negative && value == limit + 1) {
    out = int_value(std::numeric_limits<int64_t>::min());
  } else if (code == std::errc() && !negative) {
    out = {SLUICE_VALUE_UINT64, 0, 0, 0, {.uinteger = value}};
  } else if (is_decimal && text[0] != '+' && digits[0] != '0') {
    out = raw_value(text);  // valid JSON as it stands
  } else {
    return false;
  }
  return true;
}

/// [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
bool is_core_float(std::string_view text) {
  text = strip_sign(text);
  const size_t whole = count_digits(text);
  text.remove_prefix(whole);
  size_t fraction = 0;
  if (text.starts_with('.')) {
    fraction = count_digits(text.substr(1));
    text.remove_prefix(1 + fraction);
  }
  if (whole + fraction == 0) return false;
  if (text.empty()) return true;
  if (text[0] != 'e' && text[0] != 'E') return false;
  text = strip_sign(text.substr(1));
  return !text.empty() && count_digits(text) == text.size();
}

/// Of a float of the core schema: whether it is a number of JSON too, whose digits can stay.
bool is_json_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const size_t whole = count_digits(text);
  if (whole == 0 || (whole > 1 && text[0] == '0')) return false;
  text.remove_prefix(whole);
  return !text.starts_with('.') || count_digits(text.substr(1)) > 0;
}

std::string format_units(int64_t value, std::span<const Unit> units) {
  std::string out;
  for (const Unit& unit : units) {
    if (value / unit.factor == 0) continue;
    out += fmt::format("{}{}", value / unit.factor, unit.name);
    value %= unit.factor;
  }
  return out;
}

}  // namespace

Result<int64_t> parse_bytes(std::string_view text) {
  const size_t size = count_digits(text);
  if (size == 0) return invalid_config("does not start with a whole number");
  std::string_view unit = text.substr(size);
  if (unit.starts_with(' ')) unit.remove_prefix(1);
  if (unit.empty() && size < text.size()) return invalid_config("ends in a space");
  if (unit.starts_with('.')) return invalid_config("is not a whole number; use a smaller unit");
  for (const Unit& known : byte_units) {
    if (unit != known.name && !(unit.empty() && known.factor == 1)) continue;
    int64_t bytes = 0;
    if (add_product(text.substr(0, size), known.factor, bytes)) return bytes;
    return invalid_config("is too large");
  }
  return invalid_config("has no known unit; the units are B, kB, MB, GB, KiB, MiB and GiB");
}

Result<int64_t> parse_duration(std::string_view text) {
  int64_t sum = 0;
  size_t next_unit = 0;  // in duration_units; each may come once, larger ones first
  if (text.empty()) return invalid_config("is empty");
  while (!text.empty()) {
    const size_t size = count_digits(text);
    if (size == 0) return invalid_config("does not start with a whole number");
    const std::string_view digits = text.substr(0, size);
    text.remove_prefix(size);
    if (text.empty()) return invalid_config("has no unit; write for example \"30s\" or \"250ms\"");
    if (text.starts_with('.')) return invalid_config("is not a whole number; use a smaller unit");
    size_t length = 0;
    while (length < text.size() && !is_digit(text[length])) ++length;
    const std::string_view unit = text.substr(0, length);
    size_t index = 0;
    while (index < duration_units.size() && duration_units[index].name != unit) ++index;
    if (index == duration_units.size()) {
      return invalid_config("has no known unit; the units are d, h, m, s and ms");
    }
    if (index < next_unit) return invalid_config("must have larger units first, and each once");
    if (!add_product(digits, duration_units[index].factor, sum)) {
      return invalid_config("is too large");
    }
    next_unit = index + 1;
    text.remove_prefix(length);
  }
  return sum;
}

std::string format_bytes(int64_t bytes) {
  if (bytes <= 0) return fmt::format("{}B", bytes);
  for (const Unit& unit : byte_units) {
    if (bytes % unit.factor == 0) return fmt::format("{}{}", bytes / unit.factor, unit.name);
  }
  return fmt::format("{}B", bytes);
}

std::string format_duration(int64_t milliseconds) {
  if (milliseconds <= 0) return fmt::format("{}ms", milliseconds);
  return format_units(milliseconds, duration_units);
}

sluice_value resolve_core(std::string_view text) {
  if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL") {
    return null_value();
  }
  if (text == "true" || text == "True" || text == "TRUE") return bool_value(true);
  if (text == "false" || text == "False" || text == "FALSE") return bool_value(false);
  sluice_value value = text_value(text);
  if (resolve_integer(text, value)) return value;
  if (is_core_float(text)) {
    const std::string_view number = text[0] == '+' ? text.substr(1) : text;
    double parsed = 0;
    const auto result = std::from_chars(number.data(), number.data() + number.size(), parsed);
    if (result.ec == std::errc() && std::isfinite(parsed)) {
      return is_json_number(text) ? raw_value(text) : double_value(parsed);
    }
  }
  return value;
}

}  // namespace sluice::spec
