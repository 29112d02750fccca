#include "recorder.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

namespace sluice::bulkd {

Result<std::unique_ptr<Recorder>> Recorder::open(const std::string& path) {
  const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder >= 0) return std::unique_ptr<Recorder>(new Recorder(folder, true));
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (file < 0) {
    return Failure{"could not open record file \"" + path + "\": " + std::strerror(errno)};
  }
  return std::unique_ptr<Recorder>(new Recorder(file, false));
}

Recorder::~Recorder() {
  close(file_);
}

bool Recorder::append(std::string_view body) {
  const std::lock_guard lock(mutex_);
  if (!is_folder_) return append_to(file_, body);
  char name[32];
  std::snprintf(name, sizeof name, "%06llu", static_cast<unsigned long long>(bodies_++));
  const int file = openat(file_, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (file < 0) return false;
  const bool written = append_to(file, body);
  return close(file) == 0 && written;
}

bool Recorder::append_to(int file, std::string_view body) {
  while (!body.empty()) {
    const ssize_t written = write(file, body.data(), body.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    body.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace sluice::bulkd
