// What the two views of option tables share, `sluice plugins ID` and the reference pages.
// Stateless.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <sluice/abi/option.h>
#include <spec/settings.hpp>

namespace sluice::cli {

inline bool has_flag(const sluice_option& option, uint32_t flag) {
  return (option.flags & flag) != 0;
}

/// Whether the option must be given.
inline bool is_needed(const sluice_option& option) {
  return has_flag(option, SLUICE_OPTION_REQUIRED) && option.default_value == nullptr;
}

/// Children of a variant that may stand beside the one that is chosen.
bool has_siblings(const sluice_option& variant);

/// Whether the option repeats one of the variant's siblings: steps of `map` take the common options
/// beside them and among their own.
bool repeats_sibling(const sluice_option& option, const sluice_option& variant);

/// `1 to 64`, `at least 1ms`, in the option's unit; empty when it has no bounds.
std::string bounds_of(const sluice_option& option);

}  // namespace sluice::cli
