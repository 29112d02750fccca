// Reads the header of a gzip member (RFC 1952, section 2.3), in pieces of any size. One instance is
// used by one thread at a time.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include <sluice/result.hpp>

namespace sluice::kit::internal {

class GzipHeader {
 public:
  /// Starts a header whose first two bytes, 1f 8b, were taken already.
  void begin();

  /// Takes bytes from the front of `in`, none that come after the header. True once it is complete.
  Result<bool> parse(std::string_view& in);

 private:
  enum class Part { fixed, extra_size, extra, name, comment, crc, done };

  bool collect(std::string_view& in, size_t size);
  bool skip_text(std::string_view& in);
  void take(std::string_view& in, size_t size);
  Status check_fixed();
  Status check_crc();

  Part part_ = Part::fixed;
  std::array<uint8_t, 10> bytes_{};  // of the part that is being collected
  size_t count_ = 0;                 // how many of them there are
  uint8_t flags_ = 0;
  uint32_t extra_left_ = 0;
  uint32_t crc_ = 0;  // of the whole header before its own CRC
};

}  // namespace sluice::kit::internal
