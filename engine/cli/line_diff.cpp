#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include <cli/line_diff.hpp>

namespace sluice::cli {
namespace {

// Of the table of common lines; 16 MiB.
constexpr size_t most_cells = size_t{4} << 20;

using Lines = std::vector<std::string_view>;
using Kind = DiffLine::Kind;

Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(text.size(), end + 1));
  }
  return lines;
}

// Longest common subsequence by the table of its lengths, from the end of both.
void compare(std::span<const std::string_view> left, std::span<const std::string_view> right,
             std::vector<DiffLine>& out) {
  const size_t width = right.size() + 1;
  if ((left.size() + 1) * width > most_cells) {
    for (const auto line : left) out.push_back({Kind::expected, line});
    for (const auto line : right) out.push_back({Kind::actual, line});
    return;
  }
  std::vector<uint32_t> common((left.size() + 1) * width);
  for (size_t i = left.size(); i-- > 0;) {
    for (size_t j = right.size(); j-- > 0;) {
      common[i * width + j] =
          left[i] == right[j] ? common[(i + 1) * width + j + 1] + 1
                              : std::max(common[(i + 1) * width + j], common[i * width + j + 1]);
    }
  }
  size_t i = 0;
  size_t j = 0;
  while (i < left.size() || j < right.size()) {
    if (i < left.size() && j < right.size() && left[i] == right[j]) {
      out.push_back({Kind::same, left[i++]});
      ++j;
    } else if (j == right.size() ||
               (i < left.size() && common[(i + 1) * width + j] >= common[i * width + j + 1])) {
      out.push_back({Kind::expected, left[i++]});
    } else {
      out.push_back({Kind::actual, right[j++]});
    }
  }
}

// What both begin and end with needs no table, so that one change in a long text stays small.
std::vector<DiffLine> compare(const Lines& left, const Lines& right) {
  const size_t shorter = std::min(left.size(), right.size());
  size_t begin = 0;
  while (begin < shorter && left[begin] == right[begin]) ++begin;
  size_t end = 0;
  while (end < shorter - begin && left[left.size() - 1 - end] == right[right.size() - 1 - end]) {
    ++end;
  }
  std::vector<DiffLine> out;
  for (size_t i = 0; i < begin; ++i) out.push_back({Kind::same, left[i]});
  const auto middle = [&](const Lines& lines) {
    return std::span(lines).subspan(begin, lines.size() - begin - end);
  };
  compare(middle(left), middle(right), out);
  for (size_t i = left.size() - end; i < left.size(); ++i) out.push_back({Kind::same, left[i]});
  return out;
}

}  // namespace

std::vector<DiffLine> line_diff(std::string_view expected, std::string_view actual,
                                size_t context) {
  const std::vector<DiffLine> all = compare(lines_of(expected), lines_of(actual));
  std::vector<bool> shown(all.size());
  for (size_t i = 0; i < all.size(); ++i) {
    if (all[i].kind == Kind::same) continue;
    const size_t end = std::min(all.size(), i + context + 1);
    std::fill(shown.begin() + static_cast<ptrdiff_t>(i - std::min(i, context)),
              shown.begin() + static_cast<ptrdiff_t>(end), true);
  }
  std::vector<DiffLine> out;
  for (size_t i = 0; i < all.size(); ++i) {
    if (shown[i]) {
      out.push_back(all[i]);
    } else if (out.empty() || out.back().kind != Kind::skipped) {
      out.push_back({Kind::skipped, {}});
    }
  }
  return out;
}

}  // namespace sluice::cli
