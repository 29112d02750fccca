#include <kit/time/civil_time.hpp>

namespace sluice {
namespace {

constexpr int64_t floor_divide(int64_t a, int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

// Reads fixed numbers of digits; false once and the reader is done.
class Digits {
 public:
  explicit Digits(std::string_view text) : text_(text) {}

  bool number(size_t digits, int& value) {
    if (text_.size() < digits) return false;
    value = 0;
    for (size_t i = 0; i < digits; ++i) {
      if (!is_digit(text_[i])) return false;
      value = value * 10 + (text_[i] - '0');
    }
    text_.remove_prefix(digits);
    return true;
  }
  bool one_of(char a, char b) {
    if (text_.empty() || (text_.front() != a && text_.front() != b)) return false;
    text_.remove_prefix(1);
    return true;
  }
  bool one(char c) { return one_of(c, c); }
  // At least one digit; those beyond the ninth are dropped.
  bool fraction(int32_t& nanos) {
    size_t count = 0;
    nanos = 0;
    for (; !text_.empty() && is_digit(text_.front()); text_.remove_prefix(1)) {
      if (count++ < 9) nanos = nanos * 10 + (text_.front() - '0');
    }
    for (size_t i = count; i < 9; ++i) nanos *= 10;
    return count > 0;
  }
  std::string_view rest() const { return text_; }

 private:
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  std::string_view text_;
};

char* put(char* out, int64_t value, int digits) {
  for (int i = digits - 1; i >= 0; --i, value /= 10) out[i] = static_cast<char>('0' + value % 10);
  return out + digits;
}

}  // namespace

CivilTime to_civil(UnixTime time, int32_t offset_seconds) {
  const int64_t local = time.seconds + offset_seconds;
  const int64_t days = floor_divide(local, seconds_per_day);
  const auto second_of_day = static_cast<int>(local - days * seconds_per_day);
  // Source: howardhinnant.github.io/date_algorithms.html, civil_from_days.
  const int64_t z = days + 719468;
  const int64_t era = floor_divide(z, 146097);
  const int64_t day_of_era = z - era * 146097;
  const int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int64_t day = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t month = (5 * day + 2) / 153;
  CivilTime civil;
  civil.month = static_cast<int>(month < 10 ? month + 3 : month - 9);
  civil.day = static_cast<int>(day - (153 * month + 2) / 5 + 1);
  civil.year = year_of_era + era * 400 + (civil.month <= 2 ? 1 : 0);
  civil.hour = second_of_day / 3600;
  civil.minute = second_of_day / 60 % 60;
  civil.second = second_of_day % 60;
  civil.nanos = time.nanos;
  return civil;
}

UnixTime to_unix(const CivilTime& time, int32_t offset_seconds) {
  const int64_t days = days_from_civil(time.year, time.month, time.day);
  const int64_t second_of_day = time.hour * 3600 + time.minute * 60 + time.second;
  return {days * seconds_per_day + second_of_day - offset_seconds, time.nanos};
}

bool parse_rfc3339(std::string_view text, UnixTime& time) {
  Digits digits(text);
  CivilTime civil;
  int year = 0;
  if (!digits.number(4, year) || !digits.one('-') || !digits.number(2, civil.month) ||
      !digits.one('-') || !digits.number(2, civil.day) || !digits.one_of('T', 't') ||
      !digits.number(2, civil.hour) || !digits.one(':') || !digits.number(2, civil.minute) ||
      !digits.one(':') || !digits.number(2, civil.second)) {
    return false;
  }
  civil.year = year;
  if (digits.one('.') && !digits.fraction(civil.nanos)) return false;
  int32_t offset = 0;
  if (digits.one_of('Z', 'z')) {
    if (!digits.rest().empty()) return false;
  } else {
    const std::string_view zone = digits.rest();
    const bool is_signed = zone.size() == 6 && (zone[0] == '+' || zone[0] == '-');
    if (!is_signed || !parse_utc_offset(zone, offset)) return false;
  }
  if (!is_valid(civil)) return false;
  time = to_unix(civil, offset);
  return true;
}

size_t format_rfc3339(UnixTime time, char* out, int digits, int32_t offset_seconds) {
  const CivilTime civil = to_civil(time, offset_seconds);
  char* at = put(out, civil.year, 4);
  *at++ = '-';
  at = put(at, civil.month, 2);
  *at++ = '-';
  at = put(at, civil.day, 2);
  *at++ = 'T';
  at = put(at, civil.hour, 2);
  *at++ = ':';
  at = put(at, civil.minute, 2);
  *at++ = ':';
  at = put(at, civil.second, 2);
  if (digits > 0 || (digits < 0 && time.nanos != 0)) {
    *at++ = '.';
    put(at, time.nanos, 9);
    at += digits > 0 ? digits : 9;
    while (digits < 0 && at[-1] == '0') --at;
  }
  if (offset_seconds == 0) {
    *at++ = 'Z';
  } else {
    const int32_t minutes = (offset_seconds < 0 ? -offset_seconds : offset_seconds) / 60;
    *at++ = offset_seconds < 0 ? '-' : '+';
    at = put(at, minutes / 60, 2);
    *at++ = ':';
    at = put(at, minutes % 60, 2);
  }
  return static_cast<size_t>(at - out);
}

bool parse_utc_offset(std::string_view text, int32_t& seconds) {
  if (text == "Z" || text == "z") {
    seconds = 0;
    return true;
  }
  Digits digits(text);
  const bool is_negative = digits.one('-');
  if (!is_negative) digits.one('+');
  int hours = 0;
  int minutes = 0;
  if (!digits.number(2, hours)) return false;
  if (!digits.rest().empty()) {
    digits.one(':');
    if (!digits.number(2, minutes) || !digits.rest().empty()) return false;
  }
  if (hours > 23 || minutes > 59) return false;
  seconds = hours * 3600 + minutes * 60;
  if (is_negative) seconds = -seconds;
  return true;
}

}  // namespace sluice
