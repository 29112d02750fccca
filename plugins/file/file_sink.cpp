#include "file_sink.hpp"

#include <cerrno>
#include <charconv>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sluice {
namespace {

constexpr uint64_t max_request_bytes = 1 << 20;

// Held while one request is written. flock belongs to the open file, so it works between the lanes
// of a process as well as between processes. Where a file system has no locks the write goes on
// without: then only a full disk under two writers can leave half a line.
class FileLock {
 public:
  explicit FileLock(int fd) : fd_(fd) {
    int result = 0;
    do {
      result = ::flock(fd_, LOCK_EX);
    } while (result != 0 && errno == EINTR);
    held_ = result == 0;
  }
  ~FileLock() {
    if (held_) ::flock(fd_, LOCK_UN);
  }
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  bool held() const { return held_; }

 private:
  int fd_;
  bool held_;
};

// 0, or the errno of the write that failed.
int write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(static_cast<size_t>(written));
    } else if (errno != EINTR) {
      return errno;
    }
  }
  return 0;
}

// A program that was killed in the middle of a line leaves it open; the next line must not be glued
// to it.
bool ends_within_line(int fd, off_t size) {
  char last = '\n';
  return size > 0 && ::pread(fd, &last, 1, size - 1) == 1 && last != '\n';
}

}  // namespace

int FileDescriptor::open(const std::string& path, int flags, mode_t mode) {
  close();
  do {
    fd_ = ::open(path.c_str(), flags | O_CLOEXEC, mode);
  } while (fd_ < 0 && errno == EINTR);
  return fd_ < 0 ? errno : 0;
}

void FileDescriptor::close() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

Error FileSink::failure(const char* what, int error) const {
  std::string message = std::string("could not ") + what + " \"" + path_ +
                        "\": " + std::generic_category().message(error);
  // A full disk may be cleared while the run goes on.
  const bool may_pass = error == ENOSPC || error == EDQUOT;
  return may_pass ? retry(std::move(message)) : fatal(std::move(message));
}

Status FileSink::init(const Settings& settings) {
  path_ = settings.text("path");
  if (path_.empty() || path_ == "-") {
    return invalid_config("path must name a file; to write to standard output use the sink stdout",
                          settings.find("path"));
  }
  const std::string_view sync = settings.text("sync");
  sync_ = sync == "request" ? Sync::request : sync == "never" ? Sync::never : Sync::close;
  if (const std::string_view mode = settings.text("mode"); !mode.empty()) {
    unsigned bits = 0;
    const char* const end = mode.data() + mode.size();
    const auto [stopped, error] = std::from_chars(mode.data(), end, bits, 8);
    if (error != std::errc() || stopped != end || bits > 0777 || (bits & 0200) == 0) {
      return invalid_config(
          "mode must be octal permissions that let the owner write, such as "
          "\"0600\" or \"0640\"",
          settings.find("mode"));
    }
    mode_ = static_cast<mode_t>(bits);
  }
  return {};
}

// Only looks: a dead-letter file should appear when there is something in it, but that it could not
// be written is better said before the run than in its middle.
Status FileSink::start() {
  struct stat info {};
  if (::stat(path_.c_str(), &info) == 0) {
    if (S_ISDIR(info.st_mode)) return failure("write", EISDIR);
    if (::access(path_.c_str(), W_OK) != 0) return failure("write", errno);
    return {};
  }
  if (errno != ENOENT) return failure("write", errno);
  const std::filesystem::path parent = std::filesystem::path(path_).parent_path();
  const std::string folder = parent.empty() ? std::string(".") : parent.string();
  if (::stat(folder.c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) {
    return fatal("could not write \"" + path_ + "\": there is no folder \"" + folder + "\"");
  }
  if (::access(folder.c_str(), W_OK | X_OK) != 0) {
    const std::string reason = std::generic_category().message(errno);
    return fatal("could not write into the folder \"" + folder + "\": " + reason);
  }
  return {};
}

Status FileSink::open() {
  // Reading is for the look at the last byte only; a file that may only be written is fine too.
  int error = file_.open(path_, O_RDWR | O_APPEND | O_CREAT, mode_);
  if (error == EACCES) error = file_.open(path_, O_WRONLY | O_APPEND | O_CREAT, mode_);
  if (error != 0) return failure("open", error);
  struct stat info {};
  if (::fstat(file_.get(), &info) != 0) return failure("open", errno);
  regular_ = S_ISREG(info.st_mode);
  if (!regular_) return {};
  const FileLock lock(file_.get());
  if (::fstat(file_.get(), &info) == 0 && ends_within_line(file_.get(), info.st_size)) {
    host().warn("the file \"" + path_ + "\" ends within a line; the next one begins a new line");
    if (const int failed = write_all(file_.get(), "\n"); failed != 0) {
      file_.close();
      return failure("write", failed);
    }
  }
  return {};
}

// With O_APPEND every write(2) goes to the end, whoever else writes; the lock is for the rest: that
// a write taken in parts stays whole, and that cutting back removes nobody else's lines.
Status FileSink::append_locked(std::string_view body) {
  const FileLock lock(file_.get());
  struct stat info {};
  if (::fstat(file_.get(), &info) != 0) return failure("write", errno);
  unsynced_ = true;
  const int error = write_all(file_.get(), body);
  if (error == 0) return {};
  Error result = failure("write", error);
  if (regular_ && lock.held() && ::ftruncate(file_.get(), info.st_size) != 0) {
    result.code = StatusCode::fatal;  // to try again would follow half a line
    result.message += "; what was written of the request could not be taken back: " +
                      std::generic_category().message(errno);
  }
  return result;
}

void FileSink::limits(sluice_sink_limits& limits) {
  limits.max_bytes = max_request_bytes;
}

Status FileSink::encode(const sluice_event& event, sluice_buffer& body) {
  host().json().write_object(event, body);
  append(body, "\n");
  return {};
}

Status FileSink::deliver(const sluice_request& request, sluice_delivery& delivery) {
  if (!file_.is_open()) {
    if (Status opened = open(); !opened) return opened;
  }
  if (Status appended = append_locked(view(request.body)); !appended) return appended;
  if (sync_ == Sync::request && regular_) {
    if (::fdatasync(file_.get()) != 0) return failure("sync", errno);
    unsynced_ = false;
  }
  for (uint32_t i = 0; i < request.item_count; ++i) {
    delivery.items[i].verdict = SLUICE_ITEM_DELIVERED;
  }
  delivery.bytes_sent = request.body.size;
  return {};
}

Status FileSink::stop() {
  if (!file_.is_open()) return {};
  Status status;
  if (sync_ != Sync::never && regular_ && unsynced_ && ::fdatasync(file_.get()) != 0) {
    status = Error{StatusCode::fatal, failure("sync", errno).message};
  }
  file_.close();
  return status;
}

}  // namespace sluice
