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

constexpr const char* eight =
    R"({"version":{"number":"8.15.0","build_flavor":"default"},"tagline":"..."})";

TEST_F(BulkBeginTest, ATypeIsSentToStoresThatTakeIt) {
  open(R"(,"subtable":"aws")");
  for (const char* number : {"7.17.0", "6.8.23"}) {
    store_.reply(200, std::string(R"({"version":{"number":")") + number +
                          R"("},"tagline":"You Know, for Search"})");
    EXPECT_TRUE(sink_->begin().ok());
    EXPECT_EQ(deliver(), StatusCode::ok);
    EXPECT_NE(store_.last().body.find(R"("_type":"aws")"), std::string::npos);
  }
}

TEST_F(BulkBeginTest, ATypeIsNotSentToStoresThatTakeNone) {
  const std::string open_two = R"({"version":{"number":"2.0.0","distribution":"opensearch"}})";
  const std::string serverless = R"({"version":{"number":"1.0","build_flavor":"serverless"}})";
  for (const std::string& body : {std::string(eight), open_two, serverless}) {
    sluice::testing::FakeStore store;  // another URL each: what is known of a store is kept by it
    open_at(store, R"(,"subtable":"aws")");
    store.reply(200, body);
    EXPECT_TRUE(sink_->begin().ok());
    EXPECT_EQ(deliver(), StatusCode::ok);
    EXPECT_EQ(store.last().body.find("_type"), std::string::npos) << store.last().body;
    EXPECT_EQ(store.last().body.find(R"({"create":{"_index":"logs","_id":"d0"}})"), 0u)
        << store.last().body;
    sink_.reset();
  }
  EXPECT_EQ(host_.logged("takes no _type: subtable \"aws\" is not sent"), 3u);
}

TEST_F(BulkBeginTest, WhatTheSettingsSayOfTheStoreCountsMoreThanItsOwnWord) {
  open(R"(,"subtable":"aws","store":"dashbase")");  // it only claims to be version 8
  store_.reply(200, eight);
  EXPECT_TRUE(sink_->begin().ok());
  EXPECT_EQ(host_.logged("which refuses a _type; one is sent, as store and subtable say"), 1u);
  EXPECT_EQ(deliver(), StatusCode::ok);
  EXPECT_NE(store_.last().body.find(R"("_type":"aws")"), std::string::npos);
}

TEST_F(BulkBeginTest, AStoreThatCouldNotBeAskedTellsByRefusing) {
  const std::string refusal =
      R"({"error":{"type":"illegal_argument_exception","reason":)"
      R"("Action/metadata line [1] contains an unknown parameter [_type]"}})";
  open(R"(,"subtable":"aws","store":"elasticsearch-7")");
  store_.reply(400, refusal);
  EXPECT_EQ(deliver(), StatusCode::fatal);
  EXPECT_TRUE(said("correct store")) << message_;

  sluice::testing::FakeStore store;
  open_at(store, R"(,"subtable":"aws")");
  store.reply(400, refusal);
  EXPECT_EQ(deliver(), StatusCode::retry);
  EXPECT_TRUE(said("so subtable is not sent")) << message_;
  EXPECT_EQ(deliver(), StatusCode::ok);
  EXPECT_EQ(store.last().body.find("_type"), std::string::npos);
  sink_.reset();
}

}  // namespace
