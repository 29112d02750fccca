// How a run treats what the store replies.
#include <algorithm>
#include <memory>
#include <random>

#include "run_testing.hpp"

namespace sluice::flow::testing {
namespace {

using Requests = std::vector<std::vector<std::string>>;

class RunDeliveryTest : public RunTest {};

TEST_F(RunDeliveryTest, RetriesOnlyTheItemsThatNeedIt) {
  script().batches = {{"a", "b", "c", "d"}};
  Reply some;
  some.items[1] = item(SLUICE_ITEM_RETRY, 429, "busy");
  some.items[3] = item(SLUICE_ITEM_RETRY, 503, "busy");
  Reply duplicate;
  duplicate.items[0] = item(SLUICE_ITEM_DUPLICATE, 409);
  script().replies = {some, duplicate};
  const RunReport report = run(scripted_pipeline());
  EXPECT_EQ(script().requests, (Requests{{"a", "b", "c", "d"}, {"b", "d"}}));
  EXPECT_EQ(report.ledger.delivered, 3u);
  EXPECT_EQ(report.ledger.duplicate, 1u);
  EXPECT_EQ(report.ledger.requests, 2u);
  EXPECT_EQ(report.ledger.retries, 1u);
}

TEST_F(RunDeliveryTest, AnItemWithoutAVerdictIsTriedAgain) {
  script().batches = {{"a", "b"}};
  Reply silent;
  silent.items[0] = item(SLUICE_ITEM_UNKNOWN, 0);
  script().replies = {silent};
  EXPECT_EQ(run(scripted_pipeline()).ledger.delivered, 2u);
  EXPECT_EQ(script().requests, (Requests{{"a", "b"}, {"a"}}));
}

TEST_F(RunDeliveryTest, RetriesAWholeRequestWithTheSameItems) {
  script().batches = {{"a", "b"}};
  script().replies = {{StatusCode::retry, "503", {}, {}}, {StatusCode::retry, "503", {}, {}}};
  EXPECT_EQ(run(scripted_pipeline()).ledger.delivered, 2u);
  EXPECT_EQ(script().requests, (Requests{{"a", "b"}, {"a", "b"}, {"a", "b"}}));
}

TEST_F(RunDeliveryTest, SplitsWhatIsTooLargeUntilItFits) {
  script().batches = {{"a", "b", "c", "d", "e"}};
  script().later = [](const std::vector<std::string>& items) {
    Reply reply;
    if (items.size() > 2) reply.status = StatusCode::too_large;
    return reply;
  };
  const RunReport report = run(scripted_pipeline());
  EXPECT_EQ(report.ledger.delivered, 5u);
  EXPECT_EQ(script().requests,
            (Requests{{"a", "b", "c", "d", "e"}, {"a", "b"}, {"c", "d", "e"}, {"c"}, {"d", "e"}}));
}

TEST_F(RunDeliveryTest, ASingleEventThatIsTooLargeIsDeadLettered) {
  script().batches = {{"a", "huge"}};
  script().later = [](const std::vector<std::string>& items) {
    Reply reply;
    if (std::find(items.begin(), items.end(), "huge") != items.end()) {
      reply.status = StatusCode::too_large;
      reply.message = "413 from the store";
    }
    return reply;
  };
  const RunReport report = run(scripted_pipeline());
  EXPECT_EQ(report.ledger.delivered, 1u);
  EXPECT_EQ(report.ledger.dead_lettered, 1u);
  ASSERT_EQ(script().letters.size(), 1u);
  EXPECT_NE(script().letters[0].find(R"("reason":"too large for the store")"), std::string::npos);
  EXPECT_NE(script().letters[0].find(R"("error":"413 from the store")"), std::string::npos);
}

TEST_F(RunDeliveryTest, BisectsARefusedRequestDownToTheGuiltyEvent) {
  script().batches = {{"a", "b", "c", "guilty", "e", "f", "g", "h"}};
  script().later = [](const std::vector<std::string>& items) {
    Reply reply;
    if (std::find(items.begin(), items.end(), "guilty") != items.end()) {
      reply.status = StatusCode::rejected;
    }
    return reply;
  };
  const RunReport report = run(scripted_pipeline());
  EXPECT_EQ(report.ledger.delivered, 7u);
  EXPECT_EQ(report.ledger.dead_lettered, 1u);
  EXPECT_NE(script().letters.at(0).find(R"("id":"guilty")"), std::string::npos);
}

TEST_F(RunDeliveryTest, RejectedItemsGoToTheDeadLetterWithTheStoresWords) {
  script().batches = {{"a", "b"}};
  Reply reply;
  reply.items[1] = item(SLUICE_ITEM_REJECTED, 400, "mapper_parsing_exception: no");
  script().replies = {reply};
  const RunReport report = run(scripted_pipeline());
  EXPECT_EQ(report.ledger.delivered, 1u);
  EXPECT_EQ(report.ledger.dead_lettered, 1u);
  ASSERT_EQ(script().letters.size(), 1u);
  const std::string& letter = script().letters[0];
  for (const char* part : {R"("reason":"rejected by the store")", R"("status":400)",
                           R"("error":"mapper_parsing_exception: no")", R"("id":"b")",
                           R"("line":2)", R"("original":"b")", R"("document":{})"}) {
    EXPECT_NE(letter.find(part), std::string::npos) << part << " in " << letter;
  }
}

TEST_F(RunDeliveryTest, WithoutADeadLetterRejectedItemsAreHandedBack) {
  script().batches = {{"a", "bad", "unencodable"}};
  Reply reply;
  reply.items[0] = item(SLUICE_ITEM_REJECTED, 400, "no");
  script().replies = {reply};
  const RunReport report = run(scripted_pipeline({}, false));
  EXPECT_EQ(report.ledger.handed_back, 3u);
}

TEST_F(RunDeliveryTest, WhatTheDeadLetterDoesNotTakeIsHandedBack) {
  script().batches = {{"a", "bad"}};
  script().letters_fail = true;
  const RunReport report = run(scripted_pipeline());
  EXPECT_EQ(report.ledger.delivered, 1u);
  EXPECT_EQ(report.ledger.handed_back, 1u);
  EXPECT_EQ(report.failure, "the dead letter is full");
}

TEST_F(RunDeliveryTest, AFatalReplyEndsTheRunAndHandsBackTheRest) {
  script().limits.max_documents = 1;
  script().batches = {{"a"}, {"b"}, {"c"}};
  script().replies = {Reply{}, {StatusCode::fatal, "401 unauthorized", {}, {}}};
  const RunReport report = run(scripted_pipeline());
  EXPECT_EQ(report.ledger.delivered, 1u);
  EXPECT_EQ(report.ledger.handed_back, report.ledger.read - 1);
  EXPECT_GE(report.ledger.read, 2u);
  EXPECT_EQ(report.failure, "401 unauthorized");
  EXPECT_EQ(script().requests.size(), 2u);
}

TEST_F(RunDeliveryTest, GivesUpAfterTheLongestTimeAndSaysWhy) {
  Pipeline pipeline = scripted_pipeline();
  pipeline.flow.retry_give_up_after_ms = 5;
  script().batches = {{"a"}, {"b"}};
  script().later = [](const auto&) { return Reply{StatusCode::retry, "nobody there", {}, {}}; };
  const RunReport report = run(pipeline);
  EXPECT_EQ(report.ledger.delivered, 0u);
  EXPECT_EQ(report.ledger.handed_back, report.ledger.read);
  EXPECT_NE(report.failure.find("gave up on"), std::string::npos);
  EXPECT_NE(report.failure.find("nobody there"), std::string::npos);
}

TEST_F(RunDeliveryTest, BeginsOnceAndTriesAgainWhenTheStoreIsNotReady) {
  script().batches = {{"a"}, {"b"}};
  script().limits.max_documents = 1;
  script().begins = {StatusCode::retry, StatusCode::retry};
  Pipeline pipeline = scripted_pipeline();
  pipeline.flow.lanes = 3;
  EXPECT_EQ(run(pipeline).ledger.delivered, 2u);
  EXPECT_EQ(script().begun, 3);  // two failures, one success
}

TEST_F(RunDeliveryTest, ABeginThatFailsForGoodSendsNothing) {
  script().batches = {{"a"}};
  script().begins = {StatusCode::fatal};
  const RunReport report = run(scripted_pipeline());
  EXPECT_EQ(report.ledger.handed_back, 1u);
  EXPECT_TRUE(script().requests.empty());
  EXPECT_EQ(report.failure, "the store is not ready");
}

TEST_F(RunDeliveryTest, ADeadlineHandsBackWhatIsLeft) {
  script().batches = {{"a"}, {"b"}, {"c"}};
  script().limits.max_documents = 1;
  Reply first;
  first.before = [this] { current().control().request_stop(0); };
  script().replies = {first};
  const RunReport report = run(scripted_pipeline());
  EXPECT_EQ(report.ledger.delivered, 1u);  // what was on its way is counted
  EXPECT_EQ(report.ledger.handed_back, report.ledger.read - 1);
  EXPECT_TRUE(report.failure.empty());
}

TEST_F(RunDeliveryTest, EveryRandomMixOfRepliesAddsUp) {
  for (uint32_t seed = 1; seed <= 60; ++seed) {
    reset_script();
    auto random = std::make_shared<std::minstd_rand>(seed);
    size_t number = 0;
    for (int b = 0; b < 8; ++b) {
      std::vector<std::string> batch;
      for (int e = 0; e < 7; ++e) batch.push_back("event-" + std::to_string(number++));
      script().batches.push_back(batch);
    }
    script().limits.max_documents = 10;
    auto stored = std::make_shared<std::map<std::string, int>>();
    script().later = [random, stored](const std::vector<std::string>& items) {
      Reply reply;
      const uint32_t kind = (*random)() % 10;
      if (kind == 0) reply.status = StatusCode::retry;
      if (kind == 1) reply.status = StatusCode::too_large;
      if (reply.status == StatusCode::too_large && items.size() == 1) reply.status = StatusCode::ok;
      if (reply.status != StatusCode::ok) return reply;
      for (uint32_t i = 0; i < items.size(); ++i) {
        const uint32_t verdict = (*random)() % 6;
        if (verdict == 0) reply.items[i] = item(SLUICE_ITEM_RETRY, 429);
        if (verdict == 1) reply.items[i] = item(SLUICE_ITEM_REJECTED, 400, "no");
        if (verdict > 1) ++(*stored)[items[i]];
      }
      return reply;
    };
    Pipeline pipeline = scripted_pipeline();
    pipeline.flow.lanes = 1 + seed % 3;
    pipeline.flow.retry_initial_ms = 0;
    const RunReport report = run(pipeline);
    EXPECT_EQ(report.ledger.read, 56u) << "seed " << seed;
    EXPECT_EQ(report.ledger.delivered, stored->size()) << "seed " << seed;
    EXPECT_EQ(report.ledger.dead_lettered, 56u - stored->size()) << "seed " << seed;
    for (const auto& [id, times] : *stored) EXPECT_EQ(times, 1) << id << ", seed " << seed;
  }
}

}  // namespace
}  // namespace sluice::flow::testing
