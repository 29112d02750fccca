// The promises of the JSON services, checked on any text: the unit tests call these with made
// texts, the fuzz targets with anything.
#pragma once

#include <string>
#include <string_view>

namespace sluice::data_testing {

/// Reads the text both ways, and compares with simdjson what is accepted and what it means; writes
/// what was read, and reads that again; cuts the text at a few places and expects to be asked for
/// more. Returns what is wrong, or "".
std::string check_read(std::string_view text);

/// Opens everything in the text and compares with simdjson what it means; numbers keep every digit.
/// Returns what is wrong, or "".
std::string check_open(std::string_view text);

/// The text with what is not UTF-8 replaced, as a source does before it reads.
std::string as_utf8(std::string_view text);

}  // namespace sluice::data_testing
