// Two texts compared line by line, as `diff -u` shows them. Free functions without state: any
// thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sluice::cli {

struct DiffLine {
  enum class Kind : char { same = ' ', expected = '-', actual = '+', skipped = '~' };
  Kind kind;
  std::string_view text;  // of one of the texts; empty when lines were skipped

  bool operator==(const DiffLine&) const = default;
};

/// The shortest way from one text to the other, with `context` equal lines around each change; what
/// lies between is one `skipped`. Views into both texts. Where more than a few
/// thousand lines lie between the first and the last change, they are shown one after the other.
std::vector<DiffLine> line_diff(std::string_view expected, std::string_view actual,
                                size_t context = 3);

}  // namespace sluice::cli
