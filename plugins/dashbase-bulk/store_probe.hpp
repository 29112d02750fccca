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
  int major = 0;  // 0: not known
  int minor = 0;
  bool is_basic = true;  // has what Elastic's own distribution adds to the open source one
  std::string name;      // for messages: "Elasticsearch 8.15.0"

  bool at_least(int wanted_major, int wanted_minor) const {
    return major > wanted_major || (major == wanted_major && minor >= wanted_minor);
  }

  /// Whether such a store refuses an action line with `_type`, and with it the whole request.
  bool refuses_type() const;
};

/// What to go by where the settings say what the store is: their word, with the store's own where
/// it does not contradict them.
StoreInfo settled_info(const BulkOptions& options, const StoreInfo& said);

/// Reads the body of a reply to `GET /`. What it does not tell stays unknown.
StoreInfo read_store_info(BulkReply& reader, std::string& body);

}  // namespace sluice
