// Whether a value fits the type of a field.
// Threading: free functions without state.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <kit/mapping/mapping.hpp>

namespace sluice::mapping {

// Why a value does not fit, as Elasticsearch puts it into `caused_by`.
struct Misfit {
  std::string type = "illegal_argument_exception";
  std::string reason;
  // Elasticsearch refuses the document for this reason alone, without naming the field before it.
  bool is_whole = false;
};

// REQUIRES: a field without properties, and a value that is no array and not null.
std::optional<Misfit> find_misfit(const Field& field, std::string_view path,
                                  std::string_view value);

}  // namespace sluice::mapping
