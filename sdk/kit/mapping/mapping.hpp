// The mapping of an index: what each field is, and what becomes of new ones.
// Threading: plain values; the store's lock guards those of its indices.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <kit/mapping/claim.hpp>
#include <kit/mapping/field_types.hpp>
#include <kit/mapping/result.hpp>

namespace sluice::mapping {

enum class Dynamic { yes, no, strict };

// Settings, in order, as JSON text.
using JsonMembers = std::vector<std::pair<std::string, std::string>>;

struct Field;
using Fields = std::map<std::string, std::unique_ptr<Field>, std::less<>>;

struct Field {
  const FieldType* type = nullptr;
  JsonMembers parameters;  // but type, properties and fields
  // What of these has a meaning here:
  std::optional<Dynamic> dynamic;  // none: as around it
  bool enabled = true;
  bool ignore_malformed = false;
  std::int64_t ignore_above = -1;  // characters; -1: no limit
  int depth_limit = 20;
  std::vector<std::string> formats;  // of a date

  Fields properties;
  Fields fields;  // further ways to index the same value
};

struct DynamicTemplate {
  std::string name;
  std::string json;  // as it was written
  std::vector<std::string> match, unmatch, path_match, path_unmatch, match_mapping_type;
  bool is_regex = false;
  std::string mapping;  // JSON, with {name} and {dynamic_type} in it
};

struct Mapping {
  Field root;  // an object; its parameters are the mapping's own
  bool date_detection = true;
  bool numeric_detection = false;
  std::vector<std::string> date_formats;  // that make text a date
  std::vector<DynamicTemplate> dynamic_templates;

  Mapping();
};

// Reads a mapping without the name of a type around it. The failure is Elasticsearch's reason.
// Without a claim the types and parameters of every version are known.
Result<Mapping> parse_mapping(std::string_view json, const Claim* claim);

// Reads one field's mapping. `dynamic_type` stands in for a type that it does not name.
Result<std::unique_ptr<Field>> parse_field(std::string_view name, std::string_view json,
                                           const Claim* claim,
                                           std::string_view dynamic_type = "object");

// Puts `over` on top of `base`; where both say something, `over` counts.
void merge_mapping(Mapping& base, Mapping over);

std::string write_mapping(const Mapping& mapping);

// Fields, objects and sub-fields below it, as Elasticsearch counts them against its limit.
std::int64_t count_fields(const Field& field);

// The member of a JSON object with this name.
std::optional<std::string_view> find_member(std::string_view object, std::string_view name);
// The text of a quoted key or value; as it is written when it has no text.
std::string text_of(std::string_view quoted);

}  // namespace sluice::mapping
