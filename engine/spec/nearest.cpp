#include <fmt/format.h>

#include <spec/diagnostic.hpp>
#include <spec/nearest.hpp>

namespace sluice::spec {

std::string did_you_mean(std::string_view name, std::span<const std::string_view> candidates) {
  const auto best = nearest(name, candidates);
  return best ? fmt::format("; did you mean {}?", quote(*best)) : std::string();
}

}  // namespace sluice::spec
