// What the settings of dashbase-bulk say, checked and made ready for use. Plain data.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <kit/http_client.hpp>
#include <sluice/settings.hpp>

namespace sluice {

enum class StoreFamily { unknown, dashbase, elasticsearch, opensearch };

struct BulkOptions {
  std::string host;  // without a slash at its end
  std::string index;
  std::string type;                          // of the action lines; empty: none is written
  StoreFamily store = StoreFamily::unknown;  // as configured; unknown: auto
  bool create = true;                        // op_type; false: index
  bool ids = true;                           // the event's id as _id
  bool gzip = false;
  uint32_t max_documents = 0;
  uint64_t max_bytes = 0;
  kit::HttpClientOptions http;       // with all headers; no abort_requested
  std::vector<std::string> secrets;  // what no message may show

  /// invalid_config, pointing at the setting; no message holds a secret.
  static Result<BulkOptions> from(const Settings& settings);

  /// The text with every secret in it replaced.
  std::string redact(std::string text) const;
};

}  // namespace sluice
