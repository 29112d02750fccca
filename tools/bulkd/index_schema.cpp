#include "index_schema.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <ctime>
#include <vector>

#include "kit_names.hpp"

namespace sluice::bulkd {
namespace {

// What may stand at the top of a mapping without types.
constexpr std::array<std::string_view, 15> mapping_parameters = {"properties",
                                                                 "dynamic",
                                                                 "dynamic_templates",
                                                                 "date_detection",
                                                                 "numeric_detection",
                                                                 "dynamic_date_formats",
                                                                 "_source",
                                                                 "_routing",
                                                                 "_meta",
                                                                 "_field_names",
                                                                 "_all",
                                                                 "_size",
                                                                 "runtime",
                                                                 "_data_stream_timestamp",
                                                                 "subobjects"};

std::int64_t number_in(std::string_view body, std::string_view name, std::int64_t otherwise) {
  const auto member = find_member(body, name);
  if (!member) return otherwise;
  const std::string text = text_of(*member);
  std::int64_t number = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::vector<std::string> list_in(std::string_view body, std::string_view name) {
  std::vector<std::string> all;
  const auto member = find_member(body, name);
  if (!member) return all;
  if (json_kind(*member) != JsonKind::array) return {text_of(*member)};
  for_each_element(*member, [&](std::string_view element) {
    all.push_back(text_of(element));
    return true;
  });
  return all;
}

// `index_patterns`, or the one `template` of old versions.
std::vector<std::string> patterns_of(std::string_view body) {
  std::vector<std::string> patterns = list_in(body, "index_patterns");
  const auto old = find_member(body, "template");
  if (patterns.empty() && old && json_kind(*old) == JsonKind::string) {
    patterns.push_back(text_of(*old));
  }
  return patterns;
}

bool matches(std::string_view body, const std::string& index) {
  const std::vector<std::string> patterns = patterns_of(body);
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const std::string& pattern) { return matches_wildcard(pattern, index); });
}

// Settings may be written with dots or as objects, with or without `index.` before them.
void read_settings(std::string_view json, const std::string& around, MappingLimits& limits) {
  for_each_member(json, [&](std::string_view key, std::string_view value) {
    const std::string name = around.empty() ? text_of(key) : around + "." + text_of(key);
    if (json_kind(value) == JsonKind::object) {
      read_settings(value, name, limits);
      return true;
    }
    const std::string text = text_of(value);
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    const std::string_view rest =
        name.starts_with("index.") ? std::string_view(name).substr(6) : std::string_view(name);
    if (rest == "mapping.total_fields.limit") limits.total_fields = number;
    if (rest == "mapping.depth.limit") limits.depth = number;
    return true;
  });
}

// `holder` is what holds settings and mappings.
std::optional<Failure> apply(std::string_view holder, const Claim& claim, IndexSchema& schema) {
  const auto settings = find_member(holder, "settings");
  if (settings && json_kind(*settings) == JsonKind::object) {
    read_settings(*settings, "", schema.limits);
  }
  const std::string_view json = mapping_in("_template", holder);
  if (json.empty()) return std::nullopt;
  auto mapping = parse_mapping(json, &claim);
  if (!mapping) return Failure{mapping.error()};
  merge_mapping(schema.mapping, std::move(mapping.value()));
  return std::nullopt;
}

std::optional<Failure> apply_composable(const std::string& index, std::string_view body,
                                        const TemplateSet& templates, const Claim& claim,
                                        IndexSchema& schema) {
  std::vector<std::string_view> layers;
  for (const std::string& name : list_in(body, "composed_of")) {
    const auto component = templates.components.find(name);
    if (component != templates.components.end()) layers.push_back(component->second);
  }
  layers.push_back(body);
  for (const std::string_view layer : layers) {
    const auto holder = find_member(layer, "template");
    if (!holder || json_kind(*holder) != JsonKind::object) continue;
    if (auto failure = apply(*holder, claim, schema)) return failure;
  }
  if (!find_member(body, "data_stream")) return std::nullopt;
  std::unique_ptr<Field>& time = schema.mapping.root.properties["@timestamp"];
  if (time == nullptr) {
    time = std::move(parse_field("@timestamp", R"({"type":"date"})", &claim).value());
  }
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  char day[16];
  schema.backing_index = ".ds-" + index + "-";
  schema.backing_index.append(day, std::strftime(day, sizeof day, "%Y.%m.%d", &utc));
  schema.backing_index += "-000001";
  return std::nullopt;
}

}  // namespace

std::string find_mapping_type(std::string_view mappings) {
  std::string type;
  std::size_t members = 0;
  for_each_member(mappings, [&](std::string_view key, std::string_view) {
    type = std::string(key.substr(1, key.size() - 2));
    return ++members < 2;
  });
  const bool parameter = std::find(mapping_parameters.begin(), mapping_parameters.end(), type) !=
                         mapping_parameters.end();
  return members == 1 && !parameter ? type : std::string();
}

std::string_view mapping_in(std::string_view kind, std::string_view body) {
  std::optional<std::string_view> holder = trim_json_space(body);
  if (kind != "_template") holder = find_member(*holder, "template");
  if (!holder || json_kind(*holder) != JsonKind::object) return {};
  auto mappings = find_member(*holder, "mappings");
  if (!mappings || json_kind(*mappings) != JsonKind::object) return {};
  const std::string type = find_mapping_type(*mappings);
  if (!type.empty()) mappings = find_member(*mappings, type);
  return *mappings;
}

Result<IndexSchema> make_schema(const std::string& index, const TemplateSet& templates,
                                const Claim& claim) {
  IndexSchema schema;
  const std::string* best = nullptr;
  for (const auto& [name, body] : templates.composable) {
    if (!matches(body, index)) continue;
    if (best == nullptr || number_in(body, "priority", 0) > number_in(*best, "priority", 0)) {
      best = &body;
    }
  }
  if (best != nullptr) {
    if (auto failure = apply_composable(index, *best, templates, claim, schema)) return *failure;
    return schema;
  }
  std::vector<std::string_view> legacy;
  for (const auto& [name, body] : templates.legacy) {
    if (matches(body, index)) legacy.push_back(body);
  }
  std::stable_sort(legacy.begin(), legacy.end(), [](std::string_view a, std::string_view b) {
    return number_in(a, "order", 0) < number_in(b, "order", 0);
  });
  for (const std::string_view body : legacy) {
    if (auto failure = apply(body, claim, schema)) return *failure;
  }
  schema.is_enforced = !legacy.empty() || !claim.is(Product::dashbase);
  return schema;
}

std::string write_schema(const IndexSchema& schema) {
  return "{\"mappings\":" + write_mapping(schema.mapping) +
         ",\"total_fields\":" + std::to_string(schema.limits.total_fields) +
         ",\"depth\":" + std::to_string(schema.limits.depth) +
         ",\"backing_index\":" + quote_json(schema.backing_index) +
         ",\"is_enforced\":" + (schema.is_enforced ? "1" : "0") + "}";
}

Result<IndexSchema> read_schema(std::string_view text) {
  IndexSchema schema;
  auto mapping = parse_mapping(find_member(text, "mappings").value_or("{}"), nullptr);
  if (!mapping) return Failure{mapping.error()};
  schema.mapping = std::move(mapping.value());
  schema.limits.total_fields = number_in(text, "total_fields", schema.limits.total_fields);
  schema.limits.depth = number_in(text, "depth", schema.limits.depth);
  schema.backing_index = text_of(find_member(text, "backing_index").value_or("\"\""));
  schema.is_enforced = number_in(text, "is_enforced", 1) != 0;
  return schema;
}

bool patterns_overlap(std::string_view a, std::string_view b) {
  while (!a.empty() && !b.empty() && a[0] != '*' && b[0] != '*') {
    if (a[0] != b[0]) return false;
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
  while (!a.empty() && !b.empty() && a.back() != '*' && b.back() != '*') {
    if (a.back() != b.back()) return false;
    a.remove_suffix(1);
    b.remove_suffix(1);
  }
  // A star on each side, at its beginning or end, can swallow whatever the other holds.
  const bool a_star = a.find('*') != std::string_view::npos;
  const bool b_star = b.find('*') != std::string_view::npos;
  if (a_star && b_star) return true;
  if (a_star) return matches_wildcard(a, b);
  return b_star ? matches_wildcard(b, a) : a == b;
}

std::optional<ApiError> find_template_conflict(const std::string& name, std::string_view body,
                                               const TemplateSet& templates) {
  std::string missing;
  for (const std::string& component : list_in(body, "composed_of")) {
    const std::vector<std::string> ignored = list_in(body, "ignore_missing_component_templates");
    if (templates.components.contains(component) ||
        std::find(ignored.begin(), ignored.end(), component) != ignored.end()) {
      continue;
    }
    missing += (missing.empty() ? "" : ", ") + component;
  }
  if (!missing.empty()) {
    return ApiError{400,
                    "invalid_index_template_exception",
                    "index_template [" + name + "] invalid, cause [index template [" + name +
                        "] specifies component templates [" + missing + "] that do not exist]",
                    {}};
  }
  const std::int64_t priority = number_in(body, "priority", 0);
  for (const auto& [other_name, other] : templates.composable) {
    if (other_name == name || number_in(other, "priority", 0) != priority) continue;
    for (const std::string& mine : patterns_of(body)) {
      for (const std::string& theirs : patterns_of(other)) {
        if (!patterns_overlap(mine, theirs)) continue;
        return ApiError{400,
                        "illegal_argument_exception",
                        "index template [" + name + "] has index patterns [" + mine +
                            "] matching patterns from existing templates [" + other_name +
                            "] with patterns (" + other_name + " => [" + theirs +
                            "]) that have the same priority [" + std::to_string(priority) +
                            "], multiple index templates may not match during index creation, "
                            "please use a different priority",
                        {}};
      }
    }
  }
  return std::nullopt;
}

}  // namespace sluice::bulkd
