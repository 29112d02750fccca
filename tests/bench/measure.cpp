// bench-measure: runs one command and writes what exactly that process used, as JSON. A program of
// its own because a child's peak RSS, as the kernel counts it, starts with that of the process that
// started it: a Python interpreter would hide the few MiB that are measured here.
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <string_view>

#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

namespace {

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3 || std::string_view(argv[1]) == "--help") {
    std::fputs(
        "usage: bench-measure REPORT COMMAND [ARGUMENT]...\n"
        "Runs COMMAND, writes its exit status, wall and CPU time and peak RSS to the end of "
        "REPORT.\n"
        "example: bench-measure /dev/stderr gzip -k big.log\n",
        stderr);
    return 2;
  }
  const auto start = std::chrono::steady_clock::now();
  pid_t child = 0;
  if (const int error = posix_spawnp(&child, argv[2], nullptr, nullptr, argv + 2, environ)) {
    std::fprintf(stderr, "bench-measure: could not run \"%s\": %s\n", argv[2],
                 std::strerror(error));
    return 1;
  }
  int status = 0;
  rusage used{};
  while (wait4(child, &status, 0, &used) < 0) {
    if (errno == EINTR) continue;
    std::perror("bench-measure: could not wait");
    return 1;
  }
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
  std::FILE* report = std::fopen(argv[1], "a");
  if (report == nullptr) {
    std::fprintf(stderr, "bench-measure: could not write \"%s\": %s\n", argv[1],
                 std::strerror(errno));
    return 1;
  }
  const int exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  std::fprintf(report,
               R"({"exit_status":%d,"wall_seconds":%.6f,"user_seconds":%.6f,)"
               R"("system_seconds":%.6f,"peak_rss_bytes":%lld})"
               "\n",
               exit_status, wall.count(), seconds(used.ru_utime), seconds(used.ru_stime),
               static_cast<long long>(used.ru_maxrss) * 1024);
  return std::fclose(report) == 0 ? 0 : 1;
}
