// What an index is made with: the templates that match its name, put together.
// Threading: free functions without state; the values belong to the store.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "bulk_item.hpp"
#include "document_mapper.hpp"
#include "kit_names.hpp"

namespace sluice::bulkd {

// Bodies by name.
using Templates = std::map<std::string, std::string>;

struct TemplateSet {
  Templates legacy;
  Templates composable;
  Templates components;
};

struct IndexSchema {
  Mapping mapping;
  MappingLimits limits;
  std::string backing_index;  // of a data stream; empty: a plain index
  bool is_enforced = true;    // false: documents are taken as they come

  bool is_data_stream() const { return !backing_index.empty(); }
};

// What an index of this name gets. Composable templates go before legacy ones: the one with the
// highest priority alone, else all legacy ones, those of lower order below. Dashbase without a
// template takes any document: what its own mapping does is not documented.
// The failure is why the templates do not go together.
Result<IndexSchema> make_schema(const std::string& index, const TemplateSet& templates,
                                const Claim& claim);

// As text for the data file, and back.
std::string write_schema(const IndexSchema& schema);
Result<IndexSchema> read_schema(std::string_view text);

// Why the store would not take a composable template beside those that it has; nothing when it
// would.
std::optional<ApiError> find_template_conflict(const std::string& name, std::string_view body,
                                               const TemplateSet& templates);

// Whether there is a name that both patterns match.
bool patterns_overlap(std::string_view a, std::string_view b);

// The mapping in a body of this kind (`_template`, ...), without the name of a type around it;
// empty when there is none.
std::string_view mapping_in(std::string_view kind, std::string_view body);

// The name of the type that a mapping is nested under; empty when it has none.
std::string find_mapping_type(std::string_view mappings);

}  // namespace sluice::bulkd
