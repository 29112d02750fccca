#include "store.hpp"

#include "kit_names.hpp"
#include "store_internal.hpp"

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
  CREATE TABLE IF NOT EXISTS schemas(idx INTEGER PRIMARY KEY, body TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS templates(
    kind TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY(kind, name));
)sql";

}  // namespace

Store::Store() : sql_(std::make_unique<Sql>()) {}
Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::open(const std::string& path, const Claim& claim) {
  std::unique_ptr<Store> store(new Store);
  store->claim_ = claim;
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
                   "(SELECT count(*) FROM docs d WHERE d.idx=i.n),s.body FROM indices i "
                   "LEFT JOIN schemas s ON s.idx=i.n")) {
    return false;
  }
  int rc = all.step();
  for (; rc == SQLITE_ROW; rc = all.step()) {
    Index& index = indices_[std::string(all.text(1))];
    index.n = all.number(0);
    index.uuid = all.text(2);
    index.type = all.text(3);
    index.next_seq = all.number(4);
    index.documents = all.number(5);
    index.schema.is_enforced = !claim_.is(Product::dashbase);
    if (all.text(6).empty()) continue;  // from before there were mappings
    auto schema = read_schema(all.text(6));
    if (!schema) return false;
    index.schema = std::move(schema.value());
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
    if (!index.schema_changed) continue;
    index.schema_changed = false;
    const std::string body = write_schema(index.schema);
    if (!sql_->save_schema.bind(1, index.n).bind(2, body).run()) return false;
  }
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
      !sql_->drop_schema.bind(1, n).run() || !commit()) {
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

std::optional<std::string> Store::mapping(const std::string& name, std::string* type) {
  const std::lock_guard lock(mutex_);
  const auto found = indices_.find(name);
  if (found == indices_.end()) return std::nullopt;
  *type = found->second.type.empty() ? "_doc" : found->second.type;
  return write_mapping(found->second.schema.mapping);
}

std::optional<TemplateSet> Store::all_templates() {
  auto legacy = read_templates("_template", "*");
  auto composable = read_templates("_index_template", "*");
  auto components = read_templates("_component_template", "*");
  if (!legacy || !composable || !components) return std::nullopt;
  return TemplateSet{std::move(legacy.value()), std::move(composable.value()),
                     std::move(components.value())};
}

Result<TemplateSet> Store::template_set() {
  const std::lock_guard lock(mutex_);
  auto all = all_templates();
  if (!all) return failure("read the templates");
  return std::move(*all);
}

Result<Templates> Store::templates(const std::string& kind, const std::string& name_pattern) {
  const std::lock_guard lock(mutex_);
  return read_templates(kind, name_pattern);
}

Result<Templates> Store::read_templates(const std::string& kind, const std::string& name_pattern) {
  Templates all;
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
