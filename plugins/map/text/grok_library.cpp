#include <algorithm>
#include <array>
#include <unordered_map>
#include <vector>

#include <map/text/grok/families.hpp>
#include <map/text/grok_library.hpp>

namespace sluice {
namespace {

using Index = std::unordered_map<std::string_view, std::string_view>;

const Index& standard() {
  static const auto* const index = [] {
    auto* all = new Index;
    for (const auto& family : grok_families()) {
      for (const GrokDefinition& definition : family) {
        all->emplace(definition.name, definition.pattern);
      }
    }
    return all;
  }();
  return *index;
}

char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

// How many letters to insert, remove or change; upper and lower case are the same.
size_t distance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t above = row[j];
      const size_t changed = diagonal + (upper(a[i - 1]) == upper(b[j - 1]) ? 0 : 1);
      row[j] = std::min({changed, above + 1, row[j - 1] + 1});
      diagonal = above;
    }
  }
  return row[b.size()];
}

}  // namespace

std::span<const std::span<const GrokDefinition>> grok_families() {
  static const std::array all = {grok::base(),  grok::time(),    grok::syslog(),   grok::web(),
                                 grok::cloud(), grok::java(),    grok::programs(), grok::network(),
                                 grok::cisco(), grok::watching()};
  return all;
}

std::string_view find_grok_pattern(std::string_view name, const GrokDefinitions& own) {
  if (const auto found = own.find(name); found != own.end()) return found->second;
  const auto found = standard().find(name);
  return found == standard().end() ? std::string_view() : found->second;
}

std::string nearest_grok_name(std::string_view name, const GrokDefinitions& own) {
  std::string nearest;
  size_t best = name.size() / 3 + 1;
  const auto consider = [&](std::string_view candidate) {
    if (candidate.size() > name.size() + best || name.size() > candidate.size() + best) return;
    const size_t changes = distance(name, candidate);
    // Of equals the first by name, so that the message does not depend on the table's order.
    if (changes > best || (changes == best && !nearest.empty() && candidate >= nearest)) return;
    best = changes;
    nearest = candidate;
  };
  for (const auto& [known, pattern] : own) consider(known);
  for (const auto& [known, pattern] : standard()) consider(known);
  return nearest;
}

}  // namespace sluice
