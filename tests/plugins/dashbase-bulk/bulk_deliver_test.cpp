// Delivery to a store that answers what the test wants it to.
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <kit/gzip.hpp>

#include "bulk_sink_fixture.hpp"

namespace {

using namespace sluice;
using sluice::testing::BulkSinkTest;
using sluice::testing::FakeStore;
using sluice::testing::SinkRequest;
using sluice::testing::StoreReply;

using BulkDeliverTest = BulkSinkTest;

TEST_F(BulkDeliverTest, SendsTheBodyAsItIs) {
  open("", 2);
  ASSERT_EQ(deliver(), StatusCode::ok);
  const auto sent = store_.last();
  EXPECT_EQ(sent.method, "POST");
  EXPECT_EQ(sent.path, "/_bulk");
  EXPECT_EQ(sent.body, request_->body());
  EXPECT_EQ(sent.header("content-type"), "application/x-ndjson");
  EXPECT_EQ(sent.header("content-length"), std::to_string(sent.body.size()));
  EXPECT_EQ(sent.header("content-encoding"), "");
  EXPECT_EQ(sent.header("authorization"), "");
  EXPECT_EQ(sent.header("user-agent"), "sluice/0.0.0-test");
  EXPECT_EQ(request_->bytes_sent(), sent.body.size());
  EXPECT_EQ(request_->status(), 200u);
  sluice_sink_limits limits{};
  sink_->limits(limits);
  EXPECT_EQ(limits.max_documents, 7u);
  EXPECT_EQ(limits.max_bytes, 100'000u);
}

TEST_F(BulkDeliverTest, GzipCredentialsAndHeaders) {
  open(R"(,"compression":"gzip","auth":{"basic":{"username":"Aladdin","password":"open sesame"}},)"
       R"("headers":{"X-DASHBASE-META-FIELDS":"os=mac;cloud=aws",)"
       R"("Content-Type":"application/json"})",
       7);
  for (int i = 0; i < 2; ++i) {
    ASSERT_EQ(deliver(), StatusCode::ok);
    const auto sent = store_.last();
    EXPECT_EQ(sent.header("content-encoding"), "gzip");
    EXPECT_EQ(sent.header("content-type"), "application/json");
    EXPECT_EQ(sent.header("authorization"), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    EXPECT_EQ(sent.header("x-dashbase-meta-fields"), "os=mac;cloud=aws");
    EXPECT_EQ(request_->bytes_sent(), sent.body.size());
    EXPECT_LT(sent.body.size(), request_->body().size());
    kit::Inflater inflater;
    inflater.begin();
    inflater.set_input(sent.body, true);
    std::string plain(100'000, '\0');
    const Result<size_t> size = inflater.read(plain.data(), plain.size());
    ASSERT_TRUE(size.ok());
    EXPECT_EQ(plain.substr(0, *size), request_->body());
  }
}

TEST_F(BulkDeliverTest, KeepsTheConnection) {
  open();
  ASSERT_TRUE(sink_->begin().ok());
  for (int i = 0; i < 5; ++i) ASSERT_EQ(deliver(), StatusCode::ok);
  ASSERT_EQ(store_.requests().size(), 6u);
  for (const auto& request : store_.requests()) EXPECT_EQ(request.connection, 1);
}

// What counts is the parsed `errors`, whatever the rest looks like.
TEST_F(BulkDeliverTest, ErrorsFalseIsSuccess) {
  open("", 3);
  for (const char* body : {R"({"took":3,"errors":false,"items":[]})", R"({"errors" : false})",
                           R"({"items":[{"create":{"status":201}}],"errors":  false ,"took":1})",
                           "\n {\"errors\":\tfalse}\r\n",
                           R"({"errors":false,"note":"\"errors\":true","items":[1,2,3,4,5]})"}) {
    store_.reply(200, body);
    ASSERT_EQ(deliver(), StatusCode::ok) << body << message_;
    EXPECT_EQ(request_->verdicts(), "DDD") << body;
  }
}

TEST_F(BulkDeliverTest, ItemsByPosition) {
  open("", 8);
  // Ids and names of operations are misleading on purpose.
  store_.reply(200, R"({"took":1,"errors":true,"items":[
    {"create":{"_id":"d7","status":201}},
    {"index":{"_id":"d6","status":409,"error":{
        "type":"version_conflict_engine_exception","reason":"[d1]: exists"}}},
    {"create":{"status":429,"error":{
        "type":"es_rejected_execution_exception","reason":"queue full"}}},
    {"create":{"status":400,"error":{
        "type":"mapper_parsing_exception","reason":"failed to parse field [a]",
        "caused_by":{"type":"number_format_exception",
                     "reason":"For input string: \"x\u00e9\""}}}},
    {"create":{"status":503,"error":"node left"}},
    {"create":{"error":{"type":"odd"}}},
    {},
    {"create":{"status":200}}]})");
  ASSERT_EQ(deliver(), StatusCode::ok) << message_;
  EXPECT_EQ(request_->verdicts(), "DdrXrrrD");
  EXPECT_EQ(request_->item(0).status, 201u);
  EXPECT_EQ(request_->item(1).status, 409u);
  EXPECT_EQ(request_->error(2), "es_rejected_execution_exception: queue full");
  EXPECT_EQ(request_->error(3),
            "mapper_parsing_exception: failed to parse field [a]; caused by "
            "number_format_exception: For input string: \"x\u00e9\"");
  EXPECT_EQ(request_->error(4), "node left");
  EXPECT_EQ(request_->error(5), "odd");
  EXPECT_EQ(request_->error(6), "the store's reply says nothing about this document");
  EXPECT_EQ(request_->error(7), "");
}

TEST_F(BulkDeliverTest, EveryItemStatus) {
  const std::vector<std::pair<std::string, char>> cases = {
      {R"("status":200)", 'D'},
      {R"("status":201)", 'D'},
      {R"("status":400,"error":{"type":"x"})", 'X'},
      {R"("status":403,"error":{"type":"security_exception"})", 'X'},
      {R"("status":403,"error":{"type":"cluster_block_exception"})", 'r'},
      {R"("status":404,"error":{"type":"index_not_found_exception"})", 'X'},
      {R"("status":408)", 'r'},
      {R"("status":409)", 'd'},
      {R"("status":413)", 'X'},
      {R"("status":429)", 'r'},
      {R"("status":500)", 'r'},
      {R"("status":503)", 'r'},
      {R"("status":"201")", 'r'},
      {R"("status":null)", 'r'},
      {R"("status":-5)", 'r'},
      {R"("status":302)", 'r'},
  };
  open();
  for (const auto& [item, letter] : cases) {
    store_.reply(200, "{\"errors\":true,\"items\":[{\"create\":{" + item + "}}]}");
    ASSERT_EQ(deliver(), StatusCode::ok) << message_;
    EXPECT_EQ(request_->verdicts(), std::string(1, letter)) << item;
  }
}

TEST_F(BulkDeliverTest, AConflictIsADuplicateOnlyOfOurOwnCreate) {
  const std::string conflict = R"({"errors":true,"items":[{"create":{"status":409,"error":{)"
                               R"("type":"version_conflict_engine_exception","reason":"r"}}}]})";
  for (const auto& [more, letter] : std::vector<std::pair<std::string, std::string>>{
           {"", "d"}, {R"(,"op_type":"index")", "X"}, {R"(,"id":"none")", "X"}}) {
    open(more);
    store_.reply(200, conflict);
    ASSERT_EQ(deliver(), StatusCode::ok);
    EXPECT_EQ(request_->verdicts(), letter) << more;
  }
}

// What cannot be told apart is tried again as a whole: the ids make that harmless.
TEST_F(BulkDeliverTest, RepliesThatDoNotTell) {
  open("", 2);
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "answered with an empty body"},
      {" \n", "answered with an empty body"},
      {"<html>\n\n  Please log in </html>", "is not JSON: expected"},
      {"<html>\n\n  Please log in </html>", ": \"<html> Please log in </html>\""},
      {"{\"errors\":false", "is not JSON"},
      {"\"errors\":false", "is not JSON: more text follows it"},
      {R"({"errors":false}{"errors":true})", "is not JSON: more text follows it"},
      {R"([{"errors":false}])", "its reply is not a JSON object"},
      {R"({"errors":true})", "reports errors without naming the items"},
      {R"({"errors":true,"items":{}})", "reports errors without naming the items"},
      {R"({"errors":true,"items":[{"create":{"status":400}}]})", "reports 1 items for 2 sent"},
      {R"({"errors":true,"items":[1,2,3]})", "reports 3 items for 2 sent"},
      {R"({"message":"bulk data inserted"})",
       "its reply has neither \"errors\" nor \"items\": bulk data inserted"},
      {R"({"error":"no such index"})", "nor \"items\": no such index"},
      {R"({"errors":"false"})", "neither \"errors\" nor \"items\""},
      {"{\"errors\":fal\xFFse}", "is not JSON"},
  };
  for (const auto& [body, text] : cases) {
    store_.reply(200, body);
    EXPECT_EQ(deliver(), StatusCode::retry) << body;
    EXPECT_TRUE(said(text)) << body << " gave: " << message_;
    EXPECT_EQ(request_->verdicts(), "??");
  }
  EXPECT_EQ(host_.counter("unreadable_replies"), cases.size());
}

TEST_F(BulkDeliverTest, InvalidUtf8InAReplyIsRepaired) {
  open("", 1);
  store_.reply(200,
               "{\"errors\":true,\"items\":[{\"create\":{\"status\":400,\"error\":{\"type\":"
               "\"bad \xFF\",\"reason\":\"\\ud800\"}}}]}");
  ASSERT_EQ(deliver(), StatusCode::ok) << message_;
  EXPECT_EQ(request_->error(0), "bad \uFFFD: \uFFFD");
}

// Without `errors`, as some stores answer, the items speak for themselves.
TEST_F(BulkDeliverTest, ItemsAlone) {
  open("", 2);
  store_.reply(200, R"({"items":[{"create":{"status":201}},{"create":{"status":400}}]})");
  ASSERT_EQ(deliver(), StatusCode::ok);
  EXPECT_EQ(request_->verdicts(), "DX");
}

TEST_F(BulkDeliverTest, EveryRequestStatus) {
  struct Case {
    int status;
    StatusCode code;
    std::string text;
  };
  const std::vector<Case> cases = {
      {301, StatusCode::fatal, "redirect, which is not followed"},
      {400, StatusCode::rejected, "answered 400: illegal_argument_exception: why"},
      {401, StatusCode::fatal, "check auth"},
      {403, StatusCode::fatal, "check the rights of auth"},
      {404, StatusCode::fatal, "check host"},
      {405, StatusCode::fatal, "check host"},
      {406, StatusCode::fatal, "Content-Type"},
      {408, StatusCode::retry, "answered 408"},
      {410, StatusCode::fatal, "check host and headers"},
      {411, StatusCode::fatal, "proxies"},
      {413, StatusCode::too_large, "answered 413"},
      {415, StatusCode::fatal, "compression"},
      {422, StatusCode::rejected, "answered 422"},
      {425, StatusCode::retry, ""},
      {429, StatusCode::retry, "answered 429"},
      {500, StatusCode::retry, "answered 500"},
      {501, StatusCode::fatal, "check host"},
      {502, StatusCode::retry, ""},
      {503, StatusCode::retry, ""},
      {504, StatusCode::retry, ""},
      {505, StatusCode::fatal, "check host"},
  };
  open();
  for (const Case& c : cases) {
    store_.reply(c.status,
                 R"({"error":{"type":"illegal_argument_exception","reason":"why"},"status":1})");
    EXPECT_EQ(deliver(), c.code) << c.status;
    EXPECT_TRUE(said(c.text)) << c.status << ": " << message_;
    EXPECT_TRUE(said(store_.url() + "/_bulk")) << message_;
    EXPECT_EQ(request_->status(), static_cast<uint32_t>(c.status));
    EXPECT_EQ(request_->verdicts(), "?");
    EXPECT_EQ(retry_after_ms_, -1);
  }
}

TEST_F(BulkDeliverTest, RetryAfterIsPassedOn) {
  open();
  store_.reply(StoreReply{429, "", {"Retry-After: 7"}});
  EXPECT_EQ(deliver(), StatusCode::retry);
  EXPECT_EQ(retry_after_ms_, 7'000);
  store_.reply(503, "busy\x01\xFF page");
  EXPECT_EQ(deliver(), StatusCode::retry);
  EXPECT_EQ(retry_after_ms_, -1);
  EXPECT_TRUE(said("answered 503: busy \uFFFD page")) << message_;
}

TEST_F(BulkDeliverTest, ConnectionsThatFail) {
  open();
  store_.reply(StoreReply{.drop = true});
  store_.reply(StoreReply{.drop = true});
  EXPECT_EQ(deliver(), StatusCode::retry);
  EXPECT_EQ(request_->status(), 0u);

  store_.reply(StoreReply{.hang = true});
  EXPECT_EQ(deliver(100), StatusCode::retry);
  EXPECT_EQ(deliver(0), StatusCode::retry);
  EXPECT_TRUE(said("no time was left")) << message_;
}

TEST_F(BulkDeliverTest, NobodyListens) {
  auto gone = std::make_unique<FakeStore>();
  const std::string url = gone->url();
  gone.reset();
  BulkSink sink(host_.host());
  ASSERT_TRUE(sink.init(host_.settings("{\"host\":\"" + url + "\",\"index\":\"i\"}")).ok());
  EXPECT_TRUE(sink.begin().ok());
  EXPECT_EQ(host_.logged("could not ask the store what it is, going on without: could not reach"),
            1u);
  SinkRequest request(sink);
  auto batch = host_.events({"{}"});
  request.add_all(Batch(batch.get()));
  const Status status = request.deliver();
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, StatusCode::retry);
  EXPECT_EQ(sink.stop().ok(), true);
}

TEST_F(BulkDeliverTest, AStopEndsARequest) {
  open();
  host_.request_stop();
  store_.reply(StoreReply{.hang = true});
  EXPECT_EQ(deliver(), StatusCode::retry);
  EXPECT_TRUE(said("a stop was requested")) << message_;
}

TEST_F(BulkDeliverTest, SecretsStayOutOfErrors) {
  open(R"(,"auth":{"api_key":"id:topsecret"},"headers":{"X-Key":"another-secret"})");
  const std::string echo = "you sent aWQ6dG9wc2VjcmV0 topsecret another-secret";
  for (const int status : {200, 401, 500}) {
    store_.reply(status, echo);
    EXPECT_NE(deliver(), StatusCode::ok);
    EXPECT_TRUE(said("you sent *** *** ***")) << message_;
  }
  EXPECT_EQ(store_.last().header("authorization"), "ApiKey aWQ6dG9wc2VjcmV0");
}

TEST_F(BulkDeliverTest, ErrorTextsLiveUntilTheNextDelivery) {
  open("", 2);
  const std::string long_reason(5000, 'r');
  store_.reply(200, R"({"errors":true,"items":[{"create":{"status":400,"error":{"reason":")" +
                        long_reason +
                        R"("}}},{"create":{"status":400,"error":{"reason":"only"}}}]})");
  ASSERT_EQ(deliver(), StatusCode::ok);
  SinkRequest next(*sink_);
  next.add_all(Batch(events_.get()));  // encoding goes on meanwhile
  EXPECT_EQ(request_->error(0).size(), 2048u);
  EXPECT_EQ(request_->error(1), "only");
}

}  // namespace
