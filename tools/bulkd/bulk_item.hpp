// One action of a bulk request, and how it ended.
// Threading: plain values, owned by the thread that serves the request.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace sluice::bulkd {

enum class BulkOp { create, index, remove, update };

constexpr std::string_view op_name(BulkOp op) {
  switch (op) {
    case BulkOp::create:
      return "create";
    case BulkOp::index:
      return "index";
    case BulkOp::remove:
      return "delete";
    case BulkOp::update:
      break;
  }
  return "update";
}

struct ItemError {
  int status = 400;
  std::string type;
  std::string reason;
  std::string cause_type;  // empty: no "caused_by"
  std::string cause_reason;
  std::string index_uuid;  // empty: the error says nothing about the index
};

struct BulkItem {
  BulkOp op = BulkOp::index;
  bool require_alias = false;
  std::string index;
  std::string id;  // made up by the parser when the request names none
  std::string type;
  std::string_view source;           // into the request body, without its line end
  std::unique_ptr<ItemError> error;  // set: refused before it came to the store
};

struct ItemResult {
  int status = 0;
  std::string index;  // where it went, when that is not where it was sent; empty: there
  std::int64_t version = 0;
  std::int64_t seq_no = 0;
  const char* result = "";  // "created", "updated", "deleted", "not_found"
  std::unique_ptr<ItemError> error;
};

// Refusal of a whole request.
struct ApiError {
  int status = 400;
  std::string type;
  std::string reason;
  std::string index;  // empty: the error is not about one index
};

}  // namespace sluice::bulkd
