// What stands between the parts of a text: a fixed text, or an RE2 pattern where the setting holds
// characters that mean something in one. Also how every step compiles its patterns. Immutable once
// made; searching is thread-safe.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <re2/re2.h>

#include <sluice/result.hpp>

namespace sluice {

using Regex = std::unique_ptr<const RE2>;

/// Memory that one compiled pattern and its automata may take.
inline constexpr int64_t regex_memory_bytes = int64_t{16} << 20;

/// Rejected: `pattern "a(": missing ): a(`. `multi_line` makes ^ and $ match at each line.
Result<Regex> compile_regex(std::string_view pattern, bool multi_line = false);

/// The name of what RE2 does not have and the pattern uses, such as `look-ahead "(?="`; empty:
/// none.
std::string_view unsupported_construct(std::string_view pattern);

struct TextRange {
  size_t begin;
  size_t end;
};

class Separator {
 public:
  /// Rejected as compile_regex, and when the pattern is empty.
  static Result<Separator> compile(std::string_view pattern);

  /// The first occurrence at or after `from`; an empty match ends where it begins. False: none.
  bool find(std::string_view text, size_t from, TextRange& found) const;

  /// How many bytes it takes at `at`; 0 when it is not there.
  size_t size_at(std::string_view text, size_t at) const;
  /// Whether it can be nothing, as `,*` can.
  bool can_be_empty() const { return regex_ != nullptr && RE2::FullMatch("", *regex_); }

 private:
  Separator() = default;
  std::string plain_;  // when there is no regex_
  Regex regex_;
};

}  // namespace sluice
