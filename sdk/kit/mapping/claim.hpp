// The product and version that bulkd claims to be, and what follows from it.
// Threading: a plain value, never changed after start.
#pragma once

#include <string>
#include <string_view>

#include <kit/mapping/result.hpp>

namespace sluice::mapping {

enum class Product { elasticsearch, opensearch, dashbase };

struct Claim {
  Product product = Product::dashbase;
  int major = 6;
  int minor = 8;
  std::string number = "6.8.23";

  bool at_least(int wanted_major, int wanted_minor) const {
    return major > wanted_major || (major == wanted_major && minor >= wanted_minor);
  }
  bool is(Product wanted) const { return product == wanted; }

  // `_type` in an action line: gone since Elasticsearch 8 and OpenSearch 2.
  bool takes_type() const;
  // Replies carry `_type`: as it was sent (6.x, Dashbase), or always `_doc` (7.x, OpenSearch 1).
  bool replies_with_type() const { return takes_type(); }
  bool keeps_type() const;
  // Elasticsearch 6 allows one type per index; Dashbase's types are its sub-tables.
  bool one_type_per_index() const;
  // `hits.total` became an object in Elasticsearch 7.
  bool total_is_object() const;
  bool has_composable_templates() const;
  // `X-Elastic-Product`, since Elasticsearch 7.14.
  bool sends_product_header() const;
  // The highest `compatible-with` of `application/vnd.elasticsearch+...`; 0 when not understood.
  int newest_compatibility() const;

  // What this version calls a document that it cannot parse, and a full queue.
  std::string parse_failure_type() const;
  std::string rejection_type() const;

  std::string describe() const;  // "elasticsearch 8.15.0"
};

// "elasticsearch:8.15.0", "opensearch:2.15.0", "dashbase" or "dashbase:6.8.23".
Result<Claim> parse_claim(std::string_view text);

}  // namespace sluice::mapping
