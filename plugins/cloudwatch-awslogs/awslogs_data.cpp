#include <algorithm>
#include <string>

#include <cloudwatch-awslogs/awslogs_data.hpp>

#include <kit/base64.hpp>

namespace sluice {
namespace {

// What is inflated should still be in the cache when it is checked.
constexpr size_t chunk_bytes = size_t{128} << 10;
// Beyond the window there is no gain in more than this.
constexpr size_t part_bytes = size_t{1} << 20;
constexpr size_t kept_compressed_bytes = size_t{4} << 20;

}  // namespace

Status AwslogsData::decode(std::string_view base64) {
  const size_t needed = kit::decoded_capacity(base64.size());
  if (compressed_.capacity() > kept_compressed_bytes && needed < kept_compressed_bytes) {
    std::vector<char>().swap(compressed_);
  }
  if (compressed_.size() < needed) compressed_.resize(needed);
  Result<size_t> size = kit::decode_base64(base64, compressed_.data());
  if (!size.ok()) return std::move(size).error();
  compressed_size_ = *size;
  return rewind();
}

Status AwslogsData::rewind() {
  text_.reset(2 * limits_.window_bytes);
  inflater_.begin();
  inflater_.set_input({compressed_.data(), compressed_size_}, true);
  return inflate(limits_.window_bytes);
}

Status AwslogsData::more() {
  const size_t unread = text_.size();
  if (unread > limits_.item_bytes) {
    return rejected("a log event or another member is larger than \"max_record_bytes\", " +
                    std::to_string(limits_.item_bytes) + " bytes");
  }
  return inflate(std::max(unread * 2, std::min(part_bytes, limits_.window_bytes)));
}

Status AwslogsData::inflate_rest() {
  while (!text_.complete()) {
    text_.consume(text_.end());
    if (Status more = inflate(part_bytes); !more.ok()) return more;
  }
  return {};
}

/// Until the text has so many bytes, or is complete.
Status AwslogsData::inflate(size_t wanted_bytes) {
  while (!text_.complete() && text_.size() < wanted_bytes) {
    char* const to = text_.room(std::min(chunk_bytes, wanted_bytes));
    Result<size_t> size = inflater_.read(to, std::min(chunk_bytes, text_.room_bytes()));
    if (!size.ok()) return std::move(size).error();
    if (inflater_.decompressed_bytes() > limits_.decoded_bytes) {
      return rejected("it inflates to more than \"max_decoded_bytes\", " +
                      std::to_string(limits_.decoded_bytes) + " bytes");
    }
    text_.commit(*size, inflater_.done());
  }
  return {};
}

}  // namespace sluice
