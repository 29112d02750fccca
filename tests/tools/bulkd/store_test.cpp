// The store alone: what it keeps, what survives, what it will not open.
#include "store.hpp"

#include <fstream>

#include <sqlite3.h>

#include "support.hpp"

namespace sluice::bulkd {
namespace {

std::unique_ptr<Store> open_store(const std::string& path) {
  auto store = Store::open(path);
  EXPECT_TRUE(store.ok()) << (store.ok() ? "" : store.error());
  return store.ok() ? std::move(store.value()) : nullptr;
}

ItemResult apply_one(Store& store, BulkOp op, const std::string& id, std::string_view source,
                     const std::string& type = "_doc", bool one_type = false) {
  std::vector<BulkItem> items(1);
  items[0].op = op;
  items[0].index = "i";
  items[0].id = id;
  items[0].type = type;
  items[0].source = source;
  auto results = store.apply(items, one_type);
  EXPECT_TRUE(results.ok());
  return std::move(results.value().at(0));
}

TEST(Store, CountsVersions) {
  const auto store = open_store("");
  EXPECT_EQ(apply_one(*store, BulkOp::create, "1", "{}").status, 201);
  EXPECT_EQ(apply_one(*store, BulkOp::create, "1", "{}").status, 409);
  const ItemResult updated = apply_one(*store, BulkOp::index, "1", "{\"a\":1}");
  EXPECT_EQ(updated.status, 200);
  EXPECT_STREQ(updated.result, "updated");
  EXPECT_EQ(updated.version, 2);
  EXPECT_EQ(updated.seq_no, 1);
  EXPECT_EQ(store->indices().at(0).documents, 1);
  EXPECT_EQ(apply_one(*store, BulkOp::remove, "1", "").status, 200);
  EXPECT_EQ(apply_one(*store, BulkOp::remove, "1", "").status, 404);
  EXPECT_EQ(store->indices().at(0).documents, 0);
  EXPECT_EQ(apply_one(*store, BulkOp::create, "1", "{}").status, 201);
}

TEST(Store, KeepsBytes) {
  const auto store = open_store("");
  const std::string id("a\0b", 3);
  const std::string source = "{ \"n\" : 1.000000000000000000001,\t\"\\u0041\":\"\\ud800\" }";
  apply_one(*store, BulkOp::index, id, source);
  apply_one(*store, BulkOp::index, "a", "{}");
  const auto document = store->get("i", id);
  ASSERT_TRUE(document.ok() && document.value());
  EXPECT_EQ(document.value()->source, source);
}

TEST(Store, MayInsistOnOneType) {
  const auto store = open_store("");
  EXPECT_EQ(apply_one(*store, BulkOp::index, "1", "{}", "x", true).status, 201);
  EXPECT_EQ(apply_one(*store, BulkOp::index, "2", "{}", "y", true).status, 400);
  EXPECT_EQ(apply_one(*store, BulkOp::index, "2", "{}", "y", false).status, 201);
}

TEST(Store, PagesAcrossIndices) {
  const auto store = open_store("");
  std::vector<BulkItem> items;
  for (const char* index : {"a", "b", "c"}) {
    for (int i = 0; i < 4; ++i) {
      BulkItem item;
      item.index = index;
      item.id = std::to_string(i);
      item.source = i % 2 == 0 ? "{\"even\":1}" : "{}";
      items.push_back(std::move(item));
    }
  }
  ASSERT_TRUE(store->apply(items, false).ok());
  const auto ids = [&](const std::function<bool(std::string_view)>& wanted, std::int64_t from,
                       std::int64_t size) {
    const auto page = store->search({"a", "b", "gone", "c"}, wanted, from, size);
    std::string out = std::to_string(page.value().total);
    for (const Document& hit : page.value().hits) out += " " + hit.index + hit.id;
    return out;
  };
  EXPECT_EQ(ids({}, 0, 2), "12 a0 a1");
  EXPECT_EQ(ids({}, 3, 6), "12 a3 b0 b1 b2 b3 c0");
  EXPECT_EQ(ids({}, 11, 5), "12 c3");
  EXPECT_EQ(ids({}, 12, 5), "12");
  EXPECT_EQ(ids({}, 0, 0), "12");
  const auto even = [](std::string_view source) { return source != "{}"; };
  EXPECT_EQ(ids(even, 0, 3), "6 a0 a2 b0");
  EXPECT_EQ(ids(even, 3, 9), "6 b2 c0 c2");
}

TEST(Store, IsThereAfterReopening) {
  const TemporaryDirectory directory;
  const std::string path = directory.file("data.db");
  {
    const auto store = open_store(path);
    apply_one(*store, BulkOp::create, "1", "{\"a\":1}");
    apply_one(*store, BulkOp::create, "2", "{\"a\":2}");
    ASSERT_TRUE(store->put_template("_template", "t", "{}", true).ok());
  }
  const auto store = open_store(path);
  EXPECT_EQ(store->indices().at(0).documents, 2);
  EXPECT_EQ(store->get("i", "2").value()->source, "{\"a\":2}");
  EXPECT_EQ(apply_one(*store, BulkOp::create, "1", "{}").status, 409);
  EXPECT_EQ(apply_one(*store, BulkOp::create, "3", "{}").seq_no, 2);
  EXPECT_FALSE(store->put_template("_template", "t", "{}", true).value());
}

TEST(Store, ForgetsDeletedIndices) {
  const auto store = open_store("");
  apply_one(*store, BulkOp::create, "1", "{}");
  EXPECT_TRUE(store->remove_index("i").value());
  EXPECT_FALSE(store->remove_index("i").value());
  EXPECT_EQ(apply_one(*store, BulkOp::create, "1", "{}").status, 201);
  EXPECT_EQ(store->indices().at(0).documents, 1);
}

TEST(Store, SaysWhyItDoesNotOpen) {
  const TemporaryDirectory directory;
  EXPECT_NE(Store::open(directory.file("no/such.db")).error().find("no/such.db"),
            std::string::npos);
  std::ofstream(directory.file("text")) << std::string(5000, 'x');
  EXPECT_NE(Store::open(directory.file("text")).error().find("not a database"), std::string::npos);
}

TEST(Store, LeavesForeignDatabasesAlone) {
  const TemporaryDirectory directory;
  const std::string path = directory.file("foreign.db");
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(database, "CREATE TABLE t(a)", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(database);
  const std::string before = read_file(path);
  EXPECT_NE(Store::open(path).error().find("belongs to another program"), std::string::npos);
  EXPECT_EQ(read_file(path), before);
}

// A request that fails in the middle must leave nothing: here a trigger breaks the last insert.
TEST(Store, StoresAllOrNothing) {
  const TemporaryDirectory directory;
  const std::string path = directory.file("data.db");
  {
    const auto store = open_store(path);
    apply_one(*store, BulkOp::create, "first", "{}");
  }
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
  const char* trap =
      "CREATE TRIGGER trap BEFORE INSERT ON docs WHEN NEW.id='trap'"
      " BEGIN SELECT RAISE(ABORT,'trapped'); END";
  ASSERT_EQ(sqlite3_exec(database, trap, nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(database);
  const auto store = open_store(path);
  std::vector<BulkItem> items(3);
  for (int i = 0; i < 3; ++i) {
    items[static_cast<std::size_t>(i)].index = i == 0 ? "new" : "i";
    items[static_cast<std::size_t>(i)].id = i == 2 ? "trap" : std::to_string(i);
    items[static_cast<std::size_t>(i)].source = "{}";
  }
  const auto results = store->apply(items, false);
  ASSERT_FALSE(results.ok());
  EXPECT_NE(results.error().find("trapped"), std::string::npos);
  ASSERT_EQ(store->indices().size(), 1U);
  EXPECT_EQ(store->indices()[0].documents, 1);
  EXPECT_EQ(apply_one(*store, BulkOp::create, "second", "{}").status, 201);
}

TEST(Store, SharesWithNobody) {
  const TemporaryDirectory directory;
  const std::string path = directory.file("data.db");
  const auto store = open_store(path);
  const auto second = Store::open(path);
  ASSERT_FALSE(second.ok());
  EXPECT_NE(second.error().find("another process uses it"), std::string::npos);
}

}  // namespace
}  // namespace sluice::bulkd
