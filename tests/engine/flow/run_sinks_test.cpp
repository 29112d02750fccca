// Several named sinks in one pipeline: where events go, and what becomes of one that goes to many.
#include "run_testing.hpp"

namespace sluice::flow::testing {
namespace {

using Requests = std::vector<std::vector<std::string>>;

Reply failing(StatusCode status) {
  Reply reply;
  reply.status = status;
  return reply;
}

TEST_F(RunTest, EventsGoToTheSinksOfTheirMask) {
  script().batches = {{"a", "2", "both"}, {"x", "bad", "b"}};
  const RunReport report = run(two_sink_pipeline({"drop-x", "spread"}));
  EXPECT_EQ(script().requests, (Requests{{"a", "both", "b"}}));
  EXPECT_EQ(script().second.requests, (Requests{{"2", "both"}}));
  EXPECT_EQ(script().begun, 1);
  EXPECT_EQ(script().second.begun, 1);
  EXPECT_EQ(report.ledger.read, 6u);
  EXPECT_EQ(report.ledger.delivered, 4u);  // "both" is one event
  EXPECT_EQ(report.ledger.filtered, 1u);
  EXPECT_EQ(report.ledger.dead_lettered, 1u);
  EXPECT_EQ(report.ledger.requests, 2u);
  EXPECT_EQ(report.counters.at("sink.hot.delivered"), 3u);
  EXPECT_EQ(report.counters.at("sink.cold.delivered"), 2u);
  EXPECT_EQ(report.counters.count("sink.hot.handed_back"), 0u);
  EXPECT_EQ(script().sink_names, (std::vector<std::string>{"hot", "cold"}));
  EXPECT_EQ(script().settled[1].at(0).delivered, 3u);
}

TEST_F(RunTest, ASingleSinkHasANameAndNoCountersOfItsOwn) {
  script().batches = {{"a"}};
  const RunReport report = run(scripted_pipeline({"spread"}));
  EXPECT_EQ(script().sink_names, (std::vector<std::string>{"sink"}));
  EXPECT_TRUE(report.counters.empty());
}

TEST_F(RunTest, TheWorstOutcomeOfAllSinksIsTheEvents) {
  script().batches = {{"both1", "both3", "both4", "both5"}};
  const auto verdicts = [](std::map<uint32_t, sluice_item> items) {
    Reply reply;
    reply.items = std::move(items);
    return reply;
  };
  const sluice_item duplicate = item(SLUICE_ITEM_DUPLICATE, 409);
  script().replies = {verdicts({{0, duplicate}, {1, duplicate}, {2, duplicate}})};
  script().second.replies = {
      verdicts({{0, duplicate}, {2, item(SLUICE_ITEM_REJECTED, 400, "no such field")}})};
  const RunReport report = run(two_sink_pipeline());
  EXPECT_EQ(report.ledger.duplicate, 1u);  // both1: both had it
  EXPECT_EQ(report.ledger.delivered, 2u);  // both3: one had it; both5: neither
  EXPECT_EQ(report.ledger.dead_lettered, 1u);
  EXPECT_EQ(report.counters.at("sink.hot.duplicate"), 3u);
  EXPECT_EQ(report.counters.at("sink.hot.delivered"), 1u);
  EXPECT_EQ(report.counters.at("sink.cold.dead_lettered"), 1u);
  EXPECT_EQ(report.counters.at("sink.cold.delivered"), 2u);
  ASSERT_EQ(script().letters.size(), 1u);
  EXPECT_NE(script().letters[0].find(R"("sink":"cold")"), std::string::npos) << script().letters[0];
}

TEST_F(RunTest, AnEventThatTwoSinksRefuseHasTwoLettersAndOneOutcome) {
  script().batches = {{"both1"}};
  Reply refuses;
  refuses.items = {{0, item(SLUICE_ITEM_REJECTED, 400, "no")}};
  script().replies = {refuses};
  script().second.replies = {refuses};
  const RunReport report = run(two_sink_pipeline());
  EXPECT_EQ(report.ledger.dead_lettered, 1u);
  EXPECT_EQ(script().letters.size(), 2u);
  EXPECT_EQ(report.counters.at("sink.hot.dead_lettered"), 1u);
  EXPECT_EQ(report.counters.at("sink.cold.dead_lettered"), 1u);
  ASSERT_EQ(report.reasons.entries().size(), 1u);
  EXPECT_EQ(report.reasons.entries()[0].by, "hot");
}

TEST_F(RunTest, OneSinkBisectsWhileTheOtherIsNotTouched) {
  script().batches = {{"both1", "both3", "both-poison", "both4"}};
  script().later = [](const std::vector<std::string>& items) {
    const bool poisoned = std::find(items.begin(), items.end(), "both-poison") != items.end();
    return failing(poisoned ? StatusCode::rejected : StatusCode::ok);
  };
  const RunReport report = run(two_sink_pipeline());
  EXPECT_EQ(script().second.requests, (Requests{{"both1", "both3", "both-poison", "both4"}}));
  EXPECT_GT(script().requests.size(), 2u);
  EXPECT_EQ(report.ledger.delivered, 3u);
  EXPECT_EQ(report.ledger.dead_lettered, 1u);
  EXPECT_EQ(report.counters.at("sink.cold.delivered"), 4u);
}

TEST_F(RunTest, AnEventThatOneSinkCannotEncodeStillGoesToTheOther) {
  script().batches = {{"both1", "unencodable", "2"}};
  const RunReport report = run(two_sink_pipeline());
  EXPECT_EQ(report.ledger.delivered, 2u);
  EXPECT_EQ(report.ledger.dead_lettered, 1u);
  EXPECT_EQ(report.counters.at("sink.hot.dead_lettered"), 1u);
  EXPECT_NE(script().letters.at(0).find(R"("sink":"hot")"), std::string::npos);
}

TEST_F(RunTest, ASinkThatIsDownEndsTheRunAndNothingCountsAsDeliveredThatDidNotGoEverywhere) {
  script().batches = {{"a", "2", "both"}};
  script().second.replies = {failing(StatusCode::fatal)};
  const RunReport report = run(two_sink_pipeline());
  EXPECT_EQ(report.failure, "sink.cold: scripted");
  EXPECT_EQ(report.ledger.delivered, 1u);
  EXPECT_EQ(report.ledger.handed_back, 2u);
  EXPECT_EQ(report.counters.at("sink.hot.delivered"), 2u);
  EXPECT_EQ(report.counters.at("sink.cold.delivered"), 0u);
  EXPECT_EQ(report.counters.at("sink.cold.handed_back"), 2u);
}

TEST_F(RunTest, ASinkThatThePipelineDoesNotHaveIsTheTransformsMistake) {
  script().batches = {{"a", "lost", "b"}};
  const RunReport report = run(two_sink_pipeline());
  EXPECT_EQ(report.failure,
            "an event was sent to sink number 6, but the pipeline has 2; this is a mistake in the "
            "transform \"spread\"");
  EXPECT_EQ(report.ledger.handed_back, 3u);
  EXPECT_TRUE(script().requests.empty());
}

TEST_F(RunTest, UnitsAreCutByTheSmallestLimitsAndRequestsByTheirOwn) {
  script().batches = {{"both1", "both3", "both4", "both5"}};
  script().limits.max_documents = 100;
  script().second.limits.max_documents = 2;
  run(two_sink_pipeline());
  EXPECT_EQ(script().requests, (Requests{{"both1", "both3", "both4", "both5"}}));
  EXPECT_EQ(script().second.requests, (Requests{{"both1", "both3"}, {"both4", "both5"}}));
  reset_script();
  script().batches = {{"both1", "both3"}, {"both4", "both5"}};
  script().second.limits.max_documents = 2;
  run(two_sink_pipeline());
  EXPECT_EQ(script().requests, (Requests{{"both1", "both3"}, {"both4", "both5"}}));
}

TEST_F(RunTest, ADryRunPrintsTheRequestsOfEachSinkUnitByUnit) {
  script().batches = {{"a", "both"}, {"2", "b"}};
  script().second.limits.max_documents = 2;
  std::vector<std::string> printed;
  RunOptions options;
  options.printer = [&](std::string_view sink, std::string_view bytes) {
    printed.push_back(std::string(sink) + ": " + std::string(bytes));
    return printed.size() < 4;
  };
  const RunReport report = run(two_sink_pipeline(), std::move(options));
  EXPECT_EQ(printed,
            (std::vector<std::string>{"hot: a\nboth\n", "cold: both\n", "hot: b\n", "cold: 2\n"}));
  EXPECT_EQ(report.failure, "could not write to standard output");
  EXPECT_EQ(report.counters.at("sink.hot.would_be_delivered"), 3u);
  EXPECT_EQ(report.counters.at("sink.cold.would_be_handed_back"), 1u);
  EXPECT_EQ(report.ledger.delivered, 3u);
  EXPECT_EQ(report.ledger.handed_back, 1u);
  EXPECT_TRUE(script().requests.empty());
}

TEST_F(RunTest, ManyLanesShareTheSinks) {
  for (int i = 0; i < 200; ++i) script().batches.push_back({"a", "2", "both"});
  Pipeline pipeline = two_sink_pipeline();
  pipeline.flow.lanes = 4;
  script().limits.max_documents = 3;
  const RunReport report = run(pipeline);
  EXPECT_EQ(report.ledger.delivered, 600u);
  EXPECT_EQ(report.counters.at("sink.hot.delivered"), 400u);
  EXPECT_EQ(report.counters.at("sink.cold.delivered"), 400u);
  EXPECT_EQ(script().begun, 1);
  EXPECT_EQ(script().second.begun, 1);
}

}  // namespace
}  // namespace sluice::flow::testing
