#include "query.hpp"

#include "kit_names.hpp"

namespace sluice::bulkd {
namespace {

constexpr std::string_view usage =
    "; bulkd understands q=* and q=field:value [AND field:value ...]";

Failure bad_query(std::string_view text) {
  return Failure{"Failed to parse query [" + std::string(text) + "]" + std::string(usage)};
}

}  // namespace

Result<Query> Query::parse(std::string_view text) {
  Query query;
  std::string_view left = trim_json_space(text);
  if (left.empty() || left == "*" || left == "*:*") return query;
  while (!left.empty()) {
    const std::size_t colon = left.find(':');
    if (colon == std::string_view::npos || colon == 0) return bad_query(text);
    Term term{std::string(left.substr(0, colon)), {}, false};
    if (term.path.find_first_of(" \"()") != std::string::npos) return bad_query(text);
    left.remove_prefix(colon + 1);
    if (!left.empty() && left.front() == '"') {
      const std::size_t close = left.find('"', 1);
      if (close == std::string_view::npos) return bad_query(text);
      term.value = std::string(left.substr(1, close - 1));
      term.literal = true;
      left.remove_prefix(close + 1);
    } else {
      const std::size_t end = std::min(left.find(' '), left.size());
      term.value = std::string(left.substr(0, end));
      if (term.value.empty()) return bad_query(text);
      left.remove_prefix(end);
    }
    query.terms_.push_back(std::move(term));
    left = trim_json_space(left);
    if (left.empty()) break;
    if (!left.starts_with("AND ")) return bad_query(text);
    left = trim_json_space(left.substr(4));
    if (left.empty()) return bad_query(text);
  }
  return query;
}

bool Query::matches(std::string_view document) const {
  for (const Term& term : terms_) {
    if (!term_matches(term, trim_json_space(document), term.path)) return false;
  }
  return true;
}

// `path` is what is left of the term's path below `value`.
bool Query::term_matches(const Term& term, std::string_view value, std::string_view path) {
  const JsonKind kind = json_kind(value);
  if (kind == JsonKind::array) {
    return !for_each_element(
        value, [&](std::string_view element) { return !term_matches(term, element, path); });
  }
  if (kind == JsonKind::object) {
    if (path.empty()) return !term.literal && term.value == "*";
    return !for_each_member(value, [&](std::string_view quoted, std::string_view member) {
      const auto key = decode_json_string(quoted);
      if (!key || !path.starts_with(*key)) return true;
      const std::string_view rest = path.substr(key->size());
      if (rest.empty()) return !term_matches(term, member, rest);
      return rest.front() != '.' || !term_matches(term, member, rest.substr(1));
    });
  }
  if (!path.empty() || kind == JsonKind::null) return false;
  std::string text(value);
  if (kind == JsonKind::string) text = decode_json_string(value).value_or(std::string());
  return term.literal ? text == term.value : matches_wildcard(term.value, text);
}

}  // namespace sluice::bulkd
