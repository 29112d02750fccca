// Each fault, seen from the other end of the connection.
#include <chrono>

#include "support.hpp"

namespace sluice::bulkd {
namespace {

using nlohmann::json;
using Clock = std::chrono::steady_clock;

TEST(Fault, StatusStoresNothing) {
  const TestServer server;
  server.fault("status=503,retry_after=7,times=2");
  for (int i = 0; i < 2; ++i) {
    const auto refused = server.send("POST", "/_bulk", creates(3));
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(refused.get_header_value("Retry-After"), "7");
    EXPECT_EQ(json::parse(refused.body)["status"], 503);
    EXPECT_EQ(server.count(), 0);
  }
  EXPECT_EQ(statuses(server.bulk(creates(3))), (std::vector<int>{201, 201, 201}));
}

TEST(Fault, StatusMayStoreAll) {
  const TestServer server;
  server.fault("status=504,stored,times=1");
  EXPECT_EQ(server.send("POST", "/_bulk", creates(3)).status, 504);
  EXPECT_EQ(statuses(server.bulk(creates(3))), (std::vector<int>{409, 409, 409}));
}

TEST(Fault, StatusWithBody) {
  const TestServer server;
  server.fault("status=200,times=1,body={\"took\":1,\"errors\":false,\"items\":[]}");
  EXPECT_EQ(server.send("POST", "/_bulk", creates(1)).body,
            "{\"took\":1,\"errors\":false,\"items\":[]}");
  EXPECT_EQ(server.count(), 0);
}

TEST(Fault, EmptyReply) {
  const TestServer server;
  server.fault("empty,times=1");
  const auto response = server.send("POST", "/_bulk", creates(1));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "");
  EXPECT_EQ(server.count(), 0);
  server.fault("empty,stored,times=1");
  EXPECT_EQ(server.send("POST", "/_bulk", creates(1)).body, "");
  EXPECT_EQ(server.count(), 1);
}

TEST(Fault, DropBeforeStoresNothing) {
  const TestServer server;
  server.fault("drop=before,times=1");
  RawClient raw(server.port());
  raw.send(http_post("/_bulk", creates(3)));
  EXPECT_EQ(raw.read_to_end(), "");  // closed, not reset, without a byte
  EXPECT_EQ(server.count(), 0);
}

TEST(Fault, DropAfterStoresAll) {
  const TestServer server;
  server.fault("drop=after,times=1");
  RawClient raw(server.port());
  raw.send(http_post("/_bulk", creates(3)));
  EXPECT_EQ(raw.read_to_end(), "");
  EXPECT_EQ(server.count(), 3);
}

TEST(Fault, DropComesToClientsAsAnError) {
  const TestServer server;
  server.fault("drop=after,times=1");
  EXPECT_EQ(server.send("POST", "/_bulk", creates(1)).status, -1);
  EXPECT_EQ(server.send("POST", "/_bulk", creates(1)).status, 200);
}

// A later request of the same connection is dropped as well as the first.
TEST(Fault, DropOnAConnectionInUse) {
  const TestServer server;
  server.fault("drop=before,after=1,times=1");
  RawClient raw(server.port());
  raw.send(http_post("/_bulk?filter_path=errors", creates(1)));
  EXPECT_NE(raw.read_until("{\"errors\":false}").find("200 OK"), std::string::npos);
  raw.send(http_post("/_bulk", creates(1, "x")));
  EXPECT_EQ(raw.read_to_end(), "");
  EXPECT_EQ(server.count(), 1);
}

TEST(Fault, CutInTheMiddle) {
  const TestServer server;
  server.fault("cut=30,times=1");
  RawClient raw(server.port());
  raw.send(http_post("/_bulk", creates(3)));
  const std::string reply = raw.read_to_end();
  const std::size_t head = reply.find("\r\n\r\n");
  ASSERT_NE(head, std::string::npos);
  EXPECT_EQ(reply.size() - head - 4, 30U);
  EXPECT_TRUE(reply.starts_with("HTTP/1.1 200 OK\r\n"));
  EXPECT_EQ(reply.find("{\"took\":"), head + 4);
  EXPECT_EQ(server.count(), 3);
}

TEST(Fault, CutToNothing) {
  const TestServer server;
  server.fault("cut=0,times=1");
  RawClient raw(server.port());
  raw.send(http_post("/_bulk", creates(1)));
  EXPECT_TRUE(raw.read_to_end().ends_with("\r\n\r\n"));
}

TEST(Fault, NthItem) {
  const TestServer server;
  server.fault("item=2:429,times=1");
  const json reply = server.bulk(creates(3));
  EXPECT_EQ(reply["errors"], true);
  EXPECT_EQ(statuses(reply), (std::vector<int>{201, 429, 201}));
  EXPECT_EQ(reply["items"][1]["create"]["error"]["type"], "es_rejected_execution_exception");
  EXPECT_EQ(server.get("/logs/_doc/d2").status, 404);
  EXPECT_EQ(statuses(server.bulk(creates(3))), (std::vector<int>{409, 201, 409}));
}

TEST(Fault, EveryNthItem) {
  const TestServer server("opensearch:2.15.0");
  server.fault("items=every:2:429,item=3:400");
  const json reply = server.bulk(creates(5));
  EXPECT_EQ(statuses(reply), (std::vector<int>{201, 429, 400, 429, 201}));
  EXPECT_EQ(reply["items"][1]["create"]["error"]["type"], "rejected_execution_exception");
  EXPECT_EQ(reply["items"][2]["create"]["error"]["type"], "mapper_parsing_exception");
  EXPECT_EQ(server.count(), 2);
}

TEST(Fault, RandomItems) {
  const auto run = [] {
    const TestServer server;
    server.fault("items=random:0.2:503,seed=3");
    return statuses(server.bulk(creates(500)));
  };
  const std::vector<int> first = run();
  EXPECT_EQ(first, run());
  const auto failed = std::count(first.begin(), first.end(), 503);
  EXPECT_GT(failed, 60);
  EXPECT_LT(failed, 140);
}

// Items that were bad anyway keep their own error.
TEST(Fault, ItemsKeepTheirOwnErrors) {
  const TestServer server;
  server.fault("items=all:429");
  EXPECT_EQ(statuses(server.bulk("{\"index\":{}}\nbad\n{\"index\":{}}\n{}\n", "/i/_bulk")),
            (std::vector<int>{400, 429}));
}

TEST(Fault, Delays) {
  const TestServer server;
  server.fault("delay=80ms,reply_delay=40ms,times=1");
  const auto begun = Clock::now();
  EXPECT_EQ(server.send("POST", "/_bulk", creates(1)).status, 200);
  EXPECT_GE(Clock::now() - begun, std::chrono::milliseconds(120));
}

TEST(Fault, DelaysEndWithTheServer) {
  TestServer server;
  server.fault("delay=1m");
  RawClient raw(server.port());
  raw.send(http_post("/_bulk", creates(1)));
  while (server.server().faults().list()[0].struck == 0) std::this_thread::yield();
  const auto begun = Clock::now();
  server.server().stop();
  EXPECT_LT(Clock::now() - begun, std::chrono::seconds(20));
}

TEST(Fault, PrettyReply) {
  const TestServer server;
  server.fault("pretty,times=1");
  const auto response = server.send("POST", "/_bulk", creates(1));
  EXPECT_NE(response.body.find("\"errors\" : false"), std::string::npos);
  EXPECT_EQ(statuses(json::parse(response.body)), (std::vector<int>{201}));
}

TEST(Fault, OnOtherRequests) {
  const TestServer server;
  server.fault("match=root,status=401,times=1\nmatch=search,status=500,times=1");
  EXPECT_EQ(server.send("POST", "/_bulk", creates(1)).status, 200);
  EXPECT_EQ(server.get("/").status, 401);
  EXPECT_EQ(server.get("/").status, 200);
  EXPECT_EQ(server.get("/_search").status, 500);
  EXPECT_EQ(server.get("/_count").status, 200);
}

TEST(Fault, FromTheOptions) {
  Options options = options_for("dashbase");
  options.faults.push_back(parse_fault_rule("status=429,times=1").value());
  const TestServer server(std::move(options));
  EXPECT_EQ(server.send("POST", "/_bulk", creates(1)).status, 429);
  EXPECT_EQ(server.send("POST", "/_bulk", creates(1)).status, 200);
}

}  // namespace
}  // namespace sluice::bulkd
