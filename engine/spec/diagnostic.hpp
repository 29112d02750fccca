// What is wrong with a pipeline file, and where. Plain values; no thread rules.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::spec {

/// A place in a file; lines and columns count from 1, columns in bytes. Line 0: the file as a
/// whole.
struct Mark {
  std::string file;
  uint32_t line = 0;
  uint32_t column = 0;

  bool operator==(const Mark&) const = default;
};

enum class Severity : uint8_t { error, warning };

/// One finding. The message is lower case without a full stop, and never holds the value of a
/// secret option or of an environment variable.
struct Diagnostic {
  Mark mark;
  std::string message;
  Severity severity = Severity::error;

  bool operator==(const Diagnostic&) const = default;
};

using Diagnostics = std::vector<Diagnostic>;

/// `file:line:column`, shorter where a part is unknown; empty when all are.
std::string format(const Mark& mark);

/// `file:line:column: error: message`, without a line end.
std::string format(const Diagnostic& diagnostic);

bool has_errors(const Diagnostics& diagnostics);

/// Appends an error.
void add_error(Diagnostics& diagnostics, const Mark& mark, std::string message);

/// Orders what was added from index `from` on by place in the file, and drops repetitions: an alias
/// shows the same mistake as often as it is used.
void sort_and_unique(Diagnostics& diagnostics, size_t from = 0);

/// The text in double quotes for a message, on one line: control characters and line ends become
/// spaces, and what exceeds 80 bytes is cut.
std::string quote(std::string_view text);

/// `"a", "b", "c"`
std::string quoted_list(std::span<const std::string_view> names);

}  // namespace sluice::spec
