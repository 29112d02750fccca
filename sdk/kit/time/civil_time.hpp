// Dates of the proleptic Gregorian calendar, times since the Unix epoch, and their text in RFC
// 3339. Target: sluice_kit_time. Pure functions, no allocation, no locale, no global time zone.
//
// Years run from -9999 to 9999 and may go beyond in arithmetic; text holds 0000 to 9999. Leap
// seconds do not exist: `:60` is not read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sluice {

/// A time as seconds since 1970-01-01T00:00:00Z (negative before) and the nanoseconds behind them,
/// 0 to 999,999,999 also before the epoch.
struct UnixTime {
  int64_t seconds = 0;
  int32_t nanos = 0;

  bool operator==(const UnixTime&) const = default;
  static constexpr UnixTime from_ms(int64_t ms) {
    const int64_t rest = ms % 1000 < 0 ? ms % 1000 + 1000 : ms % 1000;
    return {(ms - rest) / 1000, static_cast<int32_t>(rest) * 1000000};
  }
  /// Rounded towards the past. REQUIRES: a year that text can hold.
  constexpr int64_t to_ms() const { return seconds * 1000 + nanos / 1000000; }
};

/// What a calendar and a clock on the wall show.
struct CivilTime {
  int64_t year = 1970;
  int month = 1;  // 1 to 12
  int day = 1;    // 1 to 31
  int hour = 0;
  int minute = 0;
  int second = 0;
  int32_t nanos = 0;

  bool operator==(const CivilTime&) const = default;
};

constexpr int64_t seconds_per_day = 86400;
/// 0000-01-01T00:00:00Z and 9999-12-31T23:59:59Z: what RFC 3339 can hold.
constexpr int64_t first_text_second = -62167219200;
constexpr int64_t last_text_second = 253402300799;

/// Days since 1970-01-01. Source: howardhinnant.github.io/date_algorithms.html.
constexpr int64_t days_from_civil(int64_t year, int month, int day) {
  const int64_t y = year - (month <= 2 ? 1 : 0);
  const int64_t era = (y >= 0 ? y : y - 399) / 400;
  const int64_t year_of_era = y - era * 400;
  const int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
         719468;
}

constexpr bool is_leap_year(int64_t year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}
constexpr int days_in_month(int64_t year, int month) {
  if (month == 2) return is_leap_year(year) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}
/// True when the date is in the calendar and the clock reads 00:00:00 to 23:59:59.
constexpr bool is_valid(const CivilTime& time) {
  return time.month >= 1 && time.month <= 12 && time.day >= 1 &&
         time.day <= days_in_month(time.year, time.month) && time.hour >= 0 && time.hour <= 23 &&
         time.minute >= 0 && time.minute <= 59 && time.second >= 0 && time.second <= 59 &&
         time.nanos >= 0 && time.nanos <= 999999999;
}
/// 0 is Sunday. `days` since the epoch, which was a Thursday.
constexpr int day_of_week(int64_t days) {
  return static_cast<int>(((days + 4) % 7 + 7) % 7);
}
/// 0 is 1 January.
constexpr int day_of_year(const CivilTime& time) {
  return static_cast<int>(days_from_civil(time.year, time.month, time.day) -
                          days_from_civil(time.year, 1, 1));
}

/// What clocks show at a time where they are `offset_seconds` ahead of UTC.
CivilTime to_civil(UnixTime time, int32_t offset_seconds = 0);
/// The time at which clocks `offset_seconds` ahead of UTC show this. REQUIRES: is_valid.
UnixTime to_unix(const CivilTime& time, int32_t offset_seconds = 0);

/// Reads `2024-02-29T12:30:00.25Z` or with `+02:00` in place of Z; t and z may be lower case;
/// digits beyond nanoseconds are dropped. False: it is something else.
bool parse_rfc3339(std::string_view text, UnixTime& time);

constexpr size_t max_rfc3339_size = 40;
/// Writes the time to `out`, max_rfc3339_size bytes, and returns how many. `digits` of a second's
/// fraction: 0 to 9, or -1 for as many as are needed. REQUIRES: the year is 0000 to 9999.
size_t format_rfc3339(UnixTime time, char* out, int digits = -1, int32_t offset_seconds = 0);

/// Reads `Z`, `+02:00`, `-0530`, `+02`, also `02:00` (which is +). False: it is something else.
bool parse_utc_offset(std::string_view text, int32_t& seconds);

}  // namespace sluice
