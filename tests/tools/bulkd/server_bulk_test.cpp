// Bulk requests over HTTP: replies, versions, headers, the record.
#include "support.hpp"

namespace sluice::bulkd {
namespace {

using nlohmann::json;

TEST(Bulk, AnswersLikeElasticsearch) {
  const TestServer server;
  const auto response = server.send("POST", "/_bulk", creates(1) + creates(1));
  ASSERT_EQ(response.status, 200);
  const json reply = json::parse(response.body);
  EXPECT_TRUE(reply["took"].is_number_integer());
  EXPECT_EQ(reply["errors"], true);
  EXPECT_EQ(reply["items"][0], json::parse(R"({"create":{"_index":"logs","_id":"d1","_version":1,
      "result":"created","_shards":{"total":2,"successful":1,"failed":0},"_seq_no":0,
      "_primary_term":1,"status":201}})"));
  const json& conflict = reply["items"][1]["create"];
  EXPECT_EQ(conflict["status"], 409);
  EXPECT_EQ(conflict["error"]["type"], "version_conflict_engine_exception");
  EXPECT_EQ(conflict["error"]["reason"],
            "[d1]: version conflict, document already exists (current version [1])");
  EXPECT_EQ(conflict["error"]["index"], "logs");
  EXPECT_EQ(server.count(), 1);
}

TEST(Bulk, KeepsTheOrderOfItems) {
  const TestServer server;
  const json reply = server.bulk(
      "{\"index\":{\"_id\":\"1\"}}\n{}\n{\"index\":{\"_id\":\"1\"}}\n{\"a\":1}\n"
      "{\"delete\":{\"_id\":\"1\"}}\n{\"delete\":{\"_id\":\"1\"}}\n{\"index\":{}}\nbroken\n",
      "/dflt/_bulk");
  EXPECT_EQ(statuses(reply), (std::vector<int>{201, 200, 200, 404, 400}));
  EXPECT_EQ(reply["items"][1]["index"]["result"], "updated");
  EXPECT_EQ(reply["items"][2]["delete"]["result"], "deleted");
  EXPECT_EQ(reply["items"][3]["delete"]["result"], "not_found");
  EXPECT_EQ(reply["errors"], true);
}

TEST(Bulk, ANotFoundDeleteIsNoError) {
  const TestServer server;
  server.bulk(creates(1));
  const json reply = server.bulk("{\"delete\":{\"_index\":\"logs\",\"_id\":\"no\"}}\n");
  EXPECT_EQ(statuses(reply), (std::vector<int>{404}));
  EXPECT_EQ(reply["errors"], false);
}

TEST(Bulk, StoresNothingOfARefusedRequest) {
  const TestServer server;
  for (const std::string tail :
       {"{\"index\":{\"bad\":1}}\n{}\n", "{\"index\":{\"_index\":\"x\"}}\n{}", "nonsense\n{}\n",
        "{\"index\":{\"_type\":\"t\"}}\n{}\n"}) {
    const auto response = server.send("POST", "/_bulk", creates(3) + tail);
    EXPECT_EQ(response.status, 400) << tail;
    const json reply = json::parse(response.body);
    EXPECT_EQ(reply["status"], 400);
    EXPECT_EQ(reply["error"]["type"], "illegal_argument_exception");
    EXPECT_EQ(reply["error"]["root_cause"][0]["reason"], reply["error"]["reason"]);
  }
  EXPECT_EQ(server.count(), 0);
}

TEST(Bulk, IndexOfTheLineWins) {
  const TestServer server;
  server.bulk("{\"index\":{\"_index\":\"mine\"}}\n{}\n{\"index\":{}}\n{}\n", "/theirs/_bulk");
  EXPECT_EQ(server.count("mine"), 1);
  EXPECT_EQ(server.count("theirs"), 1);
}

TEST(Bulk, PutWorksToo) {
  const TestServer server;
  EXPECT_EQ(server.send("PUT", "/_bulk", creates(1)).status, 200);
  EXPECT_EQ(server.send("PUT", "/logs/_bulk", creates(1, "x")).status, 200);
  EXPECT_EQ(server.count(), 2);
}

TEST(Bulk, TypesByClaim) {
  const std::string body = "{\"index\":{\"_index\":\"i\",\"_id\":\"1\",\"_type\":\"sub\"}}\n{}\n";
  const auto type = [&](const char* claim) -> std::string {
    const TestServer server(claim);
    const auto response = server.send("POST", "/_bulk", body);
    if (response.status != 200) return std::to_string(response.status);
    return json::parse(response.body)["items"][0]["index"].value("_type", "none");
  };
  EXPECT_EQ(type("dashbase"), "sub");
  EXPECT_EQ(type("elasticsearch:6.8.23"), "sub");
  EXPECT_EQ(type("elasticsearch:7.17.0"), "_doc");
  EXPECT_EQ(type("opensearch:1.3.0"), "_doc");
  EXPECT_EQ(type("elasticsearch:8.15.0"), "400");
  EXPECT_EQ(type("opensearch:2.15.0"), "400");
}

TEST(Bulk, TypeInTheUrlWhereThereAreTypes) {
  const TestServer old("elasticsearch:6.8.23");
  const json reply = old.bulk("{\"index\":{}}\n{}\n", "/i/t/_bulk");
  EXPECT_EQ(reply["items"][0]["index"]["_type"], "t");
  const TestServer fresh("elasticsearch:8.15.0");
  EXPECT_EQ(fresh.send("POST", "/i/t/_bulk", "{\"index\":{}}\n{}\n").status, 404);
}

TEST(Bulk, SixHasOneTypePerIndex) {
  const TestServer server("elasticsearch:6.8.23");
  const json reply = server.bulk(
      "{\"index\":{\"_type\":\"a\"}}\n{}\n{\"index\":{\"_type\":\"b\"}}\n{}\n", "/i/_bulk");
  EXPECT_EQ(statuses(reply), (std::vector<int>{201, 400}));
}

TEST(Bulk, ContentTypes) {
  const auto status = [](const char* claim, const std::string& type) {
    const TestServer server(claim);
    return server.send("POST", "/_bulk", creates(1), type).status;
  };
  const char* es = "elasticsearch:8.15.0";
  EXPECT_EQ(status(es, "application/x-ndjson"), 200);
  EXPECT_EQ(status(es, "application/json; charset=UTF-8"), 200);
  EXPECT_EQ(status(es, "Application/X-NDJSON"), 200);
  EXPECT_EQ(status(es, "application/vnd.elasticsearch+x-ndjson; compatible-with=8"), 200);
  EXPECT_EQ(status(es, "application/vnd.elasticsearch+json;compatible-with=7"), 200);
  EXPECT_EQ(status(es, "application/vnd.elasticsearch+x-ndjson; compatible-with=9"), 406);
  EXPECT_EQ(status(es, "application/vnd.elasticsearch+x-ndjson"), 406);
  EXPECT_EQ(status(es, "text/plain"), 406);
  EXPECT_EQ(status(es, "application/x-www-form-urlencoded"), 406);
  EXPECT_EQ(status(es, "multipart/form-data; boundary=x"), 406);
  EXPECT_EQ(
      status("opensearch:2.15.0", "application/vnd.elasticsearch+x-ndjson; compatible-with=8"),
      406);
}

TEST(Bulk, ContentTypeMustBeThere) {
  const TestServer server;
  RawClient raw(server.port());
  raw.send("POST /_bulk HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nConnection: close\r\n\r\n\n");
  const std::string reply = raw.read_to_end();
  EXPECT_NE(reply.find("406 Not Acceptable"), std::string::npos);
  EXPECT_NE(reply.find(R"({"error":"Content-Type header is missing","status":406})"),
            std::string::npos);
}

TEST(Bulk, CompatibleWithSevenMayNameTypes) {
  const TestServer server;
  const std::string body = "{\"index\":{\"_index\":\"i\",\"_type\":\"t\"}}\n{}\n";
  EXPECT_EQ(
      server
          .send("POST", "/_bulk", body, "application/vnd.elasticsearch+x-ndjson;compatible-with=7")
          .status,
      200);
}

TEST(Bulk, Parameters) {
  const TestServer server;
  EXPECT_EQ(
      server.send("POST", "/_bulk?pipeline=_none&refresh=wait_for&timeout=1m&routing=r", creates(1))
          .status,
      200);
  const auto unknown = server.send("POST", "/_bulk?refersh=true", creates(1));
  EXPECT_EQ(unknown.status, 400);
  EXPECT_NE(unknown.body.find("unrecognized parameter: [refersh]"), std::string::npos);
  EXPECT_EQ(
      server.bulk(creates(1, "a"), "/_bulk?require_alias=true")["items"][0]["create"]["status"],
      404);
}

TEST(Bulk, FilterPath) {
  const TestServer server;
  const auto response =
      server.send("POST", "/_bulk?filter_path=errors,items.*.status,items.*.error.type",
                  creates(1) + creates(1));
  EXPECT_EQ(response.body,
            R"({"errors":true,"items":[{"create":{"status":201}},)"
            R"({"create":{"status":409,"error":{"type":"version_conflict_engine_exception"}}}]})");
  const auto encoded =
      server.send("POST", "/_bulk?filter_path=errors%2Citems.%2A.status", creates(1));
  EXPECT_EQ(encoded.body, R"({"errors":true,"items":[{"create":{"status":409}}]})");
}

TEST(Bulk, RecordsExactBytes) {
  const TemporaryDirectory directory;
  Options options = options_for("dashbase");
  options.record_file = directory.file("record");
  const TestServer server(std::move(options));
  const std::string first = creates(2) + "\r\n";
  const std::string second = "{\"index\":{}}\nno newline at the end";
  EXPECT_EQ(server.send("POST", "/_bulk", first + "\n").status, 200);
  EXPECT_EQ(
      server.send("POST", "/i/_bulk", gzip(second), ndjson, {{"Content-Encoding", "gzip"}}).status,
      400);
  EXPECT_EQ(read_file(directory.file("record")), first + "\n" + second);
}

TEST(Bulk, ManyClientsAtOnce) {
  const TestServer server;
  constexpr int clients = 6;
  constexpr int requests = 20;
  std::vector<std::thread> threads;
  for (int c = 0; c < clients; ++c) {
    threads.emplace_back([&, c] {
      httplib::Client client = server.client();
      client.set_keep_alive(true);
      for (int r = 0; r < requests; ++r) {
        const std::string prefix = std::to_string(c) + "-" + std::to_string(r) + "-";
        const auto result = client.Post("/_bulk", creates(10, prefix), ndjson);
        EXPECT_TRUE(result && result->status == 200);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(server.count(), clients * requests * 10);
}

}  // namespace
}  // namespace sluice::bulkd
