// What a bulk request does to the documents.
#include "bulk_request.hpp"
#include "document_mapper.hpp"
#include "kit_names.hpp"
#include "store_internal.hpp"

namespace sluice::bulkd {

Result<std::vector<ItemResult>> Store::apply(std::vector<BulkItem>& items,
                                             bool one_type_per_index) {
  const std::lock_guard lock(mutex_);
  std::vector<ItemResult> results(items.size());
  if (!begin() || !apply_all(items, one_type_per_index, results) || !commit()) {
    Failure why = failure("store the request");
    rollback();
    return why;
  }
  return results;
}

bool Store::apply_all(std::vector<BulkItem>& items, bool one_type,
                      std::vector<ItemResult>& results) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].error) {
      results[i].status = items[i].error->status;
      results[i].error = std::move(items[i].error);
    } else if (!apply_one(items[i], one_type, results[i])) {
      return false;
    }
  }
  return true;
}

bool Store::apply_one(BulkItem& item, bool one_type, ItemResult& result) {
  auto refuse = [&](int status, const char* type, std::string reason, std::string uuid) {
    result.status = status;
    result.error = std::make_unique<ItemError>(
        ItemError{status, type, std::move(reason), {}, {}, std::move(uuid)});
    return true;
  };
  Index* index = nullptr;
  if (item.op == BulkOp::remove) {
    const auto found = indices_.find(item.index);
    if (found == indices_.end()) {
      return refuse(404, "index_not_found_exception", "no such index [" + item.index + "]", "_na_");
    }
    index = &found->second;
  } else {
    std::string problem;
    index = find_or_create(item.index, item.type, problem);
    if (!problem.empty()) {
      return refuse(400, "mapper_parsing_exception", "Failed to parse mapping [_doc]: " + problem,
                    "_na_");
    }
    if (index == nullptr) return false;
  }
  if (one_type && index->type != item.type) {
    return refuse(400, "illegal_argument_exception",
                  "Rejecting mapping update to [" + item.index +
                      "] as the final mapping would have more than 1 type: [" + index->type + ", " +
                      item.type + "]",
                  index->uuid);
  }
  if (index->schema.is_data_stream()) result.index = index->schema.backing_index;
  if (item.op == BulkOp::remove && !index->schema.is_data_stream()) {
    return delete_document(item, *index, result);
  }
  if (index->schema.is_data_stream() && item.op != BulkOp::create) {
    return refuse(400, "illegal_argument_exception",
                  "only write ops with an op_type of create are allowed in data streams",
                  index->uuid);
  }
  if (auto error = find_document_error(item, *index)) {
    error->index_uuid = index->uuid;
    result.status = error->status;
    result.error = std::move(error);
    return true;
  }
  return write_document(item, *index, result);
}

// Whether the document fits the mapping, which grows with it.
std::unique_ptr<ItemError> Store::find_document_error(const BulkItem& item, Index& index) {
  if (!index.schema.is_enforced) return nullptr;
  DocumentMapper mapper(index.schema.mapping, index.schema.limits, claim_, item.index);
  if (index.schema.is_data_stream()) {
    const auto time = find_member(trim_json_space(item.source), "@timestamp");
    if (!time || json_kind(*time) == JsonKind::null) {
      const std::string type = claim_.parse_failure_type();
      const bool located = type == "document_parsing_exception";
      return std::make_unique<ItemError>(
          ItemError{400,
                    type,
                    located ? "[1:1] failed to parse" : "failed to parse",
                    "illegal_argument_exception",
                    "data stream timestamp field [@timestamp] is missing",
                    {}});
    }
  }
  auto error = mapper.map(item.source, item.id, claim_.keeps_type() ? item.type : "_doc");
  if (!error && mapper.changed()) index.touched = index.schema_changed = true;
  return error;
}

Store::Index* Store::find_or_create(const std::string& name, const std::string& type,
                                    std::string& problem) {
  const auto found = indices_.find(name);
  if (found != indices_.end()) return &found->second;
  Index index;
  const auto templates = all_templates();
  if (!templates) return nullptr;
  auto schema = make_schema(name, *templates, claim_);
  if (!schema) {
    problem = schema.error();
    return nullptr;
  }
  index.schema = std::move(schema.value());
  index.uuid = make_document_id();
  index.type = type;
  if (!sql_->add_index.bind(1, name).bind(2, index.uuid).bind(3, type).run()) return nullptr;
  index.n = sqlite3_last_insert_rowid(sql_->database.get());
  index.touched = true;
  index.schema_changed = true;
  return &indices_.emplace(name, std::move(index)).first->second;
}

bool Store::write_document(BulkItem& item, Index& index, ItemResult& result) {
  const bool create = item.op == BulkOp::create;
  Use write(create ? sql_->create : sql_->replace);
  write->bind(1, index.n).bind(2, item.id).bind(3, item.type);
  write->bind(4, index.next_seq).bind(5, item.source);
  const int rc = write->step();
  if (create) {
    if (rc != SQLITE_DONE) return false;
    if (sqlite3_changes(sql_->database.get()) == 0) return report_conflict(item, index, result);
    result.version = 1;
  } else {
    if (rc != SQLITE_ROW) return false;
    result.version = write->number(0);
    if (write->step() != SQLITE_DONE) return false;
  }
  const bool is_new = result.version == 1;
  result.status = is_new ? 201 : 200;
  result.result = is_new ? "created" : "updated";
  result.seq_no = index.next_seq++;
  if (is_new) ++index.documents;
  index.touched = true;
  return true;
}

bool Store::report_conflict(const BulkItem& item, const Index& index, ItemResult& result) {
  Use find(sql_->find_version);
  if (find->bind(1, index.n).bind(2, item.id).step() != SQLITE_ROW) return false;
  result.status = 409;
  result.error = std::make_unique<ItemError>(
      ItemError{409,
                "version_conflict_engine_exception",
                "[" + item.id + "]: version conflict, document already exists (current version [" +
                    std::to_string(find->number(0)) + "])",
                {},
                {},
                index.uuid});
  return true;
}

bool Store::delete_document(const BulkItem& item, Index& index, ItemResult& result) {
  Use remove(sql_->remove);
  const int rc = remove->bind(1, index.n).bind(2, item.id).step();
  if (rc != SQLITE_ROW && rc != SQLITE_DONE) return false;
  const bool found = rc == SQLITE_ROW;
  result.status = found ? 200 : 404;
  result.result = found ? "deleted" : "not_found";
  result.version = found ? remove->number(0) + 1 : 1;
  if (found && remove->step() != SQLITE_DONE) return false;
  result.seq_no = index.next_seq++;
  if (found) --index.documents;
  index.touched = true;
  return true;
}

}  // namespace sluice::bulkd
