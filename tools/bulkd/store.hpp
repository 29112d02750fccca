// The documents, in SQLite: the exact bytes of each, under (index, id).
//
// Every call is one transaction. With a file, what a call has returned survives the end of the
// process, however it ends (write-ahead log; a power cut may cost the last moments).
//
// Threading: every method may be called from any thread; one lock serialises them.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bulk_item.hpp"
#include "index_schema.hpp"
#include "kit_names.hpp"

namespace sluice::bulkd {

struct Document {
  std::string index;
  std::string type;
  std::string id;
  std::int64_t version = 0;
  std::int64_t seq_no = 0;
  std::string source;  // as it was sent
};

struct IndexInfo {
  std::string name;
  std::string uuid;
  std::int64_t documents = 0;
};

struct SearchPage {
  std::int64_t total = 0;
  std::vector<Document> hits;
};

class Store {
 public:
  // An empty `path` keeps everything in memory. What is claimed decides which documents fit.
  static Result<std::unique_ptr<Store>> open(const std::string& path, const Claim& claim = {});
  ~Store();

  // Carries out the items in order and says how each ended; items with an error are only echoed.
  // A failure (a full disk) means that nothing of it was stored.
  Result<std::vector<ItemResult>> apply(std::vector<BulkItem>& items, bool one_type_per_index);

  std::vector<IndexInfo> indices();

  // Documents of the named indices that `wanted` likes (empty: all), oldest first.
  Result<SearchPage> search(const std::vector<std::string>& names,
                            const std::function<bool(std::string_view source)>& wanted,
                            std::int64_t from, std::int64_t size);
  Result<std::optional<Document>> get(const std::string& index, const std::string& id);
  // False: there is no such index.
  Result<bool> remove_index(const std::string& name);

  // The mapping of an index, without the name of a type around it, and that name; nothing: there is
  // no such index.
  std::optional<std::string> mapping(const std::string& name, std::string* type);

  // Templates are kept as they were sent, and applied to indices that are made later.
  // False: `only_new`, and it is there already.
  Result<bool> put_template(const std::string& kind, const std::string& name,
                            const std::string& body, bool only_new);
  Result<Templates> templates(const std::string& kind, const std::string& name_pattern);
  Result<TemplateSet> template_set();
  Result<bool> remove_template(const std::string& kind, const std::string& name);

 private:
  struct Index;
  struct Sql;

  Store();
  bool create_tables();
  bool load_indices();
  Failure failure(const char* what);
  bool apply_all(std::vector<BulkItem>& items, bool one_type, std::vector<ItemResult>& results);
  bool apply_one(BulkItem& item, bool one_type, ItemResult& result);
  bool write_document(BulkItem& item, Index& index, ItemResult& result);
  bool report_conflict(const BulkItem& item, const Index& index, ItemResult& result);
  bool delete_document(const BulkItem& item, Index& index, ItemResult& result);
  std::unique_ptr<ItemError> find_document_error(const BulkItem& item, Index& index);
  std::optional<TemplateSet> all_templates();
  Result<Templates> read_templates(const std::string& kind, const std::string& name_pattern);
  // `problem`: why the templates for it do not go together; then, and when SQLite fails, null.
  Index* find_or_create(const std::string& name, const std::string& type, std::string& problem);
  bool save_touched();
  bool begin();
  bool commit();
  void rollback();

  Claim claim_;
  std::mutex mutex_;
  std::unique_ptr<Sql> sql_;
  std::map<std::string, Index, std::less<>> indices_;  // mirrors the table, with the counts
};

}  // namespace sluice::bulkd
