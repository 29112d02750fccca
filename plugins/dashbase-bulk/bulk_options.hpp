// What the settings of dashbase-bulk say, checked and made ready for use. Plain data.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <kit/http_client.hpp>
#include <sluice/settings.hpp>

#include "index_template.hpp"

namespace sluice {

enum class StoreFamily { unknown, dashbase, elasticsearch, opensearch };

enum class TemplateMode { automatic, legacy, composable, off };

/// The index template that the store should have.
struct TemplateOptions {
  std::string file;  // empty: none
  std::string name;  // empty: made from the index
  TemplateMode mode = TemplateMode::automatic;
  bool required = false;

  bool wanted() const { return !file.empty() && mode != TemplateMode::off; }
};

struct BulkOptions {
  std::vector<std::string> hosts;  // at least one; without a slash at the end
  IndexTemplate index;
  std::string type;                          // of the action lines; empty: none is written
  std::string pipeline;                      // of the action lines; empty: none is written
  StoreFamily store = StoreFamily::unknown;  // as configured; unknown: auto
  int store_major = 0;                       // as configured; 0: not said
  bool create = true;                        // op_type; false: index
  bool data_stream = false;
  bool ids = true;  // the event's id as _id
  bool gzip = false;
  uint32_t max_documents = 0;
  uint64_t max_bytes = 0;
  TemplateOptions index_template;
  kit::HttpClientOptions http;       // with all headers; no abort_requested
  std::vector<std::string> secrets;  // what no message may show

  /// invalid_config, pointing at the setting; no message holds a secret.
  static Result<BulkOptions> from(const Settings& settings);

  /// The text with every secret in it replaced.
  std::string redact(std::string text) const;
};

}  // namespace sluice
