#include "store.hpp"

#include <array>

#include "bulk_request.hpp"
#include "sqlite.hpp"
#include "wildcard.hpp"

namespace sluice::bulkd {
namespace {

// Marks files as bulkd's ("BLKD"), so that another program's database is not taken for one.
constexpr std::int64_t application_id = 0x424C4B44;

constexpr const char* schema = R"sql(
  CREATE TABLE IF NOT EXISTS indices(
    n INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, uuid TEXT NOT NULL, type TEXT NOT NULL,
    next_seq INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS docs(
    n INTEGER PRIMARY KEY, idx INTEGER NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL,
    version INTEGER NOT NULL, seq INTEGER NOT NULL, source TEXT NOT NULL, UNIQUE(idx, id));
  CREATE TABLE IF NOT EXISTS templates(
    kind TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY(kind, name));
)sql";

}  // namespace

struct Store::Index {
  std::int64_t n = 0;
  std::string uuid;
  std::string type;  // of its first document
  std::int64_t next_seq = 0;
  std::int64_t documents = 0;
  bool touched = false;  // by the transaction that is open
};

struct Store::Sql {
  DatabaseHandle database;  // first, so that the statements go before it
  Statement begin, commit, rollback;
  Statement add_index, save_index, drop_index, drop_documents;
  Statement create, replace, remove, find, find_version, scan, page;
  Statement put_template, add_template, all_templates, drop_template;

  bool exec(const char* text) {
    return sqlite3_exec(database.get(), text, nullptr, nullptr, nullptr) == SQLITE_OK;
  }

  bool prepare_all() {
    sqlite3* db = database.get();
    return begin.prepare(db, "BEGIN IMMEDIATE") && commit.prepare(db, "COMMIT") &&
           rollback.prepare(db, "ROLLBACK") &&
           add_index.prepare(db, "INSERT INTO indices(name,uuid,type,next_seq) VALUES(?,?,?,0)") &&
           save_index.prepare(db, "UPDATE indices SET next_seq=? WHERE n=?") &&
           drop_index.prepare(db, "DELETE FROM indices WHERE n=?") &&
           drop_documents.prepare(db, "DELETE FROM docs WHERE idx=?") &&
           create.prepare(db,
                          "INSERT INTO docs(idx,id,type,version,seq,source) VALUES(?,?,?,1,?,?)"
                          " ON CONFLICT(idx,id) DO NOTHING") &&
           replace.prepare(
               db,
               "INSERT INTO docs(idx,id,type,version,seq,source) VALUES(?,?,?,1,?,?)"
               " ON CONFLICT(idx,id) DO UPDATE SET version=version+1,type=excluded.type,"
               "seq=excluded.seq,source=excluded.source RETURNING version") &&
           remove.prepare(db, "DELETE FROM docs WHERE idx=? AND id=? RETURNING version") &&
           find.prepare(db, "SELECT type,version,seq,source FROM docs WHERE idx=? AND id=?") &&
           find_version.prepare(db, "SELECT version FROM docs WHERE idx=? AND id=?") &&
           scan.prepare(db, "SELECT type,version,seq,source,id FROM docs WHERE idx=? ORDER BY n") &&
           page.prepare(db,
                        "SELECT type,version,seq,source,id FROM docs WHERE idx=? ORDER BY n"
                        " LIMIT ? OFFSET ?") &&
           put_template.prepare(db, "INSERT OR REPLACE INTO templates VALUES(?,?,?)") &&
           add_template.prepare(db, "INSERT OR IGNORE INTO templates VALUES(?,?,?)") &&
           all_templates.prepare(db, "SELECT name,body FROM templates WHERE kind=?") &&
           drop_template.prepare(db, "DELETE FROM templates WHERE kind=? AND name=?");
  }
};

Store::Store() : sql_(std::make_unique<Sql>()) {}
Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::open(const std::string& path) {
  std::unique_ptr<Store> store(new Store);
  sqlite3* raw = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  const int rc = sqlite3_open_v2(path.empty() ? ":memory:" : path.c_str(), &raw, flags, nullptr);
  store->sql_->database.reset(raw);
  if (rc != SQLITE_OK || !store->create_tables() || !store->sql_->prepare_all() ||
      !store->load_indices()) {
    std::string reason = sqlite3_errmsg(raw);
    if (sqlite3_errcode(raw) == SQLITE_BUSY) reason = "another process uses it";
    if (sqlite3_errcode(raw) == SQLITE_OK) reason = "it belongs to another program";
    return Failure{"could not open data file \"" + path + "\": " + reason};
  }
  return store;
}

bool Store::create_tables() {
  // Exclusive: the counts are kept in memory, so a second process must not write.
  if (!sql_->exec("PRAGMA locking_mode=EXCLUSIVE")) return false;
  Statement id;
  if (!id.prepare(sql_->database.get(),
                  "SELECT (SELECT application_id FROM pragma_application_id),"
                  "(SELECT count(*) FROM sqlite_schema)") ||
      id.step() != SQLITE_ROW) {
    return false;
  }
  const bool foreign = id.number(0) != application_id && id.number(1) > 0;
  id.reset();
  if (foreign) return false;  // before anything in it was changed
  const std::string mark = "PRAGMA application_id=" + std::to_string(application_id);
  return sql_->exec(
             "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
             "PRAGMA cache_size=-32000; PRAGMA wal_autocheckpoint=4000") &&
         sql_->exec("BEGIN IMMEDIATE") && sql_->exec(schema) && sql_->exec(mark.c_str()) &&
         sql_->exec("COMMIT");
}

bool Store::load_indices() {
  indices_.clear();
  Statement all;
  if (!all.prepare(sql_->database.get(),
                   "SELECT i.n,i.name,i.uuid,i.type,i.next_seq,"
                   "(SELECT count(*) FROM docs d WHERE d.idx=i.n) FROM indices i")) {
    return false;
  }
  int rc = all.step();
  for (; rc == SQLITE_ROW; rc = all.step()) {
    indices_[std::string(all.text(1))] = Index{all.number(0),
                                               std::string(all.text(2)),
                                               std::string(all.text(3)),
                                               all.number(4),
                                               all.number(5),
                                               false};
  }
  return rc == SQLITE_DONE;
}

Failure Store::failure(const char* what) {
  return Failure{std::string("could not ") + what + ": " + sqlite3_errmsg(sql_->database.get())};
}

bool Store::begin() {
  return sql_->begin.run();
}
bool Store::commit() {
  return save_touched() && sql_->commit.run();
}

void Store::rollback() {
  if (sqlite3_get_autocommit(sql_->database.get()) == 0) sql_->rollback.run();
  load_indices();
}

bool Store::save_touched() {
  for (auto& [name, index] : indices_) {
    if (!index.touched) continue;
    index.touched = false;
    if (!sql_->save_index.bind(1, index.next_seq).bind(2, index.n).run()) return false;
  }
  return true;
}

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
    index = find_or_create(item.index, item.type);
    if (index == nullptr) return false;
  }
  if (one_type && index->type != item.type) {
    return refuse(400, "illegal_argument_exception",
                  "Rejecting mapping update to [" + item.index +
                      "] as the final mapping would have more than 1 type: [" + index->type + ", " +
                      item.type + "]",
                  index->uuid);
  }
  return item.op == BulkOp::remove ? delete_document(item, *index, result)
                                   : write_document(item, *index, result);
}

Store::Index* Store::find_or_create(const std::string& name, const std::string& type) {
  const auto found = indices_.find(name);
  if (found != indices_.end()) return &found->second;
  Index index;
  index.uuid = make_document_id();
  index.type = type;
  if (!sql_->add_index.bind(1, name).bind(2, index.uuid).bind(3, type).run()) return nullptr;
  index.n = sqlite3_last_insert_rowid(sql_->database.get());
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

std::vector<IndexInfo> Store::indices() {
  const std::lock_guard lock(mutex_);
  std::vector<IndexInfo> all;
  for (const auto& [name, index] : indices_) all.push_back({name, index.uuid, index.documents});
  return all;
}

Result<SearchPage> Store::search(const std::vector<std::string>& names,
                                 const std::function<bool(std::string_view)>& wanted,
                                 std::int64_t from, std::int64_t size) {
  const std::lock_guard lock(mutex_);
  SearchPage page;
  for (const std::string& name : names) {
    const auto found = indices_.find(name);
    if (found == indices_.end()) continue;  // deleted since the names were looked up
    const Index& index = found->second;
    // Without a condition the total is known, and SQLite can skip to the page.
    const std::int64_t skip = std::max<std::int64_t>(0, from - page.total);
    const std::int64_t room = size - static_cast<std::int64_t>(page.hits.size());
    if (!wanted && (room <= 0 || skip >= index.documents)) {
      page.total += index.documents;
      continue;
    }
    Use rows(wanted ? sql_->scan : sql_->page);
    rows->bind(1, index.n);
    if (!wanted) rows->bind(2, room).bind(3, skip);
    int rc = rows->step();
    for (; rc == SQLITE_ROW; rc = rows->step()) {
      if (wanted && !wanted(rows->text(3))) continue;
      const bool on_page =
          !wanted || (page.total >= from && static_cast<std::int64_t>(page.hits.size()) < size);
      if (wanted) ++page.total;
      if (!on_page) continue;
      page.hits.push_back({name, std::string(rows->text(0)), std::string(rows->text(4)),
                           rows->number(1), rows->number(2), std::string(rows->text(3))});
    }
    if (rc != SQLITE_DONE) return failure("search");
    if (!wanted) page.total += index.documents;
  }
  return page;
}

Result<std::optional<Document>> Store::get(const std::string& index, const std::string& id) {
  const std::lock_guard lock(mutex_);
  const auto found = indices_.find(index);
  if (found == indices_.end()) return std::optional<Document>();
  Use row(sql_->find);
  const int rc = row->bind(1, found->second.n).bind(2, id).step();
  if (rc == SQLITE_DONE) return std::optional<Document>();
  if (rc != SQLITE_ROW) return failure("read the document");
  return std::optional<Document>(Document{index, std::string(row->text(0)), id, row->number(1),
                                          row->number(2), std::string(row->text(3))});
}

Result<bool> Store::remove_index(const std::string& name) {
  const std::lock_guard lock(mutex_);
  const auto found = indices_.find(name);
  if (found == indices_.end()) return false;
  const std::int64_t n = found->second.n;
  if (!begin() || !sql_->drop_documents.bind(1, n).run() || !sql_->drop_index.bind(1, n).run() ||
      !commit()) {
    Failure why = failure("delete the index");
    rollback();
    return why;
  }
  indices_.erase(found);
  return true;
}

Result<bool> Store::put_template(const std::string& kind, const std::string& name,
                                 const std::string& body, bool only_new) {
  const std::lock_guard lock(mutex_);
  Statement& put = only_new ? sql_->add_template : sql_->put_template;
  if (!put.bind(1, kind).bind(2, name).bind(3, body).run()) return failure("store the template");
  return !only_new || sqlite3_changes(sql_->database.get()) > 0;
}

Result<std::map<std::string, std::string>> Store::templates(const std::string& kind,
                                                            const std::string& name_pattern) {
  const std::lock_guard lock(mutex_);
  std::map<std::string, std::string> all;
  Use rows(sql_->all_templates);
  rows->bind(1, kind);
  int rc = rows->step();
  for (; rc == SQLITE_ROW; rc = rows->step()) {
    if (matches_wildcard(name_pattern, rows->text(0))) {
      all.emplace(rows->text(0), rows->text(1));
    }
  }
  if (rc != SQLITE_DONE) return failure("read the templates");
  return all;
}

Result<bool> Store::remove_template(const std::string& kind, const std::string& name) {
  const std::lock_guard lock(mutex_);
  if (!sql_->drop_template.bind(1, kind).bind(2, name).run()) {
    return failure("delete the template");
  }
  return sqlite3_changes(sql_->database.get()) > 0;
}

}  // namespace sluice::bulkd
