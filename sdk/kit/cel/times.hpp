// Timestamps and durations as values, their text, and the zones that an expression has looked up.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include <kit/cel/context.hpp>
#include <kit/time/time_zone.hpp>

namespace sluice::cel {

/// A time of so many seconds and nanoseconds (of any size and sign); an error when it is out of the
/// range of its kind: years 0001 to 9999, or 292 years either way.
Value make_time(Kind kind, int64_t seconds, int64_t nanos);

/// A duration's text, "-1.5s".
constexpr size_t max_duration_size = 40;
size_t format_duration(const Value& duration, char* out);
/// Reads "1h30m", "-1.5s", "100ms": a sequence of numbers with h, m, s, ms, us, ns.
Value parse_duration(Context& context, std::string_view text);

/// Time zones by name, so that each is read once. Thread-safe.
class Zones {
 public:
  Result<TimeZone> find(std::string_view name);

 private:
  std::mutex mutex_;  // guards zones_
  std::map<std::string, TimeZone, std::less<>> zones_;
};

}  // namespace sluice::cel
