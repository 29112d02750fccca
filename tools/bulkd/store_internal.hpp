// What store.cpp and store_apply.cpp share: an index in memory, and the statements.
#pragma once

#include <cstdint>
#include <string>

#include "index_schema.hpp"
#include "sqlite.hpp"
#include "store.hpp"

namespace sluice::bulkd {

struct Store::Index {
  std::int64_t n = 0;
  std::string uuid;
  std::string type;  // of its first document
  std::int64_t next_seq = 0;
  std::int64_t documents = 0;
  bool touched = false;  // by the transaction that is open
  IndexSchema schema;
  bool schema_changed = false;  // by the transaction that is open
};

struct Store::Sql {
  DatabaseHandle database;  // first, so that the statements go before it
  Statement begin, commit, rollback;
  Statement add_index, save_index, drop_index, drop_documents;
  Statement create, replace, remove, find, find_version, scan, page;
  Statement save_schema, drop_schema;
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
           save_schema.prepare(db, "INSERT OR REPLACE INTO schemas VALUES(?,?)") &&
           drop_schema.prepare(db, "DELETE FROM schemas WHERE idx=?") &&
           put_template.prepare(db, "INSERT OR REPLACE INTO templates VALUES(?,?,?)") &&
           add_template.prepare(db, "INSERT OR IGNORE INTO templates VALUES(?,?,?)") &&
           all_templates.prepare(db, "SELECT name,body FROM templates WHERE kind=?") &&
           drop_template.prepare(db, "DELETE FROM templates WHERE kind=? AND name=?");
  }
};

}  // namespace sluice::bulkd
