// Raw deflate data (RFC 1951) to bytes, by zlib or by ISA-L: what the two libraries do differently
// ends here. One instance is used by one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace sluice::kit::internal {

enum class RawState {
  needs_input,  // all of `in` was taken and the output has room left
  output_full,
  finished,  // the final block ended; what was not taken of `in` comes after it
  invalid,   // this is not deflate data
};

struct RawStep {
  RawState state;
  ptrdiff_t consumed;  // bytes taken of `in`; negative: given back of what this input gave earlier
  size_t produced;     // bytes written to `out`
};

class RawInflate {
 public:
  virtual ~RawInflate() = default;

  /// Starts a new stream; allocates nothing after the first one.
  virtual void begin() = 0;

  /// Goes on with the stream. REQUIRES: capacity > 0. `in` is followed by other bytes only after
  /// needs_input.
  virtual RawStep run(std::string_view in, char* out, size_t capacity) = 0;

  /// The checksums of gzip (starts with 0) and zlib (starts with 1), continued over `bytes`.
  virtual uint32_t crc32(uint32_t crc, std::string_view bytes) const = 0;
  virtual uint32_t adler32(uint32_t adler, std::string_view bytes) const = 0;
};

std::unique_ptr<RawInflate> make_zlib_inflate();

/// Null where ISA-L is not built in.
std::unique_ptr<RawInflate> make_isal_inflate();

}  // namespace sluice::kit::internal
