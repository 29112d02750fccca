// Dates in the formats that a mapping can name: the built-in ones that are in use, and patterns of
// Java's DateTimeFormatter made of y M d H m s S, zones and quoted text.
// Threading: free functions without state.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sluice::mapping {

// "a||b" as {"a", "b"}.
std::vector<std::string> split_formats(std::string_view formats);

// Whether it is a built-in name or a pattern that `matches_date` reads.
bool is_date_format(std::string_view format);

// Whether `text` is a date in one of the formats.
bool matches_date(const std::vector<std::string>& formats, std::string_view text);

}  // namespace sluice::mapping
