#include <cerrno>
#include <cstdint>
#include <system_error>

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <runtime/stop_signals.hpp>

namespace sluice::runtime {

StopSignals::StopSignals(std::function<void(int, int)> on_signal)
    : on_signal_(std::move(on_signal)) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  // Blocked here, so in every thread that is started later: only the signalfd sees them.
  pthread_sigmask(SIG_BLOCK, &set, &previous_);
  signals_ = signalfd(-1, &set, SFD_CLOEXEC);
  ended_ = eventfd(0, EFD_CLOEXEC);
  if (signals_ < 0 || ended_ < 0) {
    throw std::system_error(errno, std::generic_category(), "could not watch for signals");
  }
  thread_ = std::thread([this] { watch(); });
}

StopSignals::~StopSignals() {
  const uint64_t one = 1;
  (void)!::write(ended_, &one, sizeof one);
  thread_.join();
  ::close(signals_);
  ::close(ended_);
  pthread_sigmask(SIG_SETMASK, &previous_, nullptr);
}

void StopSignals::watch() {
  int count = 0;
  for (;;) {
    pollfd files[] = {{signals_, POLLIN, 0}, {ended_, POLLIN, 0}};
    if (::poll(files, 2, -1) < 0 && errno != EINTR) return;
    if (files[1].revents != 0) return;
    signalfd_siginfo info;
    if (files[0].revents == 0 || ::read(signals_, &info, sizeof info) != sizeof info) continue;
    on_signal_(static_cast<int>(info.ssi_signo), ++count);
  }
}

}  // namespace sluice::runtime
