// What a run does with its source and transforms.
#include "run_testing.hpp"

namespace sluice::flow::testing {
namespace {

TEST_F(RunTest, DeliversEverythingAndSettlesEveryBatch) {
  script().batches = {{"a", "b"}, {"c"}, {"d", "e", "f"}};
  const RunReport report = run(scripted_pipeline());
  EXPECT_EQ(report.ledger.read, 6u);
  EXPECT_EQ(report.ledger.delivered, 6u);
  EXPECT_EQ(report.ledger.bytes_in, 6u);
  EXPECT_TRUE(report.complete);
  ASSERT_EQ(script().settled.size(), 3u);
  EXPECT_EQ(script().settled[3].at(0).delivered, 3u);
  EXPECT_EQ(script().requests.size(), 1u);  // batched across source batches
}

TEST_F(RunTest, AnEmptyInputIsARunToo) {
  const RunReport report = run(scripted_pipeline());
  EXPECT_EQ(report.ledger.read, 0u);
  EXPECT_TRUE(script().requests.empty());
  EXPECT_TRUE(script().settled.empty());
}

TEST_F(RunTest, FilteredAndRejectedEventsAreCounted) {
  script().batches = {{"a", "x1", "bad"}, {"x2", "unencodable"}, {"x3"}};
  const RunReport report = run(scripted_pipeline({"drop-x"}));
  EXPECT_EQ(report.ledger.delivered, 1u);
  EXPECT_EQ(report.ledger.filtered, 3u);
  EXPECT_EQ(report.ledger.dead_lettered, 2u);
  EXPECT_EQ(script().settled[3].at(0).filtered, 1u);  // settled although all of it was filtered
  ASSERT_EQ(script().letters.size(), 2u);
  EXPECT_NE(script().letters[0].find(R"("reason":"not readable")"), std::string::npos);
  EXPECT_NE(script().letters[1].find(R"("reason":"it has no form")"), std::string::npos);
}

TEST_F(RunTest, WhatATransformAddsIsAccountedForToo) {
  script().batches = {{"a", "b"}};
  const RunReport report = run(scripted_pipeline({"double"}));
  EXPECT_EQ(report.ledger.read, 3u);
  EXPECT_EQ(report.ledger.delivered, 3u);
}

TEST_F(RunTest, ATransformThatThrowsEndsTheRunAndNothingIsLost) {
  script().batches = {{"a"}, {"b"}};
  const RunReport report = run(scripted_pipeline({"explode"}));
  EXPECT_EQ(report.ledger.handed_back, report.ledger.read);
  EXPECT_EQ(report.failure, "boom");
}

TEST_F(RunTest, ATransformThatMakesEventsDisappearIsFound) {
  script().batches = {{"a", "b"}};
  const RunReport report = run(scripted_pipeline({"swallow"}));
  EXPECT_EQ(report.ledger.handed_back, 2u);
  EXPECT_NE(report.failure.find("\"swallow\" removed events"), std::string::npos);
}

TEST_F(RunTest, AnInputThatBreaksIsNotComplete) {
  script().batches = {{"a"}};
  script().fail_read_at_end = true;
  const RunReport report = run(scripted_pipeline());
  EXPECT_EQ(report.ledger.delivered, 1u);
  EXPECT_FALSE(report.complete);
}

TEST_F(RunTest, AStopReadsNoFurtherAndDeliversWhatWasRead) {
  script().batches = {{"a"}, {"b"}, {"c"}};
  int reads = 0;
  script().before_read = [&] {
    if (++reads == 2) current().control().request_stop(60'000);
  };
  const RunReport report = run(scripted_pipeline());
  EXPECT_EQ(report.ledger.read, 2u);
  EXPECT_EQ(report.ledger.delivered, 2u);
  EXPECT_FALSE(report.complete);
}

TEST_F(RunTest, ADryRunPrintsTheRequestsOfARunAndSendsNothing) {
  script().batches = {{"a", "b"}, {"c", "d"}, {"bad", "e"}};
  script().limits.max_documents = 2;
  std::vector<std::string> printed;
  RunOptions options;
  options.printer = [&](std::string_view sink, std::string_view bytes) {
    EXPECT_EQ(sink, "sink");
    printed.emplace_back(bytes);
    return true;
  };
  const RunReport dry = run(scripted_pipeline(), std::move(options));
  EXPECT_EQ(dry.ledger.requests, 3u);
  EXPECT_EQ(dry.ledger.dead_lettered, 1u);
  EXPECT_TRUE(script().requests.empty());
  EXPECT_TRUE(script().letters.empty());
  EXPECT_EQ(script().begun, 0);
  ASSERT_EQ(printed, (std::vector<std::string>{"a\nb\n", "c\nd\n", "e\n"}));

  run(scripted_pipeline());
  EXPECT_EQ(script().requests,
            (std::vector<std::vector<std::string>>{{"a", "b"}, {"c", "d"}, {"e"}}));
}

TEST_F(RunTest, RequestsHoldAboutEquallyMany) {
  script().limits.max_documents = 4;
  script().batches = {{"1", "2", "3", "4", "5"}};
  run(scripted_pipeline());
  EXPECT_EQ(script().requests,
            (std::vector<std::vector<std::string>>{{"1", "2", "3"}, {"4", "5"}}));
}

TEST_F(RunTest, RequestsStayWithinTheirBytesAndALargeEventGoesAlone) {
  script().limits.max_bytes = 6;  // each event is its text and a line end
  script().batches = {{"a", "b", "c", "longer than six", "d"}};
  run(scripted_pipeline());
  for (const auto& request : script().requests) {
    size_t bytes = 0;
    for (const std::string& item : request) bytes += item.size() + 1;
    EXPECT_TRUE(bytes <= 6 || request.size() == 1);
  }
}

}  // namespace
}  // namespace sluice::flow::testing
