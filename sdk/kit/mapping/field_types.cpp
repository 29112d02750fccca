#include <algorithm>
#include <initializer_list>

#include <kit/mapping/field_types.hpp>

namespace sluice::mapping {
namespace {

constexpr double none = 0;
constexpr double two_63 = 9223372036854775808.0;

constexpr FieldType types[] = {
    {"object", FieldKind::object},
    {"nested", FieldKind::nested},
    {"flattened", FieldKind::flattened, none, none, 7, 3, 0, 0},
    {"flat_object", FieldKind::flattened, none, none, 0, 0, 2, 7},
    {"keyword", FieldKind::keyword},
    {"constant_keyword", FieldKind::keyword, none, none, 7, 7, 2, 14},
    {"wildcard", FieldKind::keyword, none, none, 7, 9, 2, 15},
    {"text", FieldKind::text},
    {"match_only_text", FieldKind::text, none, none, 7, 14, 2, 12},
    {"long", FieldKind::integer, -two_63, two_63},
    {"integer", FieldKind::integer, -2147483648.0, 2147483647.0},
    {"short", FieldKind::integer, -32768, 32767},
    {"byte", FieldKind::integer, -128, 127},
    {"unsigned_long", FieldKind::unsigned_long, none, none, 7, 10, 2, 8},
    {"double", FieldKind::real, -1.7976931348623157e308, 1.7976931348623157e308},
    {"float", FieldKind::real, -3.4028235e38, 3.4028235e38},
    {"half_float", FieldKind::real, -65504, 65504},
    {"scaled_float", FieldKind::real, -1.7976931348623157e308, 1.7976931348623157e308},
    {"boolean", FieldKind::boolean},
    {"date", FieldKind::date},
    {"date_nanos", FieldKind::date, none, none, 7, 0, 1, 0},
    {"ip", FieldKind::ip},
    {"alias", FieldKind::alias, none, none, 6, 4, 1, 0},
    {"geo_point", FieldKind::opaque},
    {"binary", FieldKind::opaque},
};

using Names = std::initializer_list<std::string_view>;

bool is_one_of(std::string_view name, Names names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_scalar_parameter(std::string_view name) {
  return is_one_of(name, {"index", "store", "doc_values", "null_value", "boost", "copy_to",
                          "similarity", "on_script_error", "script"});
}

}  // namespace

const FieldType* find_field_type(std::string_view name, const Claim* claim) {
  for (const FieldType& type : types) {
    if (type.name != name) continue;
    if (claim == nullptr) return &type;
    const bool open = claim->is(Product::opensearch);
    const int major = open ? type.opensearch_major : type.elasticsearch_major;
    const int minor = open ? type.opensearch_minor : type.elasticsearch_minor;
    return major > 0 && claim->at_least(major, minor) ? &type : nullptr;
  }
  return nullptr;
}

bool takes_parameter(const FieldType& type, std::string_view name) {
  if (is_one_of(name, {"type", "meta"})) return true;
  if (type.has_properties()) {
    return is_one_of(name, {"properties", "dynamic", "enabled", "include_in_parent",
                            "include_in_root", "subobjects"});
  }
  if (type.kind == FieldKind::alias) return name == "path";
  if (type.kind == FieldKind::opaque) return true;
  if (type.name == "flat_object") return false;  // OpenSearch gives it none
  if (type.kind == FieldKind::flattened) {
    return is_one_of(name, {"ignore_above", "depth_limit", "index", "doc_values", "null_value",
                            "similarity", "index_options", "eager_global_ordinals", "boost",
                            "split_queries_on_whitespace", "time_series_dimensions"});
  }
  if (type.name == "constant_keyword") return name == "value";
  if (name == "fields") return true;
  if (type.name == "wildcard") return is_one_of(name, {"ignore_above", "null_value", "copy_to"});
  if (is_scalar_parameter(name)) return true;
  switch (type.kind) {
    case FieldKind::keyword:
      return is_one_of(
          name, {"ignore_above", "normalizer", "norms", "index_options", "eager_global_ordinals",
                 "split_queries_on_whitespace", "time_series_dimension"});
    case FieldKind::text:
      return is_one_of(name, {"analyzer", "search_analyzer", "search_quote_analyzer", "norms",
                              "index_options", "eager_global_ordinals", "fielddata",
                              "index_phrases", "fielddata_frequency_filter", "index_prefixes",
                              "position_increment_gap", "term_vector"});
    case FieldKind::integer:
    case FieldKind::unsigned_long:
    case FieldKind::real:
      return is_one_of(name, {"coerce", "ignore_malformed", "scaling_factor",
                              "time_series_dimension", "time_series_metric"});
    case FieldKind::date:
      return is_one_of(name, {"format", "locale", "ignore_malformed"});
    case FieldKind::ip:
      return is_one_of(name, {"ignore_malformed", "time_series_dimension"});
    case FieldKind::boolean:
      return is_one_of(name, {"ignore_malformed", "time_series_dimension"});
    default:
      return false;
  }
}

}  // namespace sluice::mapping
