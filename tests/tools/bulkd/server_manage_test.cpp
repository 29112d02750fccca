// Deleting indices, templates, fault rules over HTTP, credentials.
#include "support.hpp"

namespace sluice::bulkd {
namespace {

using nlohmann::json;

TEST(Indices, AreDeleted) {
  const TestServer server;
  server.bulk(creates(2) + creates(2, "x", "other"));
  EXPECT_EQ(server.send("DELETE", "/logs").body, R"({"acknowledged":true})");
  EXPECT_EQ(server.send("DELETE", "/logs").status, 404);
  EXPECT_EQ(server.send("DELETE", "/*").status, 400);
  EXPECT_EQ(server.send("DELETE", "/_all").status, 400);
  EXPECT_EQ(server.count(), 2);
  EXPECT_EQ(server.send("POST", "/other/_refresh").status, 200);
}

TEST(Templates, AreKept) {
  const TestServer server;
  const std::string body = R"({"index_patterns":["l*"],"template":{"mappings":{"properties":{}}}})";
  const auto put = [&](const char* target) { return server.send("PUT", target, body).status; };
  EXPECT_EQ(put("/_index_template/t?create=true"), 200);
  EXPECT_EQ(put("/_index_template/t"), 200);
  EXPECT_EQ(put("/_index_template/t?create=true"), 400);
  EXPECT_EQ(server.get("/_index_template/t").body,
            "{\"index_templates\":[{\"name\":\"t\",\"index_template\":" + body + "}]}");
  EXPECT_EQ(server.get("/_index_template/u").status, 404);
  EXPECT_EQ(server.client().Head("/_index_template/t")->status, 200);
  EXPECT_EQ(server.send("DELETE", "/_index_template/t").status, 200);
  EXPECT_EQ(server.send("DELETE", "/_index_template/t").status, 404);
  EXPECT_EQ(put("/_component_template/c"), 200);
}

TEST(Templates, MustSuitTheVersion) {
  const std::string typed =
      R"({"index_patterns":["l*"],"mappings":{"_doc":{"properties":{"a":{"type":"date"}}}}})";
  const std::string typeless =
      R"({"index_patterns":["l*"],"mappings":{"properties":{"a":{"type":"date"}}}})";
  const auto status = [](const char* claim, const std::string& body, const char* query = "") {
    return TestServer(claim).send("PUT", std::string("/_template/t") + query, body).status;
  };
  EXPECT_EQ(status("elasticsearch:6.8.23", typed), 200);
  EXPECT_EQ(status("elasticsearch:6.8.23", typeless), 400);
  EXPECT_EQ(status("elasticsearch:6.8.23", typeless, "?include_type_name=false"), 200);
  EXPECT_EQ(status("elasticsearch:7.17.0", typed), 400);
  EXPECT_EQ(status("elasticsearch:7.17.0", typed, "?include_type_name=true"), 200);
  EXPECT_EQ(status("elasticsearch:7.17.0", typeless), 200);
  EXPECT_EQ(status("elasticsearch:8.15.0", typed), 400);
  EXPECT_EQ(status("elasticsearch:8.15.0", typeless), 200);
  EXPECT_EQ(status("elasticsearch:8.15.0", typeless, "?include_type_name=true"), 400);
  EXPECT_EQ(status("opensearch:2.15.0", typed), 400);
  EXPECT_EQ(status("dashbase", typed), 200);
  EXPECT_EQ(status("dashbase", "{\"index_patterns\":[\"l*\"]}"), 200);
  for (const char* bad : {"", "{", "[]", "{}", "{\"mappings\":{}}"}) {
    EXPECT_EQ(status("elasticsearch:8.15.0", bad), 400) << bad;
  }
  EXPECT_NE(TestServer("elasticsearch:7.17.0")
                .send("PUT", "/_template/t", typed)
                .body.find("cannot be nested under a type [_doc] unless include_type_name is set"),
            std::string::npos);
  EXPECT_EQ(TestServer("elasticsearch:7.7.0").send("PUT", "/_index_template/t", typeless).status,
            404);
}

TEST(FaultRoutes, AddListRemove) {
  const TestServer server;
  server.fault("status=503,times=2\n\n  delay=1ms  \n");
  const json listed = json::parse(server.get("/_bulkd/faults").body)["faults"];
  ASSERT_EQ(listed.size(), 2U);
  EXPECT_EQ(listed[0], json::parse(R"({"id":1,"rule":"status=503,times=2","seen":0,"struck":0})"));
  EXPECT_EQ(listed[1]["rule"], "delay=1ms");
  EXPECT_EQ(server.send("DELETE", "/_bulkd/faults/1").status, 200);
  EXPECT_EQ(server.send("DELETE", "/_bulkd/faults/1").status, 404);
  EXPECT_EQ(server.send("DELETE", "/_bulkd/faults/x").status, 404);
  EXPECT_EQ(server.send("DELETE", "/_bulkd/faults").status, 200);
  EXPECT_EQ(server.get("/_bulkd/faults").body, "{\"faults\":[]}");
}

TEST(FaultRoutes, TakeAllRulesOrNone) {
  const TestServer server;
  const auto bad = server.send("POST", "/_bulkd/faults", "status=503\nstatsu=503", "text/plain");
  EXPECT_EQ(bad.status, 400);
  EXPECT_NE(bad.body.find(R"(did you mean \"status\"?)"), std::string::npos);
  EXPECT_EQ(server.get("/_bulkd/faults").body, "{\"faults\":[]}");
  EXPECT_EQ(server.send("POST", "/_bulkd/faults", "\n").status, 400);
}

TEST(FaultRoutes, CannotLockThemselvesOut) {
  const TestServer server;
  server.fault("match=any,drop=before");
  EXPECT_EQ(server.get("/_count").status, -1);
  EXPECT_EQ(server.send("DELETE", "/_bulkd/faults").status, 200);
  EXPECT_EQ(server.get("/_count").status, 200);
}

TEST(Credentials, OpenTheDoor) {
  Options options = options_for("elasticsearch:8.15.0");
  options.basic = "user:pass:word";
  options.api_key = "a2V5OnNlY3JldA==";
  options.bearer = "token";
  const TestServer server(std::move(options));
  const auto status = [&](const std::string& authorization) {
    httplib::Headers headers;
    if (!authorization.empty()) headers.emplace("Authorization", authorization);
    return server.send("POST", "/_bulk", creates(1), ndjson, headers).status;
  };
  EXPECT_EQ(status("Basic dXNlcjpwYXNzOndvcmQ="), 200);
  EXPECT_EQ(status("basic dXNlcjpwYXNzOndvcmQ="), 200);
  EXPECT_EQ(status("ApiKey a2V5OnNlY3JldA=="), 200);
  EXPECT_EQ(status("Bearer token"), 200);
  for (const char* wrong : {"", "Basic dXNlcjpwYXNz", "Basic", "ApiKey token", "Bearer",
                            "Bearer  token", "token", "Bearer token2"}) {
    EXPECT_EQ(status(wrong), 401) << wrong;
  }
  const auto refused = server.get("/");
  EXPECT_EQ(refused.status, 401);
  EXPECT_EQ(refused.get_header_value_count("WWW-Authenticate"), 3U);
  EXPECT_EQ(json::parse(refused.body)["error"]["type"], "security_exception");
}

}  // namespace
}  // namespace sluice::bulkd
