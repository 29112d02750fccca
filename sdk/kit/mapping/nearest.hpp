// "did you mean": the known name nearest to a mistyped one.
// Threading: free functions without state.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::mapping {

inline std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row.back();
}

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
