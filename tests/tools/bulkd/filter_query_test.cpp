// filter_path, q= and wildcards.
#include <string>

#include <gtest/gtest.h>

#include "filter_path.hpp"
#include "index_schema.hpp"
#include "kit_names.hpp"
#include "query.hpp"

namespace sluice::bulkd {
namespace {

constexpr const char* reply =
    R"({"took":3,"errors":true,"items":[{"index":{"_id":"1","status":201}},)"
    R"({"create":{"_id":"2","status":400,"error":{"type":"t","reason":"r"}}}]})";

std::string filtered(std::string_view patterns, std::string_view json = reply) {
  return FilterPath(patterns).apply(json);
}

TEST(FilterPath, KeepsWhatBulkClientsAskFor) {
  EXPECT_EQ(filtered("took,errors,items.*.status,items.*.error"),
            R"({"took":3,"errors":true,"items":[{"index":{"status":201}},)"
            R"({"create":{"status":400,"error":{"type":"t","reason":"r"}}}]})");
}

TEST(FilterPath, LeavesOutWhatBecomesEmpty) {
  EXPECT_EQ(filtered("errors,items.*.error"),
            R"({"errors":true,"items":[{"create":{"error":{"type":"t","reason":"r"}}}]})");
  EXPECT_EQ(filtered("nothing"), "{}");
  EXPECT_EQ(filtered("took.deeper"), "{}");
}

TEST(FilterPath, KnowsStarsAndExclusions) {
  EXPECT_EQ(filtered("**.type"), R"({"items":[{"create":{"error":{"type":"t"}}}]})");
  EXPECT_EQ(filtered("-items"), R"({"took":3,"errors":true})");
  EXPECT_EQ(filtered("items,-items.*.error,-items.*._*"),
            R"({"items":[{"index":{"status":201}},{"create":{"status":400}}]})");
  EXPECT_EQ(filtered("e*s"), R"({"errors":true})");
}

TEST(FilterPath, KeepsDigits) {
  EXPECT_EQ(filtered("a", R"({"a":{"b":12345678901234567890.10,"c":{}},"d":1})"),
            R"({"a":{"b":12345678901234567890.10,"c":{}}})");
}

bool matches(std::string_view query, std::string_view document) {
  const auto parsed = Query::parse(query);
  EXPECT_TRUE(parsed.ok()) << query;
  return parsed.ok() && parsed.value().matches(document);
}

TEST(Query, ComparesFields) {
  constexpr const char* document =
      R"({"level":"error","a":{"b":[{"c":1},{"c":2.50}]},"x.y":"dotted",)"
      R"("t":true,"n":null,"s":"a b"})";
  for (const char* query :
       {"*", "*:*", "", "level:error", "level:err*", "a.b.c:1", "a.b.c:2.50", "x.y:dotted",
        "t:true", "level:*", "a:*", "level:error AND t:true", "s:\"a b\"", "s:a*"}) {
    EXPECT_TRUE(matches(query, document)) << query;
  }
  for (const char* query :
       {"level:warn", "a.b.c:2.5", "a.b:1", "missing:*", "n:*", "n:null", "level:error AND t:false",
        "level:\"err*\"", "leve:error", "a.b.c.d:1"}) {
    EXPECT_FALSE(matches(query, document)) << query;
  }
}

TEST(Query, RefusesWhatItCannotDo) {
  for (const char* query : {"word", ":x", "a:", "a:1 OR b:2", "a:1 AND", "a:\"x", "(a:1)"}) {
    EXPECT_FALSE(Query::parse(query).ok()) << query;
  }
}

TEST(Patterns, Overlap) {
  struct Case {
    const char* a;
    const char* b;
    bool overlap;
  };
  for (const Case& c : std::vector<Case>{{"a", "a", true},
                                         {"a", "b", false},
                                         {"*", "a", true},
                                         {"a*", "ab*", true},
                                         {"a*", "b*", false},
                                         {"*a", "*b", false},
                                         {"a*", "*b", true},
                                         {"la*", "l", false},
                                         {"l*", "l", true},
                                         {"a*c", "abc", true},
                                         {"a*c", "abd", false}}) {
    EXPECT_EQ(patterns_overlap(c.a, c.b), c.overlap) << c.a << ' ' << c.b;
    EXPECT_EQ(patterns_overlap(c.b, c.a), c.overlap) << c.a << ' ' << c.b;
  }
}

TEST(Wildcard, Matches) {
  EXPECT_TRUE(matches_wildcard("*", ""));
  EXPECT_TRUE(matches_wildcard("a*b*c", "aXbYbc"));
  EXPECT_TRUE(matches_wildcard("logs-*", "logs-"));
  EXPECT_FALSE(matches_wildcard("a*b", "abc"));
  EXPECT_FALSE(matches_wildcard("", "a"));
}

}  // namespace
}  // namespace sluice::bulkd
