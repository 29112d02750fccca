// What an index may be called: Elasticsearch's rules, which the stores share. Free functions
// without state.
#pragma once

#include <string>
#include <string_view>

namespace sluice {

constexpr size_t max_index_bytes = 255;
/// Of a data stream, whose indices are called `.ds-NAME-2026.03.09-000001`.
constexpr size_t max_data_stream_bytes = 233;

/// Appends a value from an event in characters that an index name may have: ASCII letters in lower
/// case, digits and the others that are allowed; each other character becomes one `-`.
void append_clean(std::string_view value, std::string& out);

/// Why an index cannot have this name, for a message that begins with the setting's name: `must be
/// lower case`; null: it can.
const char* find_name_error(std::string_view name);

/// Why this cannot be part of such a name; null: it can.
const char* find_part_error(std::string_view part);

}  // namespace sluice
