#include "body_reader.hpp"

#include <algorithm>
#include <array>

namespace sluice::bulkd {
namespace {

// How much more than the limit is read and forgotten before the connection is given up.
constexpr std::size_t patience = 4;
constexpr int gzip_or_zlib = 15 + 32;

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), text) != names.end();
}

}  // namespace

BodyReader::BodyReader(std::string_view encoding, std::size_t limit_bytes)
    : limit_bytes_(limit_bytes) {
  if (is_one_of(encoding, {"gzip", "x-gzip", "deflate"})) {
    compressed_ = true;
    if (inflateInit2(&stream_, gzip_or_zlib) != Z_OK) state_ = BodyState::damaged;
  } else if (!is_one_of(encoding, {"", "identity"})) {
    state_ = BodyState::unknown_encoding;
  }
}

BodyReader::~BodyReader() {
  if (compressed_) inflateEnd(&stream_);
}

bool BodyReader::feed(const char* data, std::size_t size) {
  seen_bytes_ += size;
  if (state_ == BodyState::complete) {
    if (compressed_) {
      inflate_some(data, size);
    } else {
      append(data, size);
    }
  }
  if (seen_bytes_ / patience <= limit_bytes_ + (1U << 20)) return true;
  state_ = BodyState::unread;
  return false;
}

void BodyReader::append(const char* data, std::size_t size) {
  if (size > limit_bytes_ - body_.size()) {
    state_ = BodyState::too_large;
    std::string().swap(body_);
  } else {
    body_.append(data, size);
  }
}

void BodyReader::inflate_some(const char* data, std::size_t size) {
  std::array<char, 64 * 1024> out{};
  // zlib does not write to its input; its interface is older than const.
  stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(data));
  stream_.avail_in = static_cast<uInt>(size);
  bool more_output = false;
  while (state_ == BodyState::complete && (stream_.avail_in > 0 || more_output)) {
    if (!stream_open_) {
      inflateReset(&stream_);  // also between the members of a multi-member file
      stream_open_ = true;
    }
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = out.size();
    const int rc = inflate(&stream_, Z_NO_FLUSH);
    if (rc != Z_OK && rc != Z_STREAM_END && rc != Z_BUF_ERROR) {
      state_ = BodyState::damaged;
      return;
    }
    append(out.data(), out.size() - stream_.avail_out);
    more_output = rc == Z_OK && stream_.avail_out == 0;
    if (rc == Z_STREAM_END) stream_open_ = false;
  }
}

BodyState BodyReader::finish() {
  if (state_ == BodyState::complete && stream_open_) state_ = BodyState::damaged;
  return state_;
}

}  // namespace sluice::bulkd
