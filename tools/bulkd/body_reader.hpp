// Collects a request body, undoes its Content-Encoding on the way, and bounds what comes out.
// Threading: owned by the thread that serves the connection.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include <zlib.h>

namespace sluice::bulkd {

enum class BodyState {
  complete,
  too_large,  // the decompressed body passed the limit
  damaged,    // not gzip, damaged gzip, or a gzip stream that ends early
  unknown_encoding,
  unread,  // the connection failed, or went on and on after the limit
};

class BodyReader {
 public:
  // `encoding`: the Content-Encoding header, empty for none.
  BodyReader(std::string_view encoding, std::size_t limit_bytes);
  ~BodyReader();
  BodyReader(const BodyReader&) = delete;
  BodyReader& operator=(const BodyReader&) = delete;

  // Takes the next bytes from the connection. What comes after a failure is read and forgotten, so
  // that the client gets to read the reply; false when even that is too much.
  bool feed(const char* data, std::size_t size);

  // Call once, after the last feed.
  BodyState finish();
  std::string& body() { return body_; }

 private:
  void inflate_some(const char* data, std::size_t size);
  void append(const char* data, std::size_t size);

  std::size_t limit_bytes_;
  std::size_t seen_bytes_ = 0;
  bool compressed_ = false;
  bool stream_open_ = false;  // between the first byte of a gzip member and its end
  BodyState state_ = BodyState::complete;
  z_stream stream_{};
  std::string body_;
};

}  // namespace sluice::bulkd
