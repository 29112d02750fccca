#include "template_rules.hpp"

#include <string>

#include "index_schema.hpp"
#include "kit_names.hpp"

namespace sluice::bulkd {
namespace {

std::optional<ApiError> check_mappings(std::string_view mappings, const TemplateRequest& request,
                                       const Claim& claim) {
  if (claim.is(Product::dashbase)) return std::nullopt;
  const std::string type = find_mapping_type(mappings);
  const bool empty = trim_json_space(mappings.substr(1, mappings.size() - 2)).empty();
  const bool legacy = request.kind == "_template";
  const bool typed_by_default = claim.keeps_type();
  bool wants_type = legacy && typed_by_default;
  if (legacy && claim.takes_type() && request.include_type_name != nullptr) {
    wants_type = *request.include_type_name != "false";
  }
  if (empty || wants_type == !type.empty()) return std::nullopt;
  if (wants_type) {
    return ApiError{400,
                    "mapper_parsing_exception",
                    "Root mapping definition has unsupported parameters: a mapping of this version "
                    "stands under the name of its type",
                    {}};
  }
  if (type == "_doc" && claim.takes_type()) {
    return ApiError{400,
                    "illegal_argument_exception",
                    "The mapping definition cannot be nested under a type [_doc] unless "
                    "include_type_name is set to true.",
                    {}};
  }
  return ApiError{400,
                  "mapper_parsing_exception",
                  "Root mapping definition has unsupported parameters:  [" + type + " : {...}]",
                  {}};
}

}  // namespace

std::optional<ApiError> find_template_error(const TemplateRequest& request, const Claim& claim) {
  if (trim_json_space(request.body).empty()) {
    return ApiError{400, "parse_exception", "request body is required", {}};
  }
  if (const auto error = find_json_error(request.body)) {
    return ApiError{400,
                    "parse_exception",
                    "Failed to parse content to map: " + error->reason + " at byte " +
                        std::to_string(error->offset),
                    {}};
  }
  const std::string_view body = trim_json_space(request.body);
  if (json_kind(body) != JsonKind::object) {
    return ApiError{400, "parse_exception", "Failed to parse content to map: not an object", {}};
  }
  const bool component = request.kind == "_component_template";
  const bool old_pattern = claim.takes_type() && find_member(body, "template").has_value();
  if (!component && !find_member(body, "index_patterns") &&
      !(request.kind == "_template" && old_pattern)) {
    return ApiError{400,
                    "action_request_validation_exception",
                    "Validation Failed: 1: index patterns are missing;",
                    {}};
  }
  std::optional<std::string_view> holder = body;
  if (request.kind != "_template") holder = find_member(body, "template");
  if (component && !holder) {
    return ApiError{400, "x_content_parse_exception", "Required [template]", {}};
  }
  if (!holder || json_kind(*holder) != JsonKind::object) return std::nullopt;
  const auto mappings = find_member(*holder, "mappings");
  if (!mappings || json_kind(*mappings) != JsonKind::object) return std::nullopt;
  if (auto error = check_mappings(*mappings, request, claim)) return error;
  const auto mapping = parse_mapping(mapping_in(request.kind, body), &claim);
  if (mapping) return std::nullopt;
  return ApiError{
      400, "mapper_parsing_exception", "Failed to parse mapping [_doc]: " + mapping.error(), {}};
}

}  // namespace sluice::bulkd
