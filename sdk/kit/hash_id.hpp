// Ids for events that have none of their own: 128-bit hashes (XXH3) in hex, the same on every
// machine. Stateless; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace sluice::kit {

/// Characters of an id: 128 bits in hex.
inline constexpr size_t hash_id_bytes = 32;

/// 128 bits that stand for some bytes: two of the same hash are taken for the same.
struct Hash128 {
  uint64_t high = 0;
  uint64_t low = 0;
  bool operator==(const Hash128&) const = default;
};

/// The same bytes under another seed have another hash.
Hash128 hash_bytes_128(std::string_view bytes, uint64_t seed = 0);

/// A number for a text, to be one of the `numbers` below.
uint64_t hash_bytes(std::string_view bytes);

/// Writes the id of a text together with some numbers: hash_id_bytes characters.
/// REQUIRES: at most 8 numbers.
void write_hash_id(std::string_view text, std::span<const uint64_t> numbers, char* out);

}  // namespace sluice::kit
