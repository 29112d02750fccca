#include <array>
#include <bit>
#include <cassert>

// Inlined, and with the vectors that every machine has: the dispatching library picks AVX-512 where
// it can, which was measured to make reading lines a quarter slower.
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <kit/hash_id.hpp>

namespace sluice::kit {
namespace {

constexpr size_t most_numbers = 8;

void write_hex(uint64_t value, char* out) {
  static constexpr char digits[] = "0123456789abcdef";
  for (int i = 0; i < 8; ++i) {
    const auto byte = static_cast<unsigned char>(value >> (56 - 8 * i));
    out[2 * i] = digits[byte >> 4];
    out[2 * i + 1] = digits[byte & 15];
  }
}

}  // namespace

uint64_t hash_bytes(std::string_view bytes) {
  return XXH3_64bits(bytes.data(), bytes.size());
}

Hash128 hash_bytes_128(std::string_view bytes, uint64_t seed) {
  const XXH128_hash_t hash = XXH3_128bits_withSeed(bytes.data(), bytes.size(), seed);
  return {hash.high64, hash.low64};
}

void write_hash_id(std::string_view text, std::span<const uint64_t> numbers, char* out) {
  static_assert(std::endian::native == std::endian::little, "ids would differ between machines");
  assert(numbers.size() <= most_numbers);
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  std::array<uint64_t, most_numbers + 2> all{hash.low64, hash.high64};
  for (size_t i = 0; i < numbers.size(); ++i) all[i + 2] = numbers[i];
  const size_t size = (numbers.size() + 2) * sizeof(uint64_t);
  const XXH128_hash_t id = XXH3_128bits(all.data(), size);
  write_hex(id.high64, out);
  write_hex(id.low64, out + 16);
}

}  // namespace sluice::kit
