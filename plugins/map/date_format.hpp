// Formats of dates, compiled once: ISO 8601, Unix times, and patterns of strptime(3).
//
//   %Y year   %y its last two digits, 69 to 99 are 19xx   %m month   %b %B %h its English name
//   %d %e day   %j day of the year   %a %A name of the weekday, read and not checked
//   %H %k hour   %I %l hour of 12, with %p AM or PM   %M minute   %S second, 60 is the next one
//   %f %L %N digits of a second's fraction, one to nine count
//   %z offset, as +0200, +02:00, +02 or Z   %Z name of a zone, such as UTC, EST, Europe/Berlin
//   %s seconds since 1970   %F %Y-%m-%d   %T %H:%M:%S   %R %H:%M   %D %m/%d/%y   %% a percent sign
//
// White space in a pattern stands for any amount of it, also none; letters of names may be in
// either case; numbers may have fewer digits than usual. Source: POSIX.1-2017, strptime.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <kit/time/civil_time.hpp>
#include <kit/time/time_zone.hpp>
#include <sluice/result.hpp>

namespace sluice {

/// What a text says of a time; what it does not say is left out.
struct DateParts {
  CivilTime civil;
  bool has_year = false;
  bool has_month = false;
  bool has_day = false;
  int day_of_year = 0;  // from 1; 0: not given
  bool has_offset = false;
  int32_t offset_seconds = 0;
  std::string_view zone_name;  // of %Z, when it is no well-known abbreviation
  bool has_unix = false;       // `unix` is the time, except for its fraction
  UnixTime unix_time;
  bool is_leap_second = false;
};

class DateFormat {
 public:
  /// `ISO8601`, `UNIX`, `UNIX_MS`, `UNIX_US`, `UNIX_NS` (in either case) or a pattern. Rejected:
  /// `date format "%Y-%Q": there is no %Q`.
  static Result<DateFormat> parse(std::string_view text);

  const std::string& text() const { return text_; }

  /// Reads the whole text. False: it does not fit; `parts` is then of no use. No allocation.
  bool read(std::string_view text, DateParts& parts) const;

 private:
  enum class Kind : uint8_t { iso8601, unix_time, pattern };
  DateFormat(Kind kind, std::string_view text, int unit_digits = 0)
      : kind_(kind), unit_digits_(unit_digits), text_(text) {}

  Kind kind_;
  int unit_digits_;  // of a Unix time: 0 for seconds, 3 for milliseconds, ...
  std::string text_;
};

/// The time that the parts name. Clocks without an offset are those of `zone`, which is that of
/// `zone_name` when there is one. A text without a year is of the last year in which it is not
/// after `reference`, by more than a day; one without a date is of the reference's day. False:
/// there is no such day, or the year is beyond 9999.
bool resolve(const DateParts& parts, const TimeZone& zone, UnixTime reference, UnixTime& time);

}  // namespace sluice
