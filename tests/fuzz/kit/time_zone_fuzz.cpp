// A file of time zones is read or refused; one that is read answers for every time, and a local
// time comes back within the difference of two offsets.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <kit/time/time_zone.hpp>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto zone = sluice::TimeZone::from_tzif({reinterpret_cast<const char*>(data), size});
  if (!zone.ok()) return 0;
  for (const int64_t seconds : {sluice::first_text_second, int64_t{-1}, int64_t{0},
                                int64_t{1700000000}, sluice::last_text_second}) {
    const sluice::CivilTime civil = zone->to_civil({seconds, 0});
    if (!sluice::is_valid(civil)) std::abort();
    const int64_t back = zone->to_unix(civil).seconds - seconds;
    if (back < -4 * 86400 || back > 4 * 86400) std::abort();
  }
  return 0;
}
