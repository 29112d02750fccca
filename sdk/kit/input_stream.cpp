#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <kit/input_stream.hpp>

namespace sluice::kit {
namespace {

constexpr size_t buffer_bytes = size_t{256} << 10;  // of compressed data; the first block of plain
constexpr int poll_ms = 100;

std::string describe(int error_number) {
  std::string text = std::generic_category().message(error_number);
  if (text.size() > 1 && text[1] >= 'a' && text[1] <= 'z') {
    text[0] = static_cast<char>(text[0] | 0x20);  // "No such file", but "RPC struct is bad"
  }
  return text;
}

std::string quoted(const std::string& name) {
  return "\"" + name + "\"";
}

}  // namespace

Result<InputStream> InputStream::open_file(std::string path, StopCheck stop_requested) {
  InputStream stream;
  stream.stop_requested_ = std::move(stop_requested);
  if (path == "-") {
    stream.name_ = "standard input";
    stream.file_ = STDIN_FILENO;
  } else {
    stream.name_ = std::move(path);
    // Without O_NONBLOCK, opening a FIFO would wait for its writer, deaf to a stop.
    do {
      stream.file_ = ::open(stream.name_.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    } while (stream.file_ < 0 && errno == EINTR);
    stream.owns_file_ = true;
  }
  struct stat about {};
  if (stream.file_ < 0 || ::fstat(stream.file_, &about) != 0) {
    return fatal("could not open " + quoted(stream.name_) + ": " + describe(errno));
  }
  if (S_ISDIR(about.st_mode)) {
    return fatal("could not read " + quoted(stream.name_) + ": it is a directory");
  }
  stream.may_wait_ = !S_ISREG(about.st_mode);
  if (!stream.may_wait_) ::posix_fadvise(stream.file_, 0, 0, POSIX_FADV_SEQUENTIAL);  // a hint
  return stream;
}

InputStream InputStream::from_memory(std::string_view bytes, std::string name) {
  InputStream stream;
  stream.name_ = std::move(name);
  stream.pending_ = bytes;
  stream.ended_ = true;
  return stream;
}

InputStream::~InputStream() {
  close();
}

InputStream::InputStream(InputStream&& other) noexcept {
  *this = std::move(other);
}

InputStream& InputStream::operator=(InputStream&& other) noexcept {
  if (this == &other) return *this;
  close();
  name_ = std::move(other.name_);
  stop_requested_ = std::move(other.stop_requested_);
  file_ = std::exchange(other.file_, -1);
  owns_file_ = other.owns_file_;
  may_wait_ = other.may_wait_;
  detected_ = other.detected_;
  ended_ = std::exchange(other.ended_, true);
  stopped_ = other.stopped_;
  position_ = other.position_;
  pending_ = std::exchange(other.pending_, {});
  buffer_ = std::move(other.buffer_);
  inflater_ = std::move(other.inflater_);
  return *this;
}

void InputStream::close() {
  if (owns_file_ && file_ >= 0) ::close(file_);
  file_ = -1;
}

Result<size_t> InputStream::read(char* out, size_t capacity) {
  assert(capacity > 0);
  stopped_ = false;
  if (!detected_) {
    if (Status detected = detect(); !detected.ok()) return std::move(detected).error();
    if (stopped_) return size_t{0};
  }
  Result<size_t> size = inflater_ ? read_gzip(out, capacity) : read_plain(out, capacity);
  if (size.ok()) position_ += *size;
  return size;
}

/// Reads until the two bytes are there that tell gzip from the rest.
Status InputStream::detect() {
  if (file_ >= 0 && !buffer_) buffer_.reset(new char[buffer_bytes]);
  while (pending_.size() < 2 && !ended_) {
    const size_t have = pending_.size();
    Result<size_t> size = read_source(buffer_.get() + have, buffer_bytes - have);
    if (!size.ok()) return std::move(size).error();
    if (stopped_) return {};
    pending_ = {buffer_.get(), have + *size};
  }
  detected_ = true;
  if (pending_.size() >= 2 && pending_.substr(0, 2) == "\x1f\x8b") {
    inflater_ = std::make_unique<Inflater>();
    inflater_->set_input(pending_, ended_);
  }
  return {};
}

Result<size_t> InputStream::read_plain(char* out, size_t capacity) {
  if (pending_.empty()) {
    return ended_ ? Result<size_t>(size_t{0}) : read_source(out, capacity);
  }
  const size_t size = std::min(pending_.size(), capacity);
  std::memcpy(out, pending_.data(), size);
  pending_.remove_prefix(size);
  if (pending_.empty()) buffer_.reset();
  return size;
}

Result<size_t> InputStream::read_gzip(char* out, size_t capacity) {
  while (!inflater_->done()) {
    if (inflater_->needs_input()) {
      Result<size_t> size = read_source(buffer_.get(), buffer_bytes);
      if (!size.ok() || stopped_) return size;
      inflater_->set_input({buffer_.get(), *size}, ended_);
    }
    Result<size_t> size = inflater_->read(out, capacity);
    if (!size.ok()) {
      Error error = std::move(size).error();
      error.message = "could not read " + quoted(name_) + " after " + std::to_string(position_) +
                      " decompressed bytes: " + error.message;
      return error;
    }
    if (*size != 0) return size;
  }
  return size_t{0};
}

/// read(2) once there is something to read; 0 when ended_ or stopped_ was set.
Result<size_t> InputStream::read_source(char* out, size_t capacity) {
  while (true) {
    if (may_wait_ && !wait_readable()) {
      stopped_ = true;
      return size_t{0};
    }
    const ssize_t size = ::read(file_, out, capacity);
    if (size >= 0) {
      ended_ = size == 0;
      return static_cast<size_t>(size);
    }
    if (errno == EINTR || (may_wait_ && (errno == EAGAIN || errno == EWOULDBLOCK))) continue;
    return fatal("could not read " + quoted(name_) + " at byte " + std::to_string(position_) +
                 ": " + describe(errno));
  }
}

/// Waits for bytes, the end, or an error to read; false when a stop was requested.
bool InputStream::wait_readable() {
  while (true) {
    if (stop_requested_ && stop_requested_()) return false;
    pollfd waiting{file_, POLLIN, 0};
    if (::poll(&waiting, 1, stop_requested_ ? poll_ms : -1) > 0) return true;
    // Nothing yet, or interrupted by a signal, which may be the stop.
  }
}

}  // namespace sluice::kit
