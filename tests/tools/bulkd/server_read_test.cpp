// Root, counts, searches, documents, statistics.
#include "support.hpp"

namespace sluice::bulkd {
namespace {

using nlohmann::json;

TEST(Root, SaysWhatItClaims) {
  const auto root = [](const char* claim) { return TestServer(claim).get("/"); };
  const auto es8 = root("elasticsearch:8.15.0");
  EXPECT_EQ(json::parse(es8.body)["version"]["number"], "8.15.0");
  EXPECT_EQ(json::parse(es8.body)["version"]["build_flavor"], "default");
  EXPECT_EQ(json::parse(es8.body)["tagline"], "You Know, for Search");
  EXPECT_EQ(es8.get_header_value("X-Elastic-Product"), "Elasticsearch");
  EXPECT_TRUE(root("elasticsearch:7.14.0").has_header("X-Elastic-Product"));
  EXPECT_FALSE(root("elasticsearch:7.13.4").has_header("X-Elastic-Product"));
  EXPECT_FALSE(root("elasticsearch:6.8.23").has_header("X-Elastic-Product"));
  const auto opensearch = root("opensearch:2.15.0");
  EXPECT_FALSE(opensearch.has_header("X-Elastic-Product"));
  EXPECT_EQ(json::parse(opensearch.body)["version"]["distribution"], "opensearch");
  EXPECT_EQ(json::parse(root("dashbase").body)["version"]["distribution"], "dashbase");
}

TEST(Head, HasNoBody) {
  const TestServer server;
  EXPECT_EQ(server.client().Head("/")->status, 200);
  EXPECT_EQ(server.client().Head("/logs")->status, 404);
  server.bulk(creates(1));
  EXPECT_EQ(server.client().Head("/logs")->status, 200);
  EXPECT_EQ(server.client().Head("/logs/_doc/d1")->status, 200);
  EXPECT_EQ(server.client().Head("/logs/_doc/d2")->status, 404);
}

TEST(Search, ReturnsExactText) {
  const TestServer server;
  const std::string source = R"({ "n":123456789012345678901234567890.10, "s":"\u00e9\/" })";
  server.bulk("{\"index\":{\"_index\":\"i\",\"_id\":\"1\"}}\n" + source + "\n");
  EXPECT_NE(server.get("/i/_search").body.find("\"_source\":" + source + "}"), std::string::npos);
  EXPECT_EQ(server.get("/i/_doc/1").body,
            R"({"_index":"i","_id":"1","_version":1,"_seq_no":0,"_primary_term":1,"found":true,)"
            "\"_source\":" +
                source + "}");
}

TEST(Search, FindsAndPages) {
  const TestServer server;
  server.bulk(creates(25));
  const auto hits = [&](const std::string& target) {
    return json::parse(server.get(target).body)["hits"];
  };
  EXPECT_EQ(hits("/_search")["hits"].size(), 10U);
  EXPECT_EQ(hits("/_search")["total"], json::parse(R"({"value":25,"relation":"eq"})"));
  EXPECT_EQ(hits("/_search?size=3&from=23")["hits"].size(), 2U);
  EXPECT_EQ(hits("/_search?size=3&from=23")["hits"][0]["_id"], "d24");
  EXPECT_EQ(hits("/logs/_search?q=n:7")["hits"][0]["_id"], "d7");
  EXPECT_EQ(hits("/logs/_search?q=n%3A7")["total"]["value"], 1);
  EXPECT_EQ(hits("/lo*,logs/_search?q=*&size=0")["total"]["value"], 25);
  EXPECT_EQ(hits("/logs/_search?q=n:1&version=true")["hits"][0]["_version"], 1);
  EXPECT_EQ(hits("/logs/_search?q=n:99")["max_score"], nullptr);
  const TestServer old("elasticsearch:6.8.23");
  old.bulk(creates(2));
  EXPECT_EQ(json::parse(old.get("/_search").body)["hits"]["total"], 2);
}

TEST(Search, SaysWhatItDoesNotUnderstand) {
  const TestServer server;
  server.bulk(creates(1));
  for (const char* target : {"/_search?q=word", "/_search?size=-1", "/_search?size=x",
                             "/_search?size=10001", "/_search?sizes=1"}) {
    EXPECT_EQ(server.get(target).status, 400) << target;
  }
  EXPECT_EQ(server.send("POST", "/_search", "{\"query\":{}}").status, 400);
  EXPECT_EQ(server.send("GET", "/_search", "{\"query\":{}}").status, 400);
}

TEST(Count, Counts) {
  const TestServer server;
  EXPECT_EQ(server.count(), 0);
  server.bulk(creates(3) + creates(2, "x", "other"));
  EXPECT_EQ(server.count(), 5);
  EXPECT_EQ(server.count("other"), 2);
  EXPECT_EQ(server.count("other,logs"), 5);
  EXPECT_EQ(server.count("o*"), 2);
  EXPECT_EQ(server.count("none*"), 0);
  EXPECT_EQ(server.count("_all"), 5);
  EXPECT_EQ(json::parse(server.get("/_count?q=n:2").body)["count"], 2);
  const auto missing = server.get("/missing/_count");
  EXPECT_EQ(missing.status, 404);
  EXPECT_EQ(json::parse(missing.body)["error"]["type"], "index_not_found_exception");
  EXPECT_EQ(server.get("/missing/_count?ignore_unavailable=true").status, 200);
}

TEST(Documents, AreFoundByDecodedId) {
  const TestServer server;
  server.bulk("{\"index\":{\"_index\":\"i\",\"_id\":\"a/b c+\xC3\xA9\"}}\n{\"x\":1}\n");
  EXPECT_EQ(server.get("/i/_doc/a%2Fb%20c+%C3%A9").status, 200);
  const auto missing = server.get("/i/_doc/a%2Fb");
  EXPECT_EQ(missing.status, 404);
  EXPECT_EQ(missing.body, R"({"_index":"i","_id":"a/b","found":false})");
  EXPECT_EQ(json::parse(server.get("/none/_doc/1").body)["error"]["type"],
            "index_not_found_exception");
}

TEST(Stats, Count) {
  const TestServer server;
  const std::string body = creates(3) + creates(1);
  server.bulk(body);
  server.send("POST", "/_bulk", "bad");
  const json stats = json::parse(server.get("/_stats").body);
  EXPECT_EQ(stats["indices"]["logs"]["primaries"]["docs"]["count"], 3);
  EXPECT_EQ(stats["_all"]["primaries"]["docs"]["count"], 3);
  EXPECT_EQ(stats["bulkd"]["items_by_status"], json::parse(R"({"201":3,"409":1})"));
  EXPECT_EQ(stats["bulkd"]["bulk_requests"], 2);
  EXPECT_EQ(stats["bulkd"]["requests"], 3);
  EXPECT_EQ(stats["bulkd"]["bytes"], body.size() + 3);
  EXPECT_GE(stats["bulkd"]["uptime_ms"], 0);
}

TEST(Replies, ArePrettyOnDemand) {
  const TestServer server;
  EXPECT_NE(server.get("/_count?pretty").body.find("{\n  \"count\" : 0,"), std::string::npos);
  EXPECT_EQ(server.get("/_count?pretty=false&filter_path=count").body, "{\"count\":0}");
}

TEST(Cat, ListsIndices) {
  const TestServer server;
  server.bulk(creates(2));
  EXPECT_NE(server.get("/_cat/indices?v").body.find(" logs "), std::string::npos);
}

TEST(Routes, UnknownOnes) {
  const TestServer server;
  for (const char* target : {"/_nothing", "/i/_nothing", "/a/b/c/d", "/_bulk/x", "/_x/_bulk"}) {
    const auto response = server.get(target);
    EXPECT_EQ(response.status, 404) << target;
    EXPECT_NE(json::parse(response.body)["error"].get<std::string>().find("no handler found"),
              std::string::npos);
  }
  const auto wrong = server.get("/_bulk");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong.get_header_value("Allow"), "POST,PUT");
  EXPECT_EQ(json::parse(wrong.body)["error"],
            "Incorrect HTTP method for uri [/_bulk] and method [GET], allowed: [POST,PUT]");
  EXPECT_EQ(server.send("PATCH", "/_count").status, 405);
  EXPECT_EQ(server.send("DELETE", "/_count").status, 405);
}

}  // namespace
}  // namespace sluice::bulkd
