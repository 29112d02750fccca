// Lines to the operator, on standard error: text for people, JSON for machines. Thread-safe; a line
// is written whole.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice::flow {

enum class LogLevel : uint8_t { debug, info, warning, error };
enum class LogFormat : uint8_t { text, json };

class Logger {
 public:
  explicit Logger(LogFormat format = LogFormat::text, LogLevel lowest = LogLevel::info, int fd = 2)
      : format_(format), lowest_(lowest), fd_(fd) {}

  /// Text: `warning: component: message`. JSON: {"time":...,"level":...,"component":...,...}.
  void log(LogLevel level, std::string_view component, std::string_view message) const;

  void info(std::string_view message) const { log(LogLevel::info, {}, message); }
  void warn(std::string_view message) const { log(LogLevel::warning, {}, message); }
  void error(std::string_view message) const { log(LogLevel::error, {}, message); }

  /// A result line, always written: `text` as it is, or a JSON object of time and `json_members`
  /// (members without braces).
  void result(std::string_view text, std::string_view json_members) const;

  LogFormat format() const { return format_; }

  /// How wide a status line may be: the terminal's columns, 0 when there is no terminal or lines
  /// are for machines.
  size_t status_columns() const;
  /// Shows a line below the log, in place of the one before; it is erased when a line is logged and
  /// when `line` is empty. REQUIRES: status_columns() > 0; no control characters.
  void show_status(std::string_view line) const;

 private:
  void write_line(std::string line) const;
  void write(std::string_view bytes) const;

  const LogFormat format_;
  const LogLevel lowest_;
  const int fd_;
  mutable std::mutex mutex_;
  mutable bool has_status_ = false;
};

/// The text as a JSON string with its quotes; invalid UTF-8 is repaired.
std::string json_string(std::string_view text);

/// Now, as `2026-01-31T12:00:00.123Z`.
std::string utc_now();

}  // namespace sluice::flow
