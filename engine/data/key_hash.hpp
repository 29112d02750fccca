// A hash of keys that come from outside: seeded at random in each process, so that nobody can
// choose keys that collide and make an object cost quadratic time. Stateless; any thread.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#include <unistd.h>

namespace sluice::data {

inline uint64_t key_hash_seed() {
  static const uint64_t seed = [] {
    uint64_t random = 0;
    if (getentropy(&random, sizeof random) != 0) {
      random = reinterpret_cast<uintptr_t>(&random);  // the place of the stack is random as well
    }
    return random;
  }();
  return seed;
}

/// Both halves of the 128-bit product of a secret and the data: every bit depends on the seed.
inline uint64_t fold_multiply(uint64_t a, uint64_t b) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = Wide{a} * b;
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

inline uint64_t key_hash(std::string_view key) {
  constexpr uint64_t odd = 0x9E3779B97F4A7C15u;
  const uint64_t seed = key_hash_seed();
  uint64_t hash = seed ^ key.size();
  const char* p = key.data();
  for (size_t left = key.size(); left > 0;) {
    const size_t part = left < 8 ? left : 8;
    uint64_t word = 0;
    std::memcpy(&word, p, part);
    hash = fold_multiply(hash ^ word, seed ^ odd) + odd;
    p += part;
    left -= part;
  }
  return fold_multiply(hash ^ odd, seed | 1);
}

}  // namespace sluice::data
