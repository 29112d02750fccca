#include <algorithm>

#include <map/text/replacement.hpp>

namespace sluice {

Result<Replacement> Replacement::parse(std::string_view text, int group_count) {
  Replacement replacement;
  std::string literal;
  for (size_t i = 0; i < text.size(); ++i) {
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    const bool marks = text[i] == '$' || text[i] == '\\';
    if (marks && next >= '0' && next <= '9') {
      const int group = next - '0';
      if (group > group_count) {
        return rejected("the replacement \"" + std::string(text) + "\" names group " +
                        std::to_string(group) + ", but the pattern has " +
                        std::to_string(group_count));
      }
      replacement.groups_needed_ = std::max(replacement.groups_needed_, group + 1);
      replacement.parts_.push_back({std::move(literal), group});
      literal.clear();
      ++i;
    } else if (text[i] == '\\' && (next == '$' || next == '\\')) {
      literal += next;
      ++i;
    } else {
      literal += text[i];
    }
  }
  if (!literal.empty()) replacement.parts_.push_back({std::move(literal), -1});
  return replacement;
}

}  // namespace sluice
