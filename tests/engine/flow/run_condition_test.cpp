// Conditions beside transforms: who passes by, what a transform sees, what happens when they fail.
#include <data/buffer.hpp>
#include <data/json_writer.hpp>
#include <flow/observer.hpp>

#include "run_testing.hpp"

namespace sluice::flow::testing {
namespace {

/// Transforms with their conditions; an empty one stands for none.
Pipeline conditional_pipeline(const std::vector<std::pair<std::string, std::string>>& transforms) {
  std::vector<std::string> ids;
  for (const auto& [id, condition] : transforms) ids.push_back(id);
  Pipeline pipeline = scripted_pipeline(ids);
  for (size_t i = 0; i < transforms.size(); ++i) {
    if (transforms[i].second.empty()) continue;
    auto compiled = cel::Expression::compile(transforms[i].second, cel::Kind::boolean);
    EXPECT_TRUE(compiled) << compiled.error().message;
    pipeline.transforms[i].condition = *std::move(compiled);
  }
  return pipeline;
}

class Watcher : public Observer {
 public:
  void transformed(const sluice_event& event, std::string_view, bool is_bypassed) override {
    if (is_bypassed) bypassed.emplace_back(event.id, event.id_size);
  }
  void encoded(const sluice_event& event, std::string_view, std::string_view) override {
    data::Buffer document;
    EXPECT_TRUE(data::write_object(event.fields, event.field_count, document.abi()));
    documents.emplace_back(document.view());
  }

  std::vector<std::string> bypassed;
  std::vector<std::string> documents;
};

TEST_F(RunTest, EventsForWhichAConditionDoesNotHoldPassTheTransform) {
  script().batches = {{"x1", "x2", "a"}};
  Watcher watcher;
  RunOptions options;
  options.observer = &watcher;
  const RunReport report =
      run(conditional_pipeline({{"drop-x", "_meta.id != 'x1'"}}), std::move(options));
  EXPECT_EQ(script().requests, (std::vector<std::vector<std::string>>{{"x1", "a"}}));
  EXPECT_EQ(report.ledger.filtered, 1u);
  EXPECT_EQ(report.ledger.delivered, 2u);
  EXPECT_EQ(watcher.bypassed, std::vector<std::string>{"x1"});
  EXPECT_TRUE(report.counters.empty());
}

TEST_F(RunTest, TheNextTransformSeesThemAgain) {
  script().batches = {{"x1", "x2", "a"}};
  const RunReport report =
      run(conditional_pipeline({{"drop-x", "_meta.id == 'x1'"}, {"drop-x", ""}}));
  EXPECT_EQ(script().requests, std::vector<std::vector<std::string>>{{"a"}});
  EXPECT_EQ(to_lines(report.reasons, Tense::was),
            (std::vector<std::string>{"filtered: 1 by \"drop-x (transforms[0])\": holds an x",
                                      "filtered: 1 by \"drop-x (transforms[1])\": holds an x"}));
}

TEST_F(RunTest, ATransformThatNoEventIsForIsNotCalled) {
  script().batches = {{"a", "b"}, {"bad"}};
  const RunReport report = run(conditional_pipeline({{"explode", "has(nothing)"}}));
  EXPECT_EQ(report.failure, "");
  EXPECT_EQ(report.ledger.delivered, 2u);
  EXPECT_EQ(report.ledger.dead_lettered, 1u);
}

TEST_F(RunTest, WhatIsNoLongerLiveStaysAsItIs) {
  script().batches = {{"x", "bad", "a"}};
  const RunReport report = run(conditional_pipeline({{"drop-x", "true"}, {"double", "false"}}));
  EXPECT_EQ(report.ledger.read, 3u);
  EXPECT_EQ(report.ledger.filtered, 1u);
  EXPECT_EQ(report.ledger.dead_lettered, 1u);
  EXPECT_EQ(report.ledger.delivered, 1u);
}

TEST_F(RunTest, AConditionThatFailsIsCountedKeptInTheEventAndDoesNotHold) {
  script().batches = {{"x", "xxx", "a"}};
  Watcher watcher;
  RunOptions options;
  options.observer = &watcher;
  const RunReport report =
      run(conditional_pipeline({{"drop-x", "10 / (size(_meta.id) - 1) > 0"}}), std::move(options));
  EXPECT_EQ(script().requests, (std::vector<std::vector<std::string>>{{"x", "a"}}));
  EXPECT_EQ(report.counters.at("drop-x.condition_errors"), 2u);
  EXPECT_EQ(report.ledger.filtered, 1u);
  EXPECT_EQ(watcher.bypassed, (std::vector<std::string>{"x", "a"}));
  ASSERT_EQ(watcher.documents.size(), 2u);
  for (const std::string& document : watcher.documents) {
    EXPECT_EQ(document.find(R"({"_meta":{"errors":[{"step":"if of drop-x","message":")"), 0u)
        << document;
    EXPECT_NE(document.find("zero"), std::string::npos) << document;
  }
}

TEST_F(RunTest, ManyLanesShareACondition) {
  for (int i = 0; i < 100; ++i) script().batches.push_back({"x", "xx", "a"});
  Pipeline pipeline = conditional_pipeline({{"drop-x", "10 / (size(_meta.id) - 1) > 0"}});
  pipeline.flow.lanes = 4;
  script().limits.max_documents = 3;
  const RunReport report = run(pipeline);
  EXPECT_EQ(report.ledger.filtered, 100u);
  EXPECT_EQ(report.counters.at("drop-x.condition_errors"), 200u);
}

TEST_F(RunTest, WhatIsSaidOnceIsSaidOnceForAllLanes) {
  for (int i = 0; i < 100; ++i) script().batches.push_back({"x", "a"});
  Pipeline pipeline = scripted_pipeline({"drop-x", "drop-x"});
  pipeline.flow.lanes = 4;
  script().limits.max_documents = 2;
  EXPECT_EQ(run(pipeline).ledger.filtered, 100u);
  EXPECT_EQ(script().firsts, 1);  // the second one, at another place, meets none
  reset_script();
  script().batches = {{"x"}};
  EXPECT_EQ(run(pipeline).ledger.filtered, 1u);
  EXPECT_EQ(script().firsts, 1);  // another run
}

}  // namespace
}  // namespace sluice::flow::testing
