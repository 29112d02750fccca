// Finding the bytes that end a run of plain string text, 16 at a time where SSE2 is (every x86-64),
// 8 at a time elsewhere. Stateless.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace sluice::data {

/// True for a quote, a backslash or a control character below 0x20.
inline bool is_special(char c) {
  return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
}

#if defined(__SSE2__)

inline constexpr size_t scan_width = 16;

/// A bit for each of the scan_width bytes that is special.
inline uint32_t special_mask(__m128i bytes) {
  const __m128i quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
  const __m128i backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
  const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes);
  return static_cast<uint32_t>(
      _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quote, backslash), control)));
}

/// How many bytes before the first special one, up to scan_width.
inline uint32_t plain_run(const char* p) {
  const uint32_t mask = special_mask(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p)));
  return mask == 0 ? scan_width : static_cast<uint32_t>(std::countr_zero(mask));
}

/// The same, and copies scan_width bytes to `out`.
inline uint32_t copy_plain_run(const char* p, char* out) {
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(out), bytes);
  const uint32_t mask = special_mask(bytes);
  return mask == 0 ? scan_width : static_cast<uint32_t>(std::countr_zero(mask));
}

#else

inline constexpr size_t scan_width = 8;

inline uint32_t plain_run(const char* p) {
  uint64_t word;
  std::memcpy(&word, p, sizeof word);
  constexpr uint64_t ones = 0x0101010101010101u;
  constexpr uint64_t tops = 0x8080808080808080u;
  const auto zero_bytes = [](uint64_t x) { return (x - ones) & ~x & tops; };
  const uint64_t special = zero_bytes(word ^ (ones * '"')) | zero_bytes(word ^ (ones * '\\')) |
                           ((word - ones * 0x20) & ~word & tops);
  if (special == 0) return scan_width;
  if constexpr (std::endian::native == std::endian::little) {
    return static_cast<uint32_t>(std::countr_zero(special)) / 8;
  } else {
    uint32_t i = 0;
    while (!is_special(p[i])) ++i;
    return i;
  }
}

inline uint32_t copy_plain_run(const char* p, char* out) {
  std::memcpy(out, p, scan_width);
  return plain_run(p);
}

#endif

}  // namespace sluice::data
