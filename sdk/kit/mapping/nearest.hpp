// "did you mean": the known name nearest to a mistyped one, or all of them.
// Threading: free functions without state.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include <kit/name/nearest.hpp>

namespace sluice::mapping {

// ", did you mean "times"?" or, when nothing is near, the list of known names.
template <typename Names = std::initializer_list<std::string_view>>
std::string did_you_mean(std::string_view name, const Names& known) {
  std::string_view nearest;
  std::size_t distance = name.size() / 2 + 2;
  std::string all;
  for (const std::string_view candidate : known) {
    all += (all.empty() ? "" : ", ") + std::string(candidate);
    const bool shortened = name.size() > 1 && candidate.starts_with(name);
    const std::size_t d = shortened ? 0 : edit_distance(name.substr(0, 64), candidate);
    if (d < distance) {
      distance = d;
      nearest = candidate;
    }
  }
  if (nearest.empty()) return "; known are " + all;
  return ", did you mean \"" + std::string(nearest) + "\"?";
}

}  // namespace sluice::mapping
