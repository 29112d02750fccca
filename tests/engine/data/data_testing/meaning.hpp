// What JSON text means, written down so that two readers can be compared: white space, escapes and
// the spelling of numbers are gone, of equal keys the last value stands in the place of the first.
#pragma once

#include <string>
#include <string_view>

#include <sluice/abi/value.h>

namespace sluice::data_testing {

enum class Verdict { json, not_json, number_out_of_range, too_deep };

/// By simdjson's DOM. Differences that are known, and meant:
/// - it refuses numbers that no 64-bit type holds (number_out_of_range),
/// - it refuses an escape that is half of a surrogate pair.
Verdict meaning_by_simdjson(std::string_view text, std::string& meaning);

/// Of a value that was opened with everything in it.
std::string meaning_of(const sluice_value& value);

/// By the grammar of RFC 8259, section 6: simdjson does not tell a wrong number from one that is
/// too large.
bool is_json_number(std::string_view text);

/// A number without what does not matter: sign, digits without outer zeros, and exponent.
std::string normal_number(std::string_view number);

}  // namespace sluice::data_testing
