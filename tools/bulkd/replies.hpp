// The JSON of replies, with Elasticsearch's fields in Elasticsearch's order.
// Threading: free functions without state.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bulk_item.hpp"
#include "kit_names.hpp"
#include "store.hpp"

namespace sluice::bulkd {

// {"error":{"root_cause":[...],"type":...,"reason":...},"status":400}
std::string error_body(const ApiError& error);
// {"error":"text","status":406}, the short form that Elasticsearch's HTTP layer uses.
std::string plain_error_body(int status, std::string_view text);
std::string root_body(const Claim& claim);
// REQUIRES: `results` belong to `items`, one each.
std::string bulk_body(std::int64_t took_ms, const std::vector<BulkItem>& items,
                      const std::vector<ItemResult>& results, const Claim& claim);
std::string count_body(std::int64_t count);
std::string search_body(std::int64_t took_ms, const SearchPage& page, bool with_version,
                        const Claim& claim);
std::string document_body(const Document& document, const Claim& claim);
std::string missing_document_body(const std::string& index, const std::string& id,
                                  const Claim& claim);
std::string acknowledged_body();

}  // namespace sluice::bulkd
