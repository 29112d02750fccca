// The lookup by nibbles is that of W. Muła and D. Lemire, "Faster Base64 Encoding and Decoding
// Using AVX2 Instructions" (ACM TWEB 12(3), 2018): a character is valid when the classes of its two
// nibbles have no bit in common, and its value is the character plus a roll that its high nibble
// selects ('/' alone needs one of its own).

#include <kit/internal/base64_paths.hpp>

#if defined(__x86_64__)

#include <immintrin.h>

namespace sluice::kit::internal {
namespace {

// What a nibble means, as 16 table bytes; AVX2 looks up in two halves, each with the same table.
#define SLUICE_LOW_CLASSES \
  0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x13, 0x1a, 0x1b, 0x1b, 0x1b, 0x1a
#define SLUICE_HIGH_CLASSES \
  0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04, 0x08, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10
#define SLUICE_ROLLS 0, 16, 19, 4, -65, -65, -71, -71, 0, 0, 0, 0, 0, 0, 0, 0
#define SLUICE_GATHER 2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1

struct Pair128 {
  __m128i values;  // six bits per byte
  __m128i wrong;   // not zero where a character is invalid
};
struct Pair256 {
  __m256i values;
  __m256i wrong;
};

__attribute__((target("ssse3"))) inline Pair128 translate(__m128i in) {
  const __m128i slash = _mm_set1_epi8(0x2f);
  const __m128i high = _mm_and_si128(_mm_srli_epi32(in, 4), slash);
  const __m128i low = _mm_and_si128(in, slash);
  const __m128i wrong = _mm_and_si128(_mm_shuffle_epi8(_mm_setr_epi8(SLUICE_LOW_CLASSES), low),
                                      _mm_shuffle_epi8(_mm_setr_epi8(SLUICE_HIGH_CLASSES), high));
  const __m128i select = _mm_add_epi8(_mm_cmpeq_epi8(in, slash), high);
  const __m128i roll = _mm_shuffle_epi8(_mm_setr_epi8(SLUICE_ROLLS), select);
  return {_mm_add_epi8(in, roll), wrong};
}

__attribute__((target("ssse3"))) inline __m128i pack(__m128i values) {
  const __m128i twelve = _mm_maddubs_epi16(values, _mm_set1_epi32(0x01400140));
  const __m128i whole = _mm_madd_epi16(twelve, _mm_set1_epi32(0x00011000));
  return _mm_shuffle_epi8(whole, _mm_setr_epi8(SLUICE_GATHER));
}

__attribute__((target("avx2"))) inline Pair256 translate(__m256i in) {
  const __m256i slash = _mm256_set1_epi8(0x2f);
  const __m256i high = _mm256_and_si256(_mm256_srli_epi32(in, 4), slash);
  const __m256i low = _mm256_and_si256(in, slash);
  const __m256i low_classes = _mm256_setr_epi8(SLUICE_LOW_CLASSES, SLUICE_LOW_CLASSES);
  const __m256i high_classes = _mm256_setr_epi8(SLUICE_HIGH_CLASSES, SLUICE_HIGH_CLASSES);
  const __m256i wrong = _mm256_and_si256(_mm256_shuffle_epi8(low_classes, low),
                                         _mm256_shuffle_epi8(high_classes, high));
  const __m256i select = _mm256_add_epi8(_mm256_cmpeq_epi8(in, slash), high);
  const __m256i roll = _mm256_shuffle_epi8(_mm256_setr_epi8(SLUICE_ROLLS, SLUICE_ROLLS), select);
  return {_mm256_add_epi8(in, roll), wrong};
}

__attribute__((target("avx2"))) inline __m256i pack(__m256i values) {
  const __m256i twelve = _mm256_maddubs_epi16(values, _mm256_set1_epi32(0x01400140));
  const __m256i whole = _mm256_madd_epi16(twelve, _mm256_set1_epi32(0x00011000));
  const __m256i lanes = _mm256_shuffle_epi8(whole, _mm256_setr_epi8(SLUICE_GATHER, SLUICE_GATHER));
  return _mm256_permutevar8x32_epi32(lanes, _mm256_setr_epi32(0, 1, 2, 4, 5, 6, 3, 7));
}

__attribute__((target("avx2"))) inline __m256i load(const char* from) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
}

__attribute__((target("avx2"))) inline void store(char* to, __m256i bytes) {
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), bytes);
}

}  // namespace

// A step stores 4 (SSSE3) or 8 (AVX2) bytes more than it decodes: the loops end while at least that
// many decoded bytes are still to come.

__attribute__((target("ssse3"))) size_t base64_bulk_ssse3(std::string_view in, char* out) {
  size_t at = 0;
  for (; at + 24 <= in.size(); at += 16, out += 12) {
    const Pair128 pair =
        translate(_mm_loadu_si128(reinterpret_cast<const __m128i*>(in.data() + at)));
    if (_mm_movemask_epi8(_mm_cmpeq_epi8(pair.wrong, _mm_setzero_si128())) != 0xffff) break;
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out), pack(pair.values));
  }
  return at;
}

__attribute__((target("avx2"))) size_t base64_bulk_avx2(std::string_view in, char* out) {
  size_t at = 0;
  for (; at + 128 + 12 <= in.size(); at += 128, out += 96) {
    const char* from = in.data() + at;
    const Pair256 a = translate(load(from)), b = translate(load(from + 32));
    const Pair256 c = translate(load(from + 64)), d = translate(load(from + 96));
    const __m256i wrong =
        _mm256_or_si256(_mm256_or_si256(a.wrong, b.wrong), _mm256_or_si256(c.wrong, d.wrong));
    if (!_mm256_testz_si256(wrong, wrong)) break;
    store(out, pack(a.values));
    store(out + 24, pack(b.values));
    store(out + 48, pack(c.values));
    store(out + 72, pack(d.values));
  }
  for (; at + 32 + 12 <= in.size(); at += 32, out += 24) {
    const Pair256 pair = translate(load(in.data() + at));
    if (!_mm256_testz_si256(pair.wrong, pair.wrong)) break;
    store(out, pack(pair.values));
  }
  return at;
}

Base64Bulk best_base64_bulk() {
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx2")) return base64_bulk_avx2;
  if (__builtin_cpu_supports("ssse3")) return base64_bulk_ssse3;
  return base64_bulk_none;
}

}  // namespace sluice::kit::internal

#else

namespace sluice::kit::internal {

size_t base64_bulk_ssse3(std::string_view in, char* out) {
  return base64_bulk_none(in, out);
}
size_t base64_bulk_avx2(std::string_view in, char* out) {
  return base64_bulk_none(in, out);
}
Base64Bulk best_base64_bulk() {
  return base64_bulk_none;
}

}  // namespace sluice::kit::internal

#endif
