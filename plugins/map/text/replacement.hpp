// What to put in place of a match: text with the groups of the pattern, `$2, $1`. Immutable once
// made.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <sluice/result.hpp>

namespace sluice {

class Replacement {
 public:
  struct Part {
    std::string text;  // first this,
    int group;         // then that group of the match; -1: none
  };

  /// `$1` and `\1` are groups, 0 the whole match; `\$` and `\\` a dollar and a backslash; all else
  /// is itself. Rejected when the pattern has fewer than that many groups.
  static Result<Replacement> parse(std::string_view text, int group_count);

  const std::vector<Part>& parts() const { return parts_; }
  /// How many groups a match has to fill, with that of the whole match.
  int groups_needed() const { return groups_needed_; }

 private:
  std::vector<Part> parts_;
  int groups_needed_ = 1;
};

}  // namespace sluice
