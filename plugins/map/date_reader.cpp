#include "date_reader.hpp"

#include <algorithm>

namespace sluice {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
}

bool starts_ignoring_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() &&
         std::equal(prefix.begin(), prefix.end(), text.begin(),
                    [](char a, char b) { return upper(a) == upper(b); });
}

constexpr const char* months[] = {"January",   "February", "March",    "April",
                                  "May",       "June",     "July",     "August",
                                  "September", "October",  "November", "December"};
constexpr const char* weekdays[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                    "Thursday", "Friday", "Saturday"};

struct KnownZone {
  std::string_view name;
  int hours;
};
// RFC 822, section 5.1, and abbreviations that have one meaning only.
constexpr KnownZone known_zones[] = {
    {"UTC", 0},   {"GMT", 0},   {"UT", 0},    {"Z", 0},    {"EST", -5}, {"EDT", -4}, {"CST", -6},
    {"CDT", -5},  {"MST", -7},  {"MDT", -6},  {"PST", -8}, {"PDT", -7}, {"WET", 0},  {"WEST", 1},
    {"CET", 1},   {"CEST", 2},  {"EET", 2},   {"EEST", 3}, {"MSK", 3},  {"JST", 9},  {"KST", 9},
    {"AEST", 10}, {"AEDT", 11}, {"NZST", 12}, {"NZDT", 13}};

}  // namespace

bool DateReader::literal(char c) {
  if (rest_.empty() || rest_.front() != c) return false;
  rest_.remove_prefix(1);
  return true;
}

void DateReader::skip_space() {
  while (!rest_.empty() && is_space(rest_.front())) rest_.remove_prefix(1);
}

bool DateReader::number(int max_digits, int low, int high, int& out) {
  int digits = 0;
  int value = 0;
  while (digits < max_digits && !rest_.empty() && is_digit(rest_.front())) {
    value = value * 10 + (rest_.front() - '0');
    rest_.remove_prefix(1);
    ++digits;
  }
  out = value;
  return digits > 0 && value >= low && value <= high;
}

bool DateReader::exact(int digits, int low, int high, int& out) {
  const size_t before = rest_.size();
  return number(digits, low, high, out) && before - rest_.size() == static_cast<size_t>(digits);
}

// Digits beyond nanoseconds are dropped.
bool DateReader::fraction() {
  int32_t nanos = 0;
  int32_t unit = 100'000'000;
  if (rest_.empty() || !is_digit(rest_.front())) return false;
  for (; !rest_.empty() && is_digit(rest_.front()); rest_.remove_prefix(1)) {
    nanos += (rest_.front() - '0') * unit;
    unit /= 10;
  }
  parts_.civil.nanos = nanos;
  return true;
}

// In full, or its first three letters.
bool DateReader::name(const char* const* names, int count, int& index) {
  for (index = 0; index < count; ++index) {
    const std::string_view full = names[index];
    if (starts_ignoring_case(rest_, full)) {
      rest_.remove_prefix(full.size());
      return true;
    }
  }
  for (index = 0; index < count; ++index) {
    if (starts_ignoring_case(rest_, std::string_view(names[index], 3))) {
      rest_.remove_prefix(3);
      return true;
    }
  }
  return false;
}

bool DateReader::half_day() {
  if (starts_ignoring_case(rest_, "AM")) {
    half_ = 0;
  } else if (starts_ignoring_case(rest_, "PM")) {
    half_ = 1;
  } else {
    return false;
  }
  rest_.remove_prefix(2);
  return true;
}

// `Z`, `+02:00`, `+0200`, `+02`.
bool DateReader::offset() {
  parts_.has_offset = true;
  if (literal('Z') || literal('z')) {
    parts_.offset_seconds = 0;
    return true;
  }
  if (rest_.empty() || (rest_.front() != '+' && rest_.front() != '-')) return false;
  const int sign = rest_.front() == '-' ? -1 : 1;
  rest_.remove_prefix(1);
  int hours = 0;
  int minutes = 0;
  if (!exact(2, 0, 23, hours)) return false;
  const bool colon = rest_.size() > 1 && rest_[0] == ':' && is_digit(rest_[1]);
  if (colon) rest_.remove_prefix(1);
  const bool more = colon || (!rest_.empty() && is_digit(rest_.front()));
  if (more && !exact(2, 0, 59, minutes)) return false;
  parts_.offset_seconds = sign * (hours * 3600 + minutes * 60);
  return true;
}

bool DateReader::zone_name() {
  size_t end = 0;
  const auto belongs = [](char c) {
    return is_letter(c) || is_digit(c) || c == '_' || c == '/' || c == '+' || c == '-';
  };
  while (end < rest_.size() && belongs(rest_[end])) ++end;
  const std::string_view found = rest_.substr(0, end);
  if (found.empty() || !is_letter(found.front())) return offset();
  rest_.remove_prefix(end);
  for (const KnownZone& zone : known_zones) {
    if (found.size() == zone.name.size() && starts_ignoring_case(found, zone.name)) {
      parts_.has_offset = true;
      parts_.offset_seconds = zone.hours * 3600;
      return true;
    }
  }
  parts_.zone_name = found;
  // Others of so few letters have several meanings; names of the database have a slash.
  return found.find('/') != std::string_view::npos;
}

bool DateReader::second() {
  int value = 0;
  if (!number(2, 0, 60, value)) return false;
  parts_.is_leap_second = value == 60;
  parts_.civil.second = value == 60 ? 59 : value;
  return true;
}

bool DateReader::iso8601() {
  int year = 0;
  CivilTime& civil = parts_.civil;
  if (!exact(4, 0, 9999, year)) return false;
  civil.year = year;
  const bool extended = literal('-');
  if (!exact(2, 1, 12, civil.month) || (extended && !literal('-')) || !exact(2, 1, 31, civil.day)) {
    return false;
  }
  parts_.has_year = parts_.has_month = parts_.has_day = true;
  if (rest_.empty()) return true;
  return (literal('T') || literal('t') || literal(' ')) && iso_clock(extended);
}

bool DateReader::iso_clock(bool extended) {
  CivilTime& civil = parts_.civil;
  if (!exact(2, 0, 23, civil.hour)) return false;
  const bool minutes = extended ? literal(':') : !rest_.empty() && is_digit(rest_.front());
  if (minutes && !exact(2, 0, 59, civil.minute)) return false;
  const bool seconds =
      minutes && (extended ? literal(':') : !rest_.empty() && is_digit(rest_.front()));
  const size_t before = rest_.size();
  if (seconds && (!second() || before - rest_.size() != 2)) return false;
  if (seconds && (literal('.') || literal(',')) && !fraction()) return false;
  if (rest_.empty()) return true;
  literal(' ');
  return offset();
}

bool DateReader::unix_time(int unit_digits) {
  const bool negative = literal('-');
  int64_t whole = 0;
  size_t digits = 0;
  for (; !rest_.empty() && is_digit(rest_.front()); rest_.remove_prefix(1), ++digits) {
    if (whole > (INT64_MAX - 9) / 10) return false;
    whole = whole * 10 + (rest_.front() - '0');
  }
  if (digits == 0) return false;
  int64_t unit = 1;
  for (int i = 0; i < unit_digits; ++i) unit *= 10;
  int64_t nanos = whole % unit * (1'000'000'000 / unit);
  int64_t seconds = whole / unit;
  if (literal('.')) {
    int64_t place = 100'000'000 / unit;  // nanoseconds of the next digit
    if (rest_.empty() || !is_digit(rest_.front())) return false;
    for (; !rest_.empty() && is_digit(rest_.front()); rest_.remove_prefix(1), place /= 10) {
      nanos += (rest_.front() - '0') * place;
    }
  }
  if (negative) {
    seconds = -seconds - (nanos > 0 ? 1 : 0);
    nanos = nanos > 0 ? 1'000'000'000 - nanos : 0;
  }
  parts_.has_unix = true;
  parts_.unix_time = {seconds, static_cast<int32_t>(nanos)};
  return true;
}

bool DateReader::pattern(std::string_view format) {
  for (size_t at = 0; at < format.size(); ++at) {
    if (is_space(format[at])) {
      skip_space();
    } else if (format[at] != '%') {
      if (!literal(format[at])) return false;
    } else if (++at == format.size() || !directive(format[at])) {
      return false;
    }
  }
  if (hour_of_12_ >= 0) {
    parts_.civil.hour = half_ < 0 ? hour_of_12_ : hour_of_12_ % 12 + half_ * 12;
    // 12 o'clock without a half is noon
  }
  return true;
}

bool DateReader::directive(char letter) {
  switch (letter) {
    case 'F':
      return pattern("%Y-%m-%d");
    case 'T':
      return pattern("%H:%M:%S");
    case 'R':
      return pattern("%H:%M");
    case 'D':
      return pattern("%m/%d/%y");
    case '%':
      return literal('%');
    case 'n':
    case 't':
      skip_space();
      return true;
    case 'z':
    case 'Z':
    case 's':
      return zone_directive(letter);
    case 'H':
    case 'k':
    case 'I':
    case 'l':
    case 'p':
    case 'M':
    case 'S':
    case 'f':
    case 'L':
    case 'N':
      return clock_directive(letter);
    default:
      return date_directive(letter);
  }
}

bool DateReader::date_directive(char letter) {
  int value = 0;
  CivilTime& civil = parts_.civil;
  switch (letter) {
    case 'Y':
      parts_.has_year = true;
      if (!number(4, 0, 9999, value)) return false;
      civil.year = value;
      return true;
    case 'y':
      parts_.has_year = true;
      if (!number(2, 0, 99, value)) return false;
      civil.year = value + (value < 69 ? 2000 : 1900);
      return true;
    case 'm':
      parts_.has_month = true;
      return number(2, 1, 12, civil.month);
    case 'd':
    case 'e':
      parts_.has_day = true;
      if (!rest_.empty() && rest_.front() == ' ') rest_.remove_prefix(1);
      return number(2, 1, 31, civil.day);
    case 'j':
      return number(3, 1, 366, parts_.day_of_year);
    case 'a':
    case 'A':
      return name(weekdays, 7, value);
    default:  // b B h
      parts_.has_month = true;
      if (!name(months, 12, value)) return false;
      civil.month = value + 1;
      return true;
  }
}

bool DateReader::clock_directive(char letter) {
  switch (letter) {
    case 'H':
    case 'k':
      if (!rest_.empty() && rest_.front() == ' ') rest_.remove_prefix(1);
      return number(2, 0, 23, parts_.civil.hour);
    case 'I':
    case 'l':
      if (!rest_.empty() && rest_.front() == ' ') rest_.remove_prefix(1);
      return number(2, 1, 12, hour_of_12_);
    case 'p':
      return half_day();
    case 'M':
      return number(2, 0, 59, parts_.civil.minute);
    case 'S':
      return second();
    default:
      return fraction();
  }
}

bool DateReader::zone_directive(char letter) {
  if (letter == 'Z') return zone_name();
  if (letter == 'z') return offset();
  const bool negative = literal('-');
  int64_t seconds = 0;
  size_t digits = 0;
  for (; digits < 12 && !rest_.empty() && is_digit(rest_.front()); ++digits) {
    seconds = seconds * 10 + (rest_.front() - '0');
    rest_.remove_prefix(1);
  }
  parts_.has_unix = true;
  parts_.unix_time = {negative ? -seconds : seconds, 0};
  return digits > 0;
}

}  // namespace sluice
