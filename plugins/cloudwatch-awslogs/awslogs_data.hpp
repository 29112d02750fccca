// The content of "awslogs.data": base64 of gzip (or zlib) of text. Inflated in parts, from the
// beginning as often as needed. Used by one thread.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include <cloudwatch-awslogs/text_window.hpp>

#include <kit/gzip.hpp>
#include <sluice/result.hpp>

namespace sluice {

struct AwslogsLimits {
  size_t window_bytes = size_t{8} << 20;     // a text up to this size is inflated once
  size_t decoded_bytes = size_t{256} << 20;  // more is refused
  size_t item_bytes = size_t{16} << 20;      // of one log event, in a text above window_bytes
};

class AwslogsData {
 public:
  AwslogsData(Host host, const AwslogsLimits& limits) : limits_(limits), text_(host) {}

  /// Decodes the base64 text and inflates the first part. Errors are `rejected`.
  Status decode(std::string_view base64);

  /// From the beginning once more: text() holds the first part again.
  Status rewind();

  /// Inflates on, behind what was not consumed of text(). REQUIRES: !text().complete().
  Status more();

  /// Throws the rest of the text away, only to see whether it is sound.
  Status inflate_rest();

  TextWindow& text() { return text_; }
  /// Bytes of text so far.
  uint64_t decoded_bytes() const { return inflater_.decompressed_bytes(); }

 private:
  Status inflate(size_t wanted_bytes);

  const AwslogsLimits limits_;
  std::vector<char> compressed_;
  size_t compressed_size_ = 0;
  kit::Inflater inflater_;
  TextWindow text_;
};

}  // namespace sluice
