// Owners for SQLite's handles. Only the store includes this.
// Threading: a statement belongs to whoever holds the store's lock.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <sqlite3.h>

namespace sluice::bulkd {

struct CloseDatabase {
  void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
};
using DatabaseHandle = std::unique_ptr<sqlite3, CloseDatabase>;

// A prepared statement. One use: bind..., step until it is done, reset (see Use).
class Statement {
 public:
  Statement() = default;
  // False when SQLite refuses the text; sqlite3_errmsg tells why.
  bool prepare(sqlite3* database, std::string_view sql) {
    sqlite3_stmt* raw = nullptr;
    const int rc = sqlite3_prepare_v3(database, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
    handle_.reset(raw);
    return rc == SQLITE_OK;
  }

  // Bound text must stay until the statement is reset.
  Statement& bind(int position, std::string_view text) {
    // A null pointer would bind NULL instead of the empty text.
    sqlite3_bind_text64(handle_.get(), position, text.data() == nullptr ? "" : text.data(),
                        text.size(), SQLITE_STATIC, SQLITE_UTF8);
    return *this;
  }
  Statement& bind(int position, std::int64_t number) {
    sqlite3_bind_int64(handle_.get(), position, number);
    return *this;
  }

  int step() { return sqlite3_step(handle_.get()); }

  // Runs a statement that returns no rows.
  bool run() {
    const int rc = step();
    reset();
    return rc == SQLITE_DONE;
  }

  void reset() {
    sqlite3_reset(handle_.get());
    sqlite3_clear_bindings(handle_.get());
  }

  std::int64_t number(int column) { return sqlite3_column_int64(handle_.get(), column); }
  std::string_view text(int column) {
    const auto* data = sqlite3_column_text(handle_.get(), column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column));
    return {reinterpret_cast<const char*>(data), data == nullptr ? 0 : size};
  }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* handle) const { sqlite3_finalize(handle); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> handle_;
};

// Resets a statement at the end of a scope, also when the scope is left early.
class Use {
 public:
  explicit Use(Statement& statement) : statement_(statement) {}
  ~Use() { statement_.reset(); }
  Use(const Use&) = delete;
  Use& operator=(const Use&) = delete;
  Statement* operator->() { return &statement_; }

 private:
  Statement& statement_;
};

}  // namespace sluice::bulkd
