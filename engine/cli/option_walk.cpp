#include <limits>

#include <fmt/format.h>

#include <cli/option_walk.hpp>
#include <spec/quantity.hpp>

namespace sluice::cli {
namespace {

std::string_view help_of(const sluice_option& option) {
  return option.help == nullptr ? "" : option.help;
}

}  // namespace

bool has_siblings(const sluice_option& variant) {
  for (uint32_t i = 0; i < variant.children.count; ++i) {
    if (has_flag(spec::option_at(variant.children, i), SLUICE_OPTION_BESIDE)) return true;
  }
  return false;
}

bool repeats_sibling(const sluice_option& option, const sluice_option& variant) {
  if (option.name == nullptr) return false;
  for (uint32_t i = 0; i < variant.children.count; ++i) {
    const sluice_option& child = spec::option_at(variant.children, i);
    if (!has_flag(child, SLUICE_OPTION_BESIDE) || child.name == nullptr) continue;
    if (option.name == std::string_view(child.name) && help_of(option) == help_of(child)) {
      return true;
    }
  }
  return false;
}

std::string bounds_of(const sluice_option& option) {
  if (option.minimum >= option.maximum) return {};
  const auto show = [&](int64_t value) {
    if (option.type == SLUICE_OPTION_BYTES) return spec::format_bytes(value);
    if (option.type == SLUICE_OPTION_DURATION) return spec::format_duration(value);
    return std::to_string(value);
  };
  if (option.maximum == std::numeric_limits<int64_t>::max()) {
    return "at least " + show(option.minimum);
  }
  if (option.minimum == std::numeric_limits<int64_t>::min()) {
    return "at most " + show(option.maximum);
  }
  return fmt::format("{} to {}", show(option.minimum), show(option.maximum));
}

}  // namespace sluice::cli
