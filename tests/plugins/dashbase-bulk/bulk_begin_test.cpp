// What the sink asks the store before it sends, and when it stops the run for the answer.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "bulk_sink_fixture.hpp"

namespace {

using namespace sluice;

using BulkBeginTest = sluice::testing::BulkSinkTest;

TEST_F(BulkBeginTest, BeginSaysWhatTheStoreIs) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {R"({"version":{"number":"8.15.0","build_flavor":"default"},"tagline":"..."})",
       "the store is Elasticsearch 8.15.0"},
      {R"({"version":{"number":"6.2.3"},"tagline":"You Know, for Search"})",
       "the store is Elasticsearch 6.2.3"},
      {R"({"version":{"number":"2.15.0","distribution":"opensearch"}})",
       "the store is OpenSearch 2.15.0"},
      {R"({"version":{"number":"2.0","distribution":"dashbase"}})", "the store is Dashbase 2.0"},
      {R"({"version":{"number":"1","distribution":"other"}})", "the store is other 1"},
      {R"({"hello":1})", "answers, but does not say what it is"},
      {"hello", "answers, but does not say what it is"},
      {"", "answers, but does not say what it is"},
  };
  open();
  for (const auto& [body, text] : cases) {
    store_.reply(200, body);
    const size_t before = host_.logged(text);
    EXPECT_TRUE(sink_->begin().ok());
    EXPECT_EQ(host_.logged(text), before + 1) << body << "\n" << host_.log_text();
    EXPECT_EQ(store_.last().method + store_.last().path, "GET/");
  }
  store_.reply(403, "");
  EXPECT_TRUE(sink_->begin().ok());
  EXPECT_EQ(host_.logged("going on without: " + store_.url() + "/ answered 403"), 1u);
}

TEST_F(BulkBeginTest, BeginStopsWhereTheTypeWouldBeRefused) {
  const std::string eight =
      R"({"version":{"number":"8.15.0","build_flavor":"default"},"tagline":"..."})";
  const std::string open_two = R"({"version":{"number":"2.0.0","distribution":"opensearch"}})";
  const std::string serverless = R"({"version":{"number":"1.0","build_flavor":"serverless"}})";
  open(R"(,"subtable":"aws")");
  for (const std::string& body : {eight, open_two, serverless}) {
    store_.reply(200, body);
    const Status status = sink_->begin();
    ASSERT_FALSE(status.ok()) << body;
    EXPECT_EQ(status.error().code, StatusCode::fatal);
    EXPECT_NE(status.error().message.find("refuses the _type \"aws\": leave out subtable"),
              std::string::npos)
        << status.error().message;
  }
  for (const char* number : {"7.17.0", "6.8.23"}) {
    store_.reply(200, std::string(R"({"version":{"number":")") + number +
                          R"("},"tagline":"You Know, for Search"})");
    EXPECT_TRUE(sink_->begin().ok());
  }
  open(R"(,"subtable":"_doc")");
  store_.reply(200, eight);
  EXPECT_TRUE(sink_->begin().ok());
  open(R"(,"subtable":"aws","store":"dashbase")");  // it only claims to be version 8
  store_.reply(200, eight);
  EXPECT_TRUE(sink_->begin().ok());
  EXPECT_EQ(host_.logged("which refuses a _type; one is sent, as store and subtable say"), 1u);
}

TEST_F(BulkBeginTest, ARefusedTypeStopsTheRunInsteadOfRejectingEveryDocument) {
  open(R"(,"subtable":"aws")");
  store_.reply(400, R"({"error":{"type":"illegal_argument_exception","reason":)"
                    R"("Action/metadata line [1] contains an unknown parameter [_type]"}})");
  EXPECT_EQ(deliver(), StatusCode::fatal);
  EXPECT_TRUE(said("leave out subtable")) << message_;
}

}  // namespace
