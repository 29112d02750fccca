// Several hosts: one is used until it fails, then the next.
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "bulk_sink_fixture.hpp"

namespace {

using namespace sluice;
using sluice::testing::FakeStore;
using sluice::testing::SinkRequest;

class BulkFailoverTest : public sluice::testing::BulkSinkTest {
 protected:
  void open_hosts(const std::string& first, const std::string& second) {
    sink_ = std::make_unique<BulkSink>(host_.host());
    ASSERT_TRUE(sink_
                    ->init(host_.settings("{\"host\":[\"" + first + "\",\"" + second +
                                          R"("],"index":"logs","subtable":"aws",)"
                                          R"("batch":{"documents":7,"bytes":100000},)"
                                          R"("timeouts":{"connect":5000,"request":20000}})"))
                    .ok());
    ASSERT_TRUE(sink_->start().ok());
    request_ = std::make_unique<SinkRequest>(*sink_);
    ASSERT_TRUE(
        request_->add(sluice::testing::PluginHost::add_event(Batch(events_.get()), "{}")).ok());
  }
  // The URL of a store that has gone away.
  static std::string dead_url() { return FakeStore().url(); }

  FakeStore other_;
};

TEST_F(BulkFailoverTest, ADeadHostIsLeftAndTheErrorNamesIt) {
  const std::string dead = dead_url();
  open_hosts(dead, store_.url());
  EXPECT_EQ(deliver(), StatusCode::retry);
  EXPECT_TRUE(said(dead)) << message_;
  EXPECT_EQ(host_.logged("going on with " + store_.url()), 1u) << host_.log_text();
  EXPECT_EQ(host_.counter("host_changes"), 1u);
  EXPECT_EQ(deliver(), StatusCode::ok);
  EXPECT_EQ(deliver(), StatusCode::ok);
  EXPECT_EQ(store_.requests().size(), 2u);
  EXPECT_EQ(host_.counter("host_changes"), 1u);
}

TEST_F(BulkFailoverTest, ABusyGatewayIsLeftAndFoundAgain) {
  open_hosts(store_.url(), other_.url());
  for (const int status : {502, 503, 504}) {
    store_.reply(status, "busy");
    EXPECT_EQ(deliver(), StatusCode::retry);
    EXPECT_TRUE(said(store_.url() + "/_bulk answered " + std::to_string(status))) << message_;
    other_.reply(503, "");
    EXPECT_EQ(deliver(), StatusCode::retry);
    EXPECT_TRUE(said(other_.url() + "/_bulk answered 503")) << message_;
    EXPECT_EQ(deliver(), StatusCode::ok);
  }
  EXPECT_EQ(store_.requests().size(), 6u);
  EXPECT_EQ(other_.requests().size(), 3u);
}

TEST_F(BulkFailoverTest, OtherAnswersAreNoReasonToLeave) {
  open_hosts(store_.url(), other_.url());
  for (const int status : {429, 500, 400, 413, 401}) {
    store_.reply(status, "");
    EXPECT_NE(deliver(), StatusCode::ok);
  }
  EXPECT_EQ(other_.requests().size(), 0u);
  EXPECT_EQ(host_.counter("host_changes"), 0u);
}

TEST_F(BulkFailoverTest, TheFirstHostThatAnswersSaysWhatTheStoreIs) {
  open_hosts(dead_url(), store_.url());
  store_.reply(200, R"({"version":{"number":"8.1.0","build_flavor":"default"}})");
  EXPECT_TRUE(sink_->begin().ok());
  EXPECT_EQ(host_.logged("the store is Elasticsearch 8.1.0"), 2u);  // and with its type refused
  EXPECT_EQ(deliver(), StatusCode::ok);
  EXPECT_EQ(store_.last().body.find("_type"), std::string::npos) << store_.last().body;
}

}  // namespace
