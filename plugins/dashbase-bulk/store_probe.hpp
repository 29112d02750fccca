// What a store says of itself in its reply to `GET /`. It is a hint: some stores claim to be
// another for the sake of their clients, and some do not answer.
#pragma once

#include <string>
#include <string_view>

#include "bulk_options.hpp"

namespace sluice {

class BulkReply;

struct StoreInfo {
  StoreFamily family = StoreFamily::unknown;
  int major = 0;     // 0: not known
  std::string name;  // for messages: "Elasticsearch 8.15.0"

  /// Whether such a store refuses an action line with `_type`, and with it the whole request.
  bool refuses_type() const;
};

/// Reads the body of a reply to `GET /`. What it does not tell stays unknown.
StoreInfo read_store_info(BulkReply& reader, std::string& body);

}  // namespace sluice
