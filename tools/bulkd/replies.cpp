#include "replies.hpp"

#include "kit_names.hpp"

namespace sluice::bulkd {
namespace {

constexpr std::string_view shards = R"("_shards":{"total":2,"successful":1,"failed":0})";
constexpr std::string_view search_shards =
    R"("_shards":{"total":1,"successful":1,"skipped":0,"failed":0})";

void add_text(std::string& out, std::string_view key, std::string_view value) {
  if (out.back() != '{') out += ',';
  append_json_string(out, key);
  out += ':';
  append_json_string(out, value);
}

void add_raw(std::string& out, std::string_view key, std::string_view json) {
  if (out.back() != '{') out += ',';
  append_json_string(out, key);
  out += ':';
  out += json;
}

void add_number(std::string& out, std::string_view key, std::int64_t value) {
  add_raw(out, key, std::to_string(value));
}

// `_index`, `_type` where the version has it, `_id`.
void add_address(std::string& out, const Claim& claim, const std::string& index,
                 const std::string& type, const std::string& id) {
  add_text(out, "_index", index);
  if (claim.replies_with_type()) {
    add_text(out, "_type", claim.keeps_type() && !type.empty() ? type : "_doc");
  }
  add_text(out, "_id", id);
}

void add_item_error(std::string& out, const ItemError& error, const std::string& index) {
  out += ",\"error\":{";
  add_text(out, "type", error.type);
  add_text(out, "reason", error.reason);
  if (!error.cause_type.empty()) {
    out += ",\"caused_by\":{";
    add_text(out, "type", error.cause_type);
    add_text(out, "reason", error.cause_reason);
    out += '}';
  }
  if (!error.index_uuid.empty()) {
    add_text(out, "index_uuid", error.index_uuid);
    if (error.status == 409) add_text(out, "shard", "0");
    add_text(out, "index", index);
  }
  out += '}';
}

void add_item(std::string& out, const BulkItem& item, const ItemResult& result,
              const Claim& claim) {
  out += '{';
  append_json_string(out, op_name(item.op));
  out += ":{";
  const std::string& index = result.index.empty() ? item.index : result.index;
  add_address(out, claim, index, item.type, item.id);
  if (result.error) {
    add_number(out, "status", result.status);
    add_item_error(out, *result.error, index);
  } else {
    add_number(out, "_version", result.version);
    add_text(out, "result", result.result);
    out += ',';
    out += shards;
    add_number(out, "_seq_no", result.seq_no);
    add_number(out, "_primary_term", 1);
    add_number(out, "status", result.status);
  }
  out += "}}";
}

}  // namespace

std::string error_body(const ApiError& error) {
  std::string cause = "{";
  add_text(cause, "type", error.type);
  add_text(cause, "reason", error.reason);
  if (!error.index.empty()) {
    add_text(cause, "index_uuid", "_na_");
    add_text(cause, "index", error.index);
  }
  std::string out = "{\"error\":{\"root_cause\":[" + cause + "}]," + cause.substr(1) + "}";
  add_number(out, "status", error.status);
  return out + "}";
}

std::string plain_error_body(int status, std::string_view text) {
  std::string out = "{";
  add_text(out, "error", text);
  add_number(out, "status", status);
  return out + "}";
}

std::string root_body(const Claim& claim) {
  std::string out = "{";
  add_text(out, "name", "bulkd");
  add_text(out, "cluster_name", "bulkd");
  add_text(out, "cluster_uuid", "bulkd-bulkd-bulkd-bulk");
  out += ",\"version\":{";
  if (claim.is(Product::opensearch)) add_text(out, "distribution", "opensearch");
  if (claim.is(Product::dashbase)) add_text(out, "distribution", "dashbase");
  add_text(out, "number", claim.number);
  if (claim.is(Product::elasticsearch)) add_text(out, "build_flavor", "default");
  add_text(out, "build_type", "tar");
  add_text(out, "build_hash", "unknown");
  add_text(out, "build_date", "1970-01-01T00:00:00.000Z");
  add_raw(out, "build_snapshot", "false");
  add_text(out, "lucene_version", "none, this is bulkd");
  out += '}';
  add_text(out, "tagline",
           claim.is(Product::opensearch) ? "The OpenSearch Project: https://opensearch.org/"
                                         : "You Know, for Search");
  return out + "}";
}

std::string bulk_body(std::int64_t took_ms, const std::vector<BulkItem>& items,
                      const std::vector<ItemResult>& results, const Claim& claim) {
  bool errors = false;
  for (const ItemResult& result : results) errors = errors || result.error != nullptr;
  std::string out = "{";
  out.reserve(64 + items.size() * 200);
  add_number(out, "took", took_ms);
  add_raw(out, "errors", errors ? "true" : "false");
  out += ",\"items\":[";
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += ',';
    add_item(out, items[i], results[i], claim);
  }
  return out + "]}";
}

std::string count_body(std::int64_t count) {
  std::string out = "{";
  add_number(out, "count", count);
  out += ',';
  out += search_shards;
  return out + "}";
}

std::string search_body(std::int64_t took_ms, const SearchPage& page, bool with_version,
                        const Claim& claim) {
  std::string out = "{";
  add_number(out, "took", took_ms);
  out += ",\"timed_out\":false,";
  out += search_shards;
  const std::string total = std::to_string(page.total);
  out += ",\"hits\":{\"total\":";
  out += claim.total_is_object() ? "{\"value\":" + total + ",\"relation\":\"eq\"}" : total;
  out += page.total > 0 ? ",\"max_score\":1.0" : ",\"max_score\":null";
  out += ",\"hits\":[";
  bool first = true;
  for (const Document& hit : page.hits) {
    out += first ? "{" : ",{";
    first = false;
    add_address(out, claim, hit.index, hit.type, hit.id);
    if (with_version) add_number(out, "_version", hit.version);
    add_raw(out, "_score", "1.0");
    add_raw(out, "_source", hit.source);
    out += '}';
  }
  return out + "]}}";
}

std::string document_body(const Document& document, const Claim& claim) {
  std::string out = "{";
  add_address(out, claim, document.index, document.type, document.id);
  add_number(out, "_version", document.version);
  add_number(out, "_seq_no", document.seq_no);
  add_number(out, "_primary_term", 1);
  add_raw(out, "found", "true");
  add_raw(out, "_source", document.source);
  return out + "}";
}

std::string missing_document_body(const std::string& index, const std::string& id,
                                  const Claim& claim) {
  std::string out = "{";
  add_address(out, claim, index, {}, id);
  add_raw(out, "found", "false");
  return out + "}";
}

std::string acknowledged_body() {
  return R"({"acknowledged":true})";
}

}  // namespace sluice::bulkd
