// Which events `filter` leaves, under which reason the others go, and what it does when it cannot
// tell.
#include <string>
#include <vector>

#include <filter/filter_transform.hpp>
#include <gtest/gtest.h>
#include <support/plugin_host.hpp>
#include <support/plugin_library.hpp>

namespace {

using sluice::Batch;
using sluice::FilterTransform;
using sluice::Status;
using sluice::StatusCode;
using sluice::testing::PluginHost;

class FilterTest : public ::testing::Test {
 protected:
  // For each event "live", or its state and reason.
  std::vector<std::string> fates(const std::string& settings,
                                 const std::vector<std::string>& events) {
    FilterTransform transform(host_.host());
    if (const Status status = transform.init(host_.settings(settings)); !status.ok()) {
      return {status.error().message};
    }
    auto batch = host_.events(events);
    EXPECT_TRUE(transform.apply(Batch(batch.get())).ok());
    std::vector<std::string> all;
    for (const sluice_event& event : Batch(batch.get()).events()) {
      const char* const states[] = {"live", "filtered: ", "rejected: ", "bypassed"};
      all.push_back(states[event.state] + std::string(sluice::view(event.reason)));
    }
    return all;
  }
  std::string init_error(const std::string& settings, std::string* at = nullptr) {
    FilterTransform transform(host_.host());
    const Status status = transform.init(host_.settings(settings));
    if (status.ok()) return "";
    EXPECT_EQ(status.error().code, StatusCode::invalid_config);
    if (at != nullptr && status.error().at != nullptr) *at = PluginHost::json(*status.error().at);
    return status.error().message;
  }

  PluginHost host_;
};

using Fates = std::vector<std::string>;

TEST_F(FilterTest, KeepsWhatTheConditionHoldsFor) {
  EXPECT_EQ(fates(R"({"keep":"level == 'error'"})",
                  {R"({"level":"error"})", R"({"level":"info"})", R"({"x":1})"}),
            (Fates{"live", "filtered: keep \"level == 'error'\" does not hold",
                   "filtered: keep \"level == 'error'\" does not hold"}));
  EXPECT_EQ(host_.counters().size(), 0u);
}

TEST_F(FilterTest, DropsWhatTheConditionHoldsFor) {
  EXPECT_EQ(fates(R"({"drop":"path == '/healthz'"})",
                  {R"({"path":"/healthz"})", R"({"path":"/"})", "{}"}),
            (Fates{"filtered: drop \"path == '/healthz'\" holds", "live", "live"}));
}

TEST_F(FilterTest, DropIsAskedAboutWhatKeepLeaves) {
  EXPECT_EQ(fates(R"({"keep":"a == 1","drop":"b == 1"})",
                  {R"({"a":1})", R"({"a":1,"b":1})", R"({"b":1})"}),
            (Fates{"live", "filtered: drop \"b == 1\" holds",
                   "filtered: keep \"a == 1\" does not hold"}));
}

TEST_F(FilterTest, TheReasonMayBeGiven) {
  EXPECT_EQ(fates(R"({"keep":"a == 1","reason":"not ours"})", {"{}"}),
            (Fates{"filtered: not ours"}));
}

TEST_F(FilterTest, LongExpressionsAreShownInPart) {
  std::string expression = "a == 'x'";
  while (expression.size() < 200) expression += "\\n  || a == 'x'";
  const Fates given = fates("{\"keep\":\"" + expression + "\"}", {"{}"});
  EXPECT_EQ(given[0].substr(0, 38), "filtered: keep \"a == 'x' || a == 'x' |");
  EXPECT_EQ(given[0].find('\n'), std::string::npos);
  EXPECT_NE(given[0].find("...\" does not hold"), std::string::npos);
  EXPECT_LT(given[0].size(), 100u);
}

TEST_F(FilterTest, WhatCannotBeEvaluatedIsKeptByDefault) {
  const std::vector<std::string> events(20, R"({"status":"unknown"})");
  EXPECT_EQ(fates(R"({"keep":"int(status) >= 400"})", events), Fates(20, "live"));
  EXPECT_EQ(host_.counter("errors"), 20u);
  EXPECT_EQ(host_.log().size(), 1u) << host_.log_text();
  EXPECT_EQ(host_.logged("could not evaluate keep \"int(status) >= 400\": "), 1u);
  EXPECT_EQ(host_.logged("such events are kept (counted as errors, not logged again)"), 1u);
}

TEST_F(FilterTest, WhatCannotBeEvaluatedMayGo) {
  EXPECT_EQ(fates(R"({"keep":"int(status) >= 400","on_error":"drop"})",
                  {R"({"status":"unknown"})", R"({"status":"500"})", R"({"status":"200"})"}),
            (Fates{"filtered: keep \"int(status) >= 400\" could not be evaluated", "live",
                   "filtered: keep \"int(status) >= 400\" does not hold"}));
  EXPECT_EQ(host_.counter("errors"), 1u);
  const Fates rejected = fates(R"({"drop":"int(status) >= 400","on_error":"reject"})",
                               {R"({"status":"unknown"})", R"({"status":"200"})"});
  const std::string reason = "rejected: drop \"int(status) >= 400\" could not be evaluated: ";
  EXPECT_EQ(rejected[0].substr(0, reason.size()), reason);
  EXPECT_GT(rejected[0].size(), reason.size());
  EXPECT_EQ(rejected[1], "live");
}

// What `keep` could not tell may still be dropped.
TEST_F(FilterTest, AnErrorInKeepLeavesDropInCharge) {
  EXPECT_EQ(fates(R"({"keep":"int(a) > 0","drop":"b == 1"})", {R"({"a":"x","b":1})"}),
            (Fates{"filtered: drop \"b == 1\" holds"}));
}

TEST_F(FilterTest, LeavesEventsThatAreNotLive) {
  FilterTransform transform(host_.host());
  ASSERT_TRUE(transform.init(host_.settings(R"({"keep":"false"})")).ok());
  auto batch = host_.events({"{}", "{}", "{}", "{}"});
  sluice::reject(batch->events[0], "bad");
  sluice::filter(batch->events[1], "not wanted");
  batch->events[2].state = SLUICE_EVENT_BYPASSED;
  ASSERT_TRUE(transform.apply(Batch(batch.get())).ok());
  EXPECT_EQ(batch->events[0].state, uint32_t{SLUICE_EVENT_REJECTED});
  EXPECT_EQ(sluice::view(batch->events[0].reason), "bad");
  EXPECT_EQ(sluice::view(batch->events[1].reason), "not wanted");
  EXPECT_EQ(batch->events[2].state, uint32_t{SLUICE_EVENT_BYPASSED});
  EXPECT_EQ(batch->events[3].state, uint32_t{SLUICE_EVENT_FILTERED});
}

TEST_F(FilterTest, WrongSettingsPointAtTheSetting) {
  EXPECT_EQ(init_error("{}"), "it needs \"keep\" or \"drop\", the condition to filter by");
  std::string at;
  EXPECT_NE(init_error(R"({"keep":"a ==","drop":"b"})", &at), "");
  EXPECT_EQ(at, R"("a ==")");
  EXPECT_NE(init_error(R"x({"keep":"a == 1","drop":"b.startWith('x')"})x", &at), "");
  EXPECT_EQ(at, R"x("b.startWith('x')")x");
  EXPECT_NE(init_error(R"({"keep":"1 + 1"})", &at), "") << "no condition";
  EXPECT_EQ(at, R"("1 + 1")");
}

TEST(FilterPlugin, IsWired) {
  const sluice::testing::PluginLibrary library(PLUGIN_FILE);
  const sluice_component& component = library.component("filter");
  EXPECT_EQ(component.role, static_cast<uint32_t>(SLUICE_ROLE_TRANSFORM));
  EXPECT_EQ(library.option(component.options, "keep")->flags,
            static_cast<uint32_t>(SLUICE_OPTION_WHOLE));
  EXPECT_STREQ(library.option(component.options, "on_error")->default_value, "keep");
  for (const char* name : {"keep", "drop", "reason", "on_error"}) {
    EXPECT_GT(library.option(component.options, name)->example_count, 0u) << name;
  }
}

}  // namespace
