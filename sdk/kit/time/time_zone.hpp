// Time zones: a fixed offset such as `+02:00`, or a name of the IANA database as the system has it
// (package tzdata, files in TZif format, RFC 8536). Target: sluice_kit_time.
//
// A zone is immutable and cheap to copy; reading it is thread-safe and does not allocate.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <kit/time/civil_time.hpp>
#include <sluice/result.hpp>

namespace sluice {

constexpr std::string_view time_zone_folder = "/usr/share/zoneinfo";

class TimeZone {
 public:
  /// UTC.
  TimeZone() = default;

  /// A zone by offset (`+02:00`, `-0530`, `Z`) or name (`UTC`, `Europe/Berlin`). Rejected: no such
  /// zone, a damaged file, or no database on this system; the message says what to install.
  static Result<TimeZone> find(std::string_view name,
                               const std::string& folder = std::string(time_zone_folder));

  /// The zone that the bytes of a TZif file describe. Rejected: what is wrong with them.
  static Result<TimeZone> from_tzif(std::string_view bytes);

  /// How far clocks are ahead of UTC at a time.
  int32_t offset_at(int64_t unix_seconds) const;

  CivilTime to_civil(UnixTime time) const {
    return sluice::to_civil(time, offset_at(time.seconds));
  }
  /// The time at which clocks show this: the first one when they are set back over it; when they
  /// are set forward over it, as if they had not been. REQUIRES: is_valid.
  UnixTime to_unix(const CivilTime& time) const;

 private:
  struct Rules;
  int32_t offset_ = 0;  // without rules
  std::shared_ptr<const Rules> rules_;
};

}  // namespace sluice
