// Standard base64 (RFC 4648, section 4) both ways; decoding runs at memory speed where the
// processor has SSSE3 or AVX2, chosen at run time. Free functions without state: any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <sluice/result.hpp>

namespace sluice::kit {

/// Bytes that the output buffer of decode_base64 needs for `encoded_size` characters; at most two
/// more than what is decoded.
constexpr size_t decoded_capacity(size_t encoded_size) {
  return encoded_size / 4 * 3 + encoded_size % 4;
}

/// Decodes `in` into `out`, which has decoded_capacity(in.size()) bytes, and returns how many were
/// written. `out` may be in.data(): the text is then decoded in place; no other overlap is allowed.
///
/// Padding is required or left out, never half there. Every other character, a line break too, is
/// rejected with its offset, after which `out` holds anything. Bits that the last character has too
/// many are ignored.
Result<size_t> decode_base64(std::string_view in, char* out);

/// Appends the padded encoding of `in` to `out`.
void encode_base64(std::string_view in, std::string& out);

}  // namespace sluice::kit
