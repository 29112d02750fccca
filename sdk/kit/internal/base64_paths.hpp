// The ways to decode base64 that decode_base64 chooses from; for the kit, its tests and its fuzz
// targets. No state: any thread.
#pragma once

#include <cstddef>
#include <string_view>

#include <sluice/result.hpp>

namespace sluice::kit::internal {

/// Decodes whole groups from the front of `in`, as far as they are valid and as far as stores stay
/// within decoded_capacity(in.size()); returns the characters taken, a multiple of 4. What is left,
/// with the end and any error, is for the scalar path.
using Base64Bulk = size_t (*)(std::string_view in, char* out);

size_t base64_bulk_none(std::string_view in, char* out);
size_t base64_bulk_ssse3(std::string_view in, char* out);  // x86-64 only, needs SSSE3
size_t base64_bulk_avx2(std::string_view in, char* out);   // x86-64 only, needs AVX2

/// The fastest of them on this processor.
Base64Bulk best_base64_bulk();

/// decode_base64 with the given bulk path.
Result<size_t> decode_base64_with(Base64Bulk bulk, std::string_view in, char* out);

}  // namespace sluice::kit::internal
