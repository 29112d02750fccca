#include <algorithm>
#include <vector>

#include <kit/name/nearest.hpp>

namespace sluice {
namespace {

constexpr size_t longest_name = 64;  // bytes; the distance is quadratic, and names are short

std::string folded(std::string_view name) {
  std::string out(name);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == '-') c = '_';
  }
  return out;
}

}  // namespace

size_t edit_distance(std::string_view left, std::string_view right) {
  // Three rows of the table are enough: swaps look two rows back.
  std::vector<size_t> before(right.size() + 1), previous(right.size() + 1),
      current(right.size() + 1);
  for (size_t j = 0; j <= right.size(); ++j) previous[j] = j;
  for (size_t i = 1; i <= left.size(); ++i) {
    current[0] = i;
    for (size_t j = 1; j <= right.size(); ++j) {
      const size_t replace = previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
      current[j] = std::min({previous[j] + 1, current[j - 1] + 1, replace});
      const bool swapped =
          i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
      if (swapped) current[j] = std::min(current[j], before[j - 2] + 1);
    }
    std::swap(before, previous);
    std::swap(previous, current);
  }
  return previous[right.size()];
}

std::optional<std::string_view> nearest(std::string_view name,
                                        std::span<const std::string_view> candidates) {
  if (name.empty() || name.size() > longest_name) return std::nullopt;
  const std::string wanted = folded(name);
  std::optional<std::string_view> best;
  size_t best_distance = 0;
  for (const std::string_view candidate : candidates) {
    if (candidate.size() > longest_name) continue;
    const size_t distance = edit_distance(wanted, folded(candidate));
    const size_t longer = std::max(name.size(), candidate.size());
    const size_t allowed = longer < 3 ? 0 : std::max<size_t>(1, longer / 3);
    if (distance > allowed) continue;
    if (!best || distance < best_distance) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view name, std::span<const std::string_view> candidates) {
  const auto best = nearest(name, candidates);
  return best ? "; did you mean \"" + std::string(*best) + "\"?" : std::string();
}

}  // namespace sluice
