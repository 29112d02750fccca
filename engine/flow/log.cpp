#include <array>
#include <cerrno>
#include <chrono>
#include <utility>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <data/buffer.hpp>
#include <data/json_writer.hpp>
#include <data/utf8.hpp>
#include <flow/log.hpp>

namespace sluice::flow {
namespace {

constexpr std::string_view to_line_start_and_erase = "\r\x1b[K";  // ECMA-48: CR, erase in line

std::string_view to_string(LogLevel level) {
  static constexpr std::array<std::string_view, 4> names{"debug", "info", "warning", "error"};
  return names[static_cast<size_t>(level)];
}

}  // namespace

std::string json_string(std::string_view text) {
  std::string repaired;
  if (data::valid_utf8_prefix(text) != text.size()) {
    repaired.resize(data::repaired_capacity(text.size()));
    uint64_t replaced = 0;
    repaired.resize(data::repair_utf8(text, repaired.data(), replaced));
    text = repaired;
  }
  data::Buffer buffer;
  data::write_string(text, buffer.abi());
  return std::string(buffer.view());
}

std::string utc_now() {
  const auto now = std::chrono::system_clock::now();
  const auto milliseconds =
      std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() % 1000;
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z",
                     fmt::gmtime(std::chrono::system_clock::to_time_t(now)), milliseconds);
}

void Logger::log(LogLevel level, std::string_view component, std::string_view message) const {
  if (level < lowest_) return;
  if (format_ == LogFormat::json) {
    const std::string where =
        component.empty() ? "" : fmt::format(R"("component":{},)", json_string(component));
    write_line(fmt::format(R"({{"time":"{}","level":"{}",{}"message":{}}})", utc_now(),
                           to_string(level), where, json_string(message)));
    return;
  }
  const std::string where = component.empty() ? "" : fmt::format("{}: ", component);
  write_line(fmt::format("{}: {}{}", to_string(level), where, message));
}

void Logger::result(std::string_view text, std::string_view json_members) const {
  if (format_ == LogFormat::json) {
    write_line(fmt::format(R"({{"time":"{}","level":"info",{}}})", utc_now(), json_members));
  } else {
    write_line(std::string(text));
  }
}

size_t Logger::status_columns() const {
  if (format_ != LogFormat::text || ::isatty(fd_) == 0) return 0;
  constexpr size_t usual = 80;
  winsize size{};
  const bool is_known = ::ioctl(fd_, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return is_known ? size.ws_col : usual;
}

void Logger::show_status(std::string_view line) const {
  const std::lock_guard lock(mutex_);
  if (line.empty() && !has_status_) return;
  has_status_ = !line.empty();
  write(std::string(to_line_start_and_erase).append(line));
}

void Logger::write_line(std::string line) const {
  line += '\n';
  const std::lock_guard lock(mutex_);
  if (std::exchange(has_status_, false)) line.insert(0, to_line_start_and_erase);
  write(line);
}

void Logger::write(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;  // nobody listens: there is no better place to say so
    bytes.remove_prefix(static_cast<size_t>(written));
  }
}

}  // namespace sluice::flow
