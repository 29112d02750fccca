// What the claimed version would say to a template.
// Threading: free functions without state.
#pragma once

#include <optional>
#include <string_view>

#include "bulk_item.hpp"
#include "kit_names.hpp"

namespace sluice::bulkd {

struct TemplateRequest {
  std::string_view kind;  // "_template", "_index_template", "_component_template"
  std::string_view name;
  std::string_view body;
  const std::string* include_type_name = nullptr;  // the parameter, when it was given
};

std::optional<ApiError> find_template_error(const TemplateRequest& request, const Claim& claim);

}  // namespace sluice::bulkd
