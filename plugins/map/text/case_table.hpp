// What one character becomes in lower and upper case, beyond ASCII; see utf8_case.hpp.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace sluice {

struct CaseRange {
  uint32_t first;
  uint32_t last;
  int32_t stride;
  int32_t delta;
};

inline constexpr size_t lower_ranges_count = 181;
inline constexpr size_t upper_ranges_count = 199;
extern const std::array<CaseRange, lower_ranges_count> lower_ranges;
extern const std::array<CaseRange, upper_ranges_count> upper_ranges;

}  // namespace sluice
