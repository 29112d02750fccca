// The name that was probably meant, for messages about typing mistakes. Thread-safe.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace sluice {

/// How many insertions, deletions, replacements and swaps of neighbours lead from one name to the
/// other (Damerau-Levenshtein distance, optimal string alignment). Counts bytes.
size_t edit_distance(std::string_view left, std::string_view right);

/// The nearest candidate, or none when even that differs in more than about a third of its
/// letters. Upper and lower case count as the same, and so do "-" and "_".
std::optional<std::string_view> nearest(std::string_view name,
                                        std::span<const std::string_view> candidates);

/// ` did you mean "index"?` to append to a message, with a leading `;`, or an empty text.
std::string did_you_mean(std::string_view name, std::span<const std::string_view> candidates);

}  // namespace sluice
