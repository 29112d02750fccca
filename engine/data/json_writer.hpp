// Writes values as JSON on one line: raw slices are copied, the rest is encoded. Stateless; the
// buffer belongs to the caller.
#pragma once

#include <string_view>

#include <sluice/abi/buffer.h>
#include <sluice/abi/value.h>

namespace sluice::data {

/// Appends the value. False when memory is exhausted; the buffer may then hold a part of it.
bool write_value(const sluice_value& value, sluice_buffer& buffer);

/// Appends the fields as one object. False when memory is exhausted.
bool write_object(const sluice_field* fields, uint32_t count, sluice_buffer& buffer);

/// Appends the text as a JSON string with its quotes. REQUIRES: valid UTF-8. False when memory is
/// exhausted.
bool write_string(std::string_view text, sluice_buffer& buffer);

}  // namespace sluice::data
