// The name that was probably meant, quoted as all of the engine's messages quote. Thread-safe.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include <kit/name/nearest.hpp>

namespace sluice::spec {

using sluice::edit_distance;
using sluice::nearest;

/// ` did you mean "index"?` to append to a message, with a leading `;`, or an empty text.
std::string did_you_mean(std::string_view name, std::span<const std::string_view> candidates);

}  // namespace sluice::spec
