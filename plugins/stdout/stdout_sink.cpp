#include "stdout_sink.hpp"

#include <cerrno>
#include <ctime>
#include <mutex>
#include <system_error>

#include <poll.h>
#include <signal.h>

namespace sluice {
namespace {

constexpr uint64_t max_request_bytes = 1 << 20;

// Keeps SIGPIPE, which would end the process, from a write to a closed pipe: EPIPE says the same.
// Blocked for this thread alone, so that the program's own handling of the signal is left as it is.
class SigpipeHeld {
 public:
  SigpipeHeld() {
    sigemptyset(&pipe_);
    sigaddset(&pipe_, SIGPIPE);
    sigset_t pending;
    sigpending(&pending);
    was_pending_ = sigismember(&pending, SIGPIPE) == 1;
    pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }
  ~SigpipeHeld() {
    if (!was_pending_) {
      const timespec at_once{0, 0};
      while (sigtimedwait(&pipe_, nullptr, &at_once) == -1 && errno == EINTR) {
      }
    }
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  SigpipeHeld(const SigpipeHeld&) = delete;
  SigpipeHeld& operator=(const SigpipeHeld&) = delete;

 private:
  sigset_t pipe_;
  sigset_t before_;
  bool was_pending_;
};

// 0, or the errno of the write that failed.
int write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(static_cast<size_t>(written));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      // someone else who holds the same pipe or terminal made it non-blocking
      pollfd writable{fd, POLLOUT, 0};
      ::poll(&writable, 1, -1);
    } else if (errno != EINTR) {
      return errno;
    }
  }
  return 0;
}

}  // namespace

void StdoutSink::limits(sluice_sink_limits& limits) {
  limits.max_bytes = max_request_bytes;
}

Status StdoutSink::encode(const sluice_event& event, sluice_buffer& body) {
  host().json().write_object(event, body);
  append(body, "\n");
  return {};
}

Status StdoutSink::deliver(const sluice_request& request, sluice_delivery& delivery) {
  // A write to a pipe of more than PIPE_BUF bytes may be taken in parts, and the parts of two lanes
  // would mix.
  static std::mutex one_at_a_time;
  int error = 0;
  {
    const std::lock_guard lock(one_at_a_time);
    const SigpipeHeld held;
    error = write_all(fd_, view(request.body));
  }
  if (error == EPIPE) return fatal("could not write to standard output: its reader has closed it");
  if (error == EBADF) return fatal("could not write to standard output: it is not open");
  if (error != 0) {
    return fatal("could not write to standard output: " + std::generic_category().message(error));
  }
  for (uint32_t i = 0; i < request.item_count; ++i) {
    delivery.items[i].verdict = SLUICE_ITEM_DELIVERED;
  }
  delivery.bytes_sent = request.body.size;
  return {};
}

}  // namespace sluice
