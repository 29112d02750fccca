// The bytes of a file, of standard input, or of a payload in memory, decompressed on the way when
// they are gzip, in constant memory. An instance is used by one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <kit/gzip.hpp>
#include <sluice/result.hpp>

namespace sluice::kit {

class InputStream {
 public:
  /// Asked by the reading thread while it waits for a pipe, terminal or socket, every 100 ms.
  using StopCheck = std::function<bool()>;

  /// Opens a file, or standard input for "-". Does not wait: a FIFO nobody writes to opens, too.
  /// Fatal error when the file cannot be opened or is a directory.
  static Result<InputStream> open_file(std::string path, StopCheck stop_requested = {});

  /// Reads `bytes`, which must outlive the stream; `name` is what errors call them.
  static InputStream from_memory(std::string_view bytes, std::string name = "payload");

  ~InputStream();
  InputStream(InputStream&& other) noexcept;
  InputStream& operator=(InputStream&& other) noexcept;

  /// Writes up to `capacity` bytes to `out` and returns how many: 0 at the end, or when stopped()
  /// became true; less than `capacity` also in between, where a pipe holds no more right now. Plain
  /// files are read straight into `out`, so large buffers pay (256 KiB and up). Errors name the
  /// input and the position: rejected when the gzip data is damaged or cut, after which every call
  /// gives the same, else fatal. REQUIRES: capacity > 0.
  Result<size_t> read(char* out, size_t capacity);

  /// The input is gzip (starts with 1f 8b); known after the first read.
  bool compressed() const { return inflater_ != nullptr; }

  /// Decompressed bytes read so far.
  uint64_t position() const { return position_; }

  /// The last read returned 0 because a stop was requested, not because the input ended.
  bool stopped() const { return stopped_; }

  /// The path, "standard input", or the name given to from_memory.
  const std::string& name() const { return name_; }

 private:
  InputStream() = default;

  Status detect();
  Result<size_t> read_plain(char* out, size_t capacity);
  Result<size_t> read_gzip(char* out, size_t capacity);
  Result<size_t> read_source(char* out, size_t capacity);
  bool wait_readable();
  void close();

  std::string name_;
  StopCheck stop_requested_;
  int file_ = -1;           // -1: memory
  bool owns_file_ = false;  // standard input stays open
  bool may_wait_ = false;   // not a regular file: poll before each read
  bool detected_ = false;
  bool ended_ = false;  // the source has no more bytes
  bool stopped_ = false;
  uint64_t position_ = 0;

  std::string_view pending_;  // read from the source, or in memory, and not yet passed on
  std::unique_ptr<char[]> buffer_;
  std::unique_ptr<Inflater> inflater_;
};

}  // namespace sluice::kit
