#include "date_format.hpp"

#include <algorithm>

#include "date_reader.hpp"
#include "excerpt.hpp"

namespace sluice {
namespace {

constexpr std::string_view directives = "YymbBhdejaAHkIlpMSfLNzZsFTRD%nt";

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
           return (x >= 'a' && x <= 'z' ? x - 32 : x) == (y >= 'a' && y <= 'z' ? y - 32 : y);
         });
}

// What the clocks of a text's zone say.
struct Clocks {
  const DateParts& parts;
  const TimeZone& zone;

  UnixTime to_time(const CivilTime& civil) const {
    return parts.has_offset ? to_unix(civil, parts.offset_seconds) : zone.to_unix(civil);
  }
  CivilTime at(UnixTime time) const {
    return parts.has_offset ? to_civil(time, parts.offset_seconds) : zone.to_civil(time);
  }
};

// The last year in which the date exists and is not after the reference, by more than a day.
bool resolve_year(CivilTime& civil, const Clocks& clocks, UnixTime reference) {
  constexpr int64_t longest_gap = 8;  // between two leap years, as 1896 and 1904
  const int64_t latest = clocks.at({reference.seconds + seconds_per_day, 0}).year;
  for (int64_t year = latest; year >= latest - longest_gap; --year) {
    civil.year = year;
    if (!is_valid(civil)) continue;
    if (clocks.to_time(civil).seconds <= reference.seconds + seconds_per_day) return true;
  }
  return false;
}

}  // namespace

Result<DateFormat> DateFormat::parse(std::string_view text) {
  const auto wrong = [text](const std::string& why) {
    return rejected("date format " + excerpt(text) + ": " + why);
  };
  constexpr std::pair<std::string_view, int> units[] = {
      {"UNIX", 0}, {"UNIX_MS", 3}, {"UNIX_US", 6}, {"UNIX_NS", 9}};
  for (const auto& [word, digits] : units) {
    if (equals_ignoring_case(text, word)) return DateFormat(Kind::unix_time, text, digits);
  }
  if (equals_ignoring_case(text, "ISO8601")) return DateFormat(Kind::iso8601, text);
  if (text.find('%') == std::string_view::npos) {
    return wrong(
        "it is none of ISO8601, UNIX, UNIX_MS, UNIX_US, UNIX_NS, and has no % as patterns of "
        "strptime do, such as %d/%b/%Y");
  }
  bool has_year = false;
  bool has_day_of_year = false;
  for (size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 2)) {
    if (at + 1 == text.size()) return wrong("it ends in a single %; write %% for the character");
    if (directives.find(text[at + 1]) == std::string_view::npos) {
      return wrong("there is no %" + std::string(text.substr(at + 1, 1)));
    }
    has_year = has_year || std::string_view("YyFDs").find(text[at + 1]) != std::string_view::npos;
    has_day_of_year = has_day_of_year || text[at + 1] == 'j';
  }
  if (has_day_of_year && !has_year) return wrong("%j needs the year beside it, %Y");
  return DateFormat(Kind::pattern, text);
}

bool DateFormat::read(std::string_view text, DateParts& parts) const {
  DateReader reader(text, parts);
  switch (kind_) {
    case Kind::iso8601:
      return reader.iso8601() && reader.at_end();
    case Kind::unix_time:
      return reader.unix_time(unit_digits_) && reader.at_end();
    default:
      return reader.pattern(text_) && reader.at_end();
  }
}

bool resolve(const DateParts& parts, const TimeZone& zone, UnixTime reference, UnixTime& time) {
  if (parts.has_unix) {
    time = parts.unix_time;
    if (parts.civil.nanos != 0) time.nanos = parts.civil.nanos;
    return time.seconds >= first_text_second && time.seconds <= last_text_second;
  }
  const Clocks clocks{parts, zone};
  CivilTime civil = parts.civil;
  if (!parts.has_year && !parts.has_month && !parts.has_day) {
    const CivilTime today = clocks.at(reference);
    civil.year = today.year;
    civil.month = today.month;
    civil.day = today.day;
  } else if (!parts.has_year && !resolve_year(civil, clocks, reference)) {
    return false;
  }
  if (parts.day_of_year > 0) {
    if (parts.day_of_year > (is_leap_year(civil.year) ? 366 : 365)) return false;
    const int64_t days = days_from_civil(civil.year, 1, 1) + parts.day_of_year - 1;
    const CivilTime date = to_civil({days * seconds_per_day, 0});
    civil.month = date.month;
    civil.day = date.day;
  }
  if (!is_valid(civil)) return false;
  time = clocks.to_time(civil);
  if (parts.is_leap_second) ++time.seconds;
  return time.seconds >= first_text_second && time.seconds <= last_text_second;
}

}  // namespace sluice
