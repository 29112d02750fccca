// A rule for times beyond the table of a zone's file, as POSIX's TZ variable writes it:
// `CET-1CEST,M3.5.0,M10.5.0/3`. Target: sluice_kit_time; for time_zone.cpp and its tests.
#pragma once

#include <cstdint>
#include <string_view>

namespace sluice {

class PosixZone {
 public:
  /// False: the text is no such rule. Names of the zones are checked and dropped.
  bool parse(std::string_view text);

  int32_t offset_at(int64_t unix_seconds) const;

 private:
  friend class PosixZoneParser;
  struct Change {
    enum class Form : uint8_t { month_week_day, julian, zero_based } form = Form::julian;
    int month = 0;
    int week = 0;
    int day = 0;
    int32_t time = 7200;  // seconds after midnight of that day, may be negative
    int64_t local_seconds(int64_t year) const;
  };

  bool has_summer_ = false;
  int32_t standard_offset_ = 0;
  int32_t summer_offset_ = 0;
  Change to_summer_;
  Change to_standard_;
};

}  // namespace sluice
