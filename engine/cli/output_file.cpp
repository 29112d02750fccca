#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cli/output_file.hpp>

namespace sluice::cli {
namespace {

constexpr mode_t everyone_reads = 0666;  // as the umask lets them

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

bool write_failed(const std::string& path, int error, const flow::Logger& log) {
  log.error(fmt::format("could not write \"{}\": {}", path, std::strerror(error)));
  return false;
}

}  // namespace

void add_output_option(CLI::App& command, std::string& output) {
  command.add_option("--output,-o", output, "File to write, in place of standard output")
      ->type_name("FILE");
}

bool write_stdout(std::string_view text) {
  return write_all(STDOUT_FILENO, text);
}

bool replace_file(const std::string& path, std::string_view text, const flow::Logger& log) {
  const std::string temporary = fmt::format("{}.{}.tmp", path, ::getpid());
  const int file =
      ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, everyone_reads);
  if (file < 0) return write_failed(path, errno, log);
  bool ok = write_all(file, text);
  int error = errno;
  if (::close(file) != 0 && ok) {
    ok = false;
    error = errno;
  }
  if (ok && std::rename(temporary.c_str(), path.c_str()) == 0) return true;
  if (ok) error = errno;
  ::unlink(temporary.c_str());
  return write_failed(path, error, log);
}

ExitStatus write_output(const std::string& output, std::string_view text, const flow::Logger& log) {
  if (!output.empty() && output != "-") {
    return replace_file(output, text, log) ? ExitStatus::ok : ExitStatus::usage;
  }
  if (write_stdout(text)) return ExitStatus::ok;
  log.error(fmt::format("could not write to standard output: {}", std::strerror(errno)));
  return ExitStatus::usage;
}

}  // namespace sluice::cli
