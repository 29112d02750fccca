#include "recorder.hpp"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

namespace sluice::bulkd {

Result<std::unique_ptr<Recorder>> Recorder::open(const std::string& path) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (file < 0) {
    return Failure{"could not open record file \"" + path + "\": " + std::strerror(errno)};
  }
  return std::unique_ptr<Recorder>(new Recorder(file));
}

Recorder::~Recorder() {
  close(file_);
}

bool Recorder::append(std::string_view body) {
  const std::lock_guard lock(mutex_);
  while (!body.empty()) {
    const ssize_t written = write(file_, body.data(), body.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    body.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace sluice::bulkd
