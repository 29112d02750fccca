#include <algorithm>

#include <re2/re2.h>

#include <kit/mapping/date_formats.hpp>
#include <kit/mapping/dynamic_mapping.hpp>
#include <kit/mapping/json_text.hpp>
#include <kit/mapping/wildcard.hpp>

namespace sluice::mapping {
namespace {

constexpr const char* text_mapping =
    R"({"type":"text","fields":{"keyword":{"type":"keyword","ignore_above":256}}})";

bool is_whole(std::string_view number) {
  return number.find_first_of(".eE") == std::string_view::npos;
}

// Pure numbers are no dates to Elasticsearch, whatever a format says.
bool looks_like_date(const Mapping& mapping, const std::string& text) {
  return mapping.date_detection && text.find_first_of(":-/") != std::string::npos &&
         matches_date(mapping.date_formats, text);
}

// Elasticsearch's name for what a value is.
std::string_view dynamic_type(const Mapping& mapping, std::string_view value) {
  switch (json_kind(value)) {
    case JsonKind::object:
      return "object";
    case JsonKind::boolean:
      return "boolean";
    case JsonKind::number:
      return is_whole(value) ? "long" : "double";
    case JsonKind::string:
      return looks_like_date(mapping, text_of(value)) ? "date" : "string";
    default:
      return "";
  }
}

// `match_pattern: regex` of a store takes Java's expressions; one that RE2 does not take matches
// nothing.
bool matches_regex(const std::string& pattern, const std::string& text) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  const re2::RE2 compiled(pattern, options);
  return compiled.ok() && re2::RE2::FullMatch(text, compiled);
}

bool matches_any(const std::vector<std::string>& patterns, const std::string& text, bool regex) {
  return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
    return regex ? matches_regex(pattern, text) : matches_wildcard(pattern, text);
  });
}

bool applies(const DynamicTemplate& rule, const std::string& path, const std::string& name,
             std::string_view type) {
  if (!rule.match.empty() && !matches_any(rule.match, name, rule.is_regex)) return false;
  if (matches_any(rule.unmatch, name, rule.is_regex)) return false;
  if (!rule.path_match.empty() && !matches_any(rule.path_match, path, false)) return false;
  if (matches_any(rule.path_unmatch, path, false)) return false;
  if (rule.match_mapping_type.empty()) return true;
  return std::any_of(rule.match_mapping_type.begin(), rule.match_mapping_type.end(),
                     [&](const std::string& wanted) { return wanted == "*" || wanted == type; });
}

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size()) {
    text.replace(at, what.size(), by);
  }
}

}  // namespace

Result<std::unique_ptr<Field>> make_dynamic_field(const Mapping& mapping, const std::string& path,
                                                  const std::string& name, std::string_view value,
                                                  const Claim& claim) {
  const std::string_view type = dynamic_type(mapping, value);
  if (type.empty()) return std::unique_ptr<Field>();
  for (const DynamicTemplate& rule : mapping.dynamic_templates) {
    if (!applies(rule, path, name, type)) continue;
    const std::string_view mapped = type == "string" ? "text" : type;
    const std::string quoted = quote_json(name);
    std::string json = rule.mapping;
    replace_all(json, "{name}", std::string_view(quoted).substr(1, quoted.size() - 2));
    replace_all(json, "{dynamic_type}", mapped);
    return parse_field(name, json, &claim, mapped);
  }
  if (type == "object") return parse_field(name, "{}", &claim);
  if (type == "string") return parse_field(name, text_mapping, &claim);
  if (type == "double") return parse_field(name, R"({"type":"float"})", &claim);
  if (type != "date") return parse_field(name, "{\"type\":\"" + std::string(type) + "\"}", &claim);
  std::string formats;
  const std::string text = text_of(value);
  for (const std::string& format : mapping.date_formats) {
    if (formats.empty() && matches_date({format}, text)) formats = format;
  }
  if (formats == "strict_date_optional_time") {
    return parse_field(name, R"({"type":"date"})", &claim);
  }
  return parse_field(name, "{\"type\":\"date\",\"format\":" + quote_json(formats) + "}", &claim);
}

}  // namespace sluice::mapping
