// What a field becomes that the mapping does not know yet.
// Threading: free functions without state.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <kit/mapping/mapping.hpp>
#include <kit/mapping/result.hpp>

namespace sluice::mapping {

// The field for a first value, by the dynamic templates and otherwise by its JSON type. `path` is
// the whole of it, `name` its last part. Null: such a value makes no field (null). The failure is
// Elasticsearch's reason. REQUIRES: the value is no array.
Result<std::unique_ptr<Field>> make_dynamic_field(const Mapping& mapping, const std::string& path,
                                                  const std::string& name, std::string_view value,
                                                  const Claim& claim);

}  // namespace sluice::mapping
