#include <kit/time/civil_time.hpp>
#include <kit/time/posix_zone.hpp>

namespace sluice {

class PosixZoneParser {
 public:
  PosixZoneParser(std::string_view text, PosixZone& zone) : rest_(text), zone_(zone) {}

  bool parse() {
    // POSIX counts offsets towards the west.
    if (!name() || !clock(24, zone_.standard_offset_)) return false;
    zone_.standard_offset_ = -zone_.standard_offset_;
    if (rest_.empty()) return true;
    zone_.has_summer_ = true;
    zone_.summer_offset_ = zone_.standard_offset_ + 3600;
    if (!name()) return false;
    if (!rest_.empty() && rest_.front() != ',') {
      if (!clock(24, zone_.summer_offset_)) return false;
      zone_.summer_offset_ = -zone_.summer_offset_;
    }
    return change(zone_.to_summer_) && change(zone_.to_standard_) && rest_.empty();
  }

 private:
  using Change = PosixZone::Change;

  static bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }

  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool name() {
    size_t size = 0;
    if (take('<')) {
      size = rest_.find('>');
      if (size == std::string_view::npos) return false;
      rest_.remove_prefix(size + 1);
      return size >= 3;
    }
    while (size < rest_.size() && is_letter(rest_[size])) ++size;
    rest_.remove_prefix(size);
    return size >= 3;
  }
  bool number(int least, int most, int& value) {
    size_t digits = 0;
    for (value = 0; digits < rest_.size() && digits < 4 && is_digit(rest_[digits]); ++digits) {
      value = value * 10 + (rest_[digits] - '0');
    }
    rest_.remove_prefix(digits);
    return digits > 0 && value >= least && value <= most;
  }
  // [+-]hh[:mm[:ss]]
  bool clock(int most_hours, int32_t& seconds) {
    const bool is_negative = take('-');
    if (!is_negative) take('+');
    int hours = 0;
    int minutes = 0;
    int rest = 0;
    if (!number(0, most_hours, hours)) return false;
    if (take(':') && !number(0, 59, minutes)) return false;
    if (take(':') && !number(0, 59, rest)) return false;
    seconds = hours * 3600 + minutes * 60 + rest;
    if (is_negative) seconds = -seconds;
    return true;
  }
  bool change(Change& change) {
    if (!take(',')) return false;
    if (take('M')) {
      change.form = Change::Form::month_week_day;
      if (!number(1, 12, change.month) || !take('.') || !number(1, 5, change.week) || !take('.') ||
          !number(0, 6, change.day)) {
        return false;
      }
    } else if (take('J')) {
      change.form = Change::Form::julian;
      if (!number(1, 365, change.day)) return false;
    } else {
      change.form = Change::Form::zero_based;
      if (!number(0, 365, change.day)) return false;
    }
    return !take('/') || clock(167, change.time);  // RFC 8536 allows a week either way
  }

  std::string_view rest_;
  PosixZone& zone_;
};

bool PosixZone::parse(std::string_view text) {
  *this = PosixZone();
  return PosixZoneParser(text, *this).parse();
}

int64_t PosixZone::Change::local_seconds(int64_t year) const {
  int64_t days = 0;
  if (form == Form::month_week_day) {
    const int64_t first = days_from_civil(year, month, 1);
    int date = (day - day_of_week(first) + 7) % 7 + (week - 1) * 7;
    if (date >= days_in_month(year, month)) date -= 7;  // week 5: the last one
    days = first + date;
  } else if (form == Form::julian) {  // 29 February is never counted
    const bool is_behind = is_leap_year(year) && day >= 60;
    days = days_from_civil(year, 1, 1) + day - 1 + (is_behind ? 1 : 0);
  } else {
    days = days_from_civil(year, 1, 1) + day;
  }
  return days * seconds_per_day + time;
}

int32_t PosixZone::offset_at(int64_t unix_seconds) const {
  if (!has_summer_) return standard_offset_;
  const int64_t year = to_civil({unix_seconds, 0}, standard_offset_).year;
  const int64_t begin = to_summer_.local_seconds(year) - standard_offset_;
  const int64_t end = to_standard_.local_seconds(year) - summer_offset_;
  const bool is_summer = begin < end ? unix_seconds >= begin && unix_seconds < end
                                     : unix_seconds >= begin || unix_seconds < end;
  return is_summer ? summer_offset_ : standard_offset_;
}

}  // namespace sluice
