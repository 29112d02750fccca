// What an observer is told, and the reasons that a run reports.
#include <fmt/format.h>

#include <flow/observer.hpp>

#include "run_testing.hpp"

namespace sluice::flow::testing {
namespace {

std::string_view id_of(const sluice_event& event) {
  return {event.id, event.id_size};
}

/// Writes everything down.
class Recorder : public Observer {
 public:
  void read(const sluice_event& event) override { add("read {}", id_of(event)); }
  void step(const sluice_event& event, std::string_view transform, std::string_view step,
            std::string_view note) override {
    add("step {} {} {} {}", id_of(event), transform, step, note);
  }
  void transformed(const sluice_event& event, std::string_view transform, bool bypassed) override {
    EXPECT_NE(event.state, SLUICE_EVENT_BYPASSED);
    add("transformed {} {}{}", id_of(event), transform, bypassed ? " bypassed" : "");
  }
  void encoded(const sluice_event& event, std::string_view sink, std::string_view bytes) override {
    add("encoded {} {} {}", id_of(event), sink, bytes.substr(0, bytes.size() - 1));
  }
  void ended(const sluice_event& event, Outcome outcome, std::string_view reason) override {
    add("ended {} {} {}", id_of(event), static_cast<int>(outcome), reason);
  }

  std::vector<std::string> lines;

 private:
  template <class... Arguments>
  void add(fmt::format_string<Arguments...> text, Arguments&&... arguments) {
    lines.push_back(fmt::format(text, std::forward<Arguments>(arguments)...));
  }
};

const std::string delivered = std::to_string(static_cast<int>(Outcome::delivered));
const std::string filtered = std::to_string(static_cast<int>(Outcome::filtered));
const std::string dead_lettered = std::to_string(static_cast<int>(Outcome::dead_lettered));
const std::string handed_back = std::to_string(static_cast<int>(Outcome::handed_back));

TEST_F(RunTest, AnObserverSeesTheWholeWayOfEachEvent) {
  script().batches = {{"both", "x", "bad", "2"}};
  Reply reply;
  reply.items = {{0, item(SLUICE_ITEM_REJECTED, 400, "no")}};
  script().second.replies = {reply};
  Recorder recorder;
  RunOptions options;
  options.observer = &recorder;
  Pipeline pipeline = two_sink_pipeline({"drop-x", "spread"});
  pipeline.flow.lanes = 4;
  run(pipeline, std::move(options));
  EXPECT_EQ(recorder.lines,
            (std::vector<std::string>{
                "read both", "read x", "read bad", "read 2", "transformed both drop-x",
                "transformed x drop-x", "transformed 2 drop-x", "step both spread spread it a note",
                "step 2 spread spread it a note", "transformed both spread", "transformed 2 spread",
                "encoded both hot both", "encoded both cold both", "encoded 2 cold 2",
                "ended both " + dead_lettered + " rejected by the store with status 400: no",
                "ended x " + filtered + " holds an x",
                "ended bad " + dead_lettered + " not readable", "ended 2 " + delivered + " "}));
}

TEST_F(RunTest, AnObserverWatchesDryRunsAndEventsThatATransformAdds) {
  script().batches = {{"a"}};
  Recorder recorder;
  RunOptions options;
  options.observer = &recorder;
  options.printer = [](std::string_view, std::string_view) { return true; };
  run(scripted_pipeline({"double"}), std::move(options));
  EXPECT_EQ(recorder.lines,
            (std::vector<std::string>{"read a", "transformed a double", "read a",
                                      "encoded a sink a", "encoded a sink a",
                                      "ended a " + delivered + " ", "ended a " + delivered + " "}));
}

TEST_F(RunTest, AnObserverIsToldOfWhatIsHandedBack) {
  script().batches = {{"a"}};
  Recorder recorder;
  RunOptions options;
  options.observer = &recorder;
  run(scripted_pipeline({"explode"}), std::move(options));
  EXPECT_EQ(recorder.lines,
            (std::vector<std::string>{
                "read a", "ended a " + handed_back + " delivery ended before it was taken"}));
}

TEST_F(RunTest, ReasonsNameWhoTookAnEventOutAndWhy) {
  script().batches = {{"x", "a", "y"}, {"x", "bad", "b"}, {"unencodable", "c"}};
  script().limits.max_documents = 3;
  Reply reply;
  reply.items = {{0, item(SLUICE_ITEM_REJECTED, 400, "no")}};
  script().replies = {reply};
  const RunReport report = run(scripted_pipeline({"drop-x", "refuse-y"}));
  EXPECT_EQ(
      to_lines(report.reasons, Tense::was),
      (std::vector<std::string>{
          "filtered: 2 by \"drop-x\": holds an x", "dead_lettered: 1 by \"refuse-y\": holds a y",
          "dead_lettered: 2 by \"scripted-sink\": it has no form (1), rejected by the store "
          "with status 400 (1)",
          "dead_lettered: 1 by \"scripted-source\": not readable"}));
  EXPECT_EQ(report.ledger.filtered, 2u);
  EXPECT_EQ(report.ledger.dead_lettered, 4u);
}

TEST_F(RunTest, ReasonsTellTransformsOfTheSameKindApart) {
  script().batches = {{"x"}};
  const RunReport report = run(scripted_pipeline({"drop-x", "drop-x"}));
  EXPECT_EQ(
      to_lines(report.reasons, Tense::would_be),
      (std::vector<std::string>{"would be filtered: 1 by \"drop-x (transforms[0])\": holds an x"}));
}

TEST_F(RunTest, WhatIsHandedBackHasReasonsToo) {
  script().batches = {{"bad", "a"}};
  Reply reply;
  reply.status = StatusCode::fatal;
  script().replies = {reply};
  const RunReport report = run(scripted_pipeline({}, false));
  EXPECT_EQ(to_lines(report.reasons, Tense::was),
            (std::vector<std::string>{"handed_back: 1: delivery ended before it was taken",
                                      "handed_back: 1 by \"scripted-source\": not readable"}));
}

TEST(ReasonsTest, AreBounded) {
  Reasons reasons;
  for (int i = 0; i < 250; ++i) {
    reasons.add(Outcome::filtered, "filter", "reason " + std::to_string(i), 2);
  }
  EXPECT_EQ(reasons.entries().size(), 101u);
  EXPECT_EQ(reasons.entries().front().reason, "other reasons");
  EXPECT_EQ(reasons.entries().front().events, 300u);
}

TEST(ReasonsTest, AddUpAndShowTheMostFrequentFirst) {
  Reasons one;
  one.add(Outcome::filtered, "f", "rare");
  one.add(Outcome::filtered, "f", "frequent");
  Reasons two;
  two.add(Outcome::filtered, "f", "frequent", 4);
  two.add(Outcome::handed_back, "", "say \"why\"", 1);
  one.add(two);
  EXPECT_EQ(to_json(one),
            R"([{"outcome":"filtered","by":"f","reason":"frequent","events":5},)"
            R"({"outcome":"filtered","by":"f","reason":"rare","events":1},)"
            R"({"outcome":"handed_back","by":"","reason":"say \"why\"","events":1}])");
  EXPECT_EQ(to_lines(one, Tense::was)[0], "filtered: 6 by \"f\": frequent (5), rare (1)");
  EXPECT_EQ(to_json(Reasons()), "[]");
}

}  // namespace
}  // namespace sluice::flow::testing
