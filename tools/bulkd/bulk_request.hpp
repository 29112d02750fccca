// The strict reader of `_bulk` bodies: Elasticsearch's BulkRequestParser, rule by rule.
// Threading: free functions; make_document_id may be called from any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bulk_item.hpp"
#include "kit_names.hpp"

namespace sluice::bulkd {

struct BulkDefaults {
  std::string index;  // from the URL; empty: every action line must name one
  std::string type;
  bool takes_type = false;  // whether action lines may carry `_type`
  bool require_alias = false;
};

// The actions of `body` in order. Whatever is wrong with an action line refuses the whole request;
// whatever is wrong with one document, id or index name is that item's error.
// The items point into `body`, which must outlive them.
std::variant<std::vector<BulkItem>, ApiError> parse_bulk(std::string_view body,
                                                         const BulkDefaults& defaults,
                                                         const Claim& claim);

// Why Elasticsearch would not create an index of this name; nothing when it would.
std::optional<std::string> find_index_name_error(std::string_view name);

// A new id: 20 characters of time, process and counter, as Elasticsearch makes them.
std::string make_document_id();

}  // namespace sluice::bulkd
