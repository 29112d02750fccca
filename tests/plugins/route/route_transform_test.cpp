// Where `route` sends events: sinks as bits, indexes as text, and what no rule matches.
#include <array>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <route/route_transform.hpp>
#include <support/plugin_host.hpp>
#include <support/plugin_library.hpp>

#include <sluice/abi/ext/sinks.h>

namespace {

using sluice::Batch;
using sluice::RouteTransform;
using sluice::Status;
using sluice::StatusCode;
using sluice::testing::PluginHost;

using Places = std::vector<std::string>;

class RouteTest : public ::testing::Test {
 protected:
  RouteTest() { host_.set_extension(SLUICE_EXT_SINKS, &sinks_); }

  // For each event its sinks as a number and its index, such as "6 errors", or why it is not live.
  Places places(const std::string& settings, const std::vector<std::string>& events) {
    RouteTransform transform(host_.host());
    if (const Status status = transform.init(host_.settings(settings)); !status.ok()) {
      return {status.error().message};
    }
    auto batch = host_.events(events);
    EXPECT_TRUE(transform.apply(Batch(batch.get())).ok());
    Places all;
    for (const sluice_event& event : Batch(batch.get()).events()) {
      std::string place = std::to_string(event.sinks);
      if (event.destination.size > 0) place += " " + std::string(sluice::view(event.destination));
      if (event.state != SLUICE_EVENT_LIVE) place = sluice::view(event.reason);
      all.push_back(place);
    }
    return all;
  }
  std::string init_error(const std::string& settings, std::string* at = nullptr) {
    RouteTransform transform(host_.host());
    const Status status = transform.init(host_.settings(settings));
    if (status.ok()) return "";
    EXPECT_EQ(status.error().code, StatusCode::invalid_config);
    if (at != nullptr && status.error().at != nullptr) *at = PluginHost::json(*status.error().at);
    return status.error().message;
  }

  const std::array<sluice_text, 3> names_ = {
      {SLUICE_TEXT("main"), SLUICE_TEXT("errors"), SLUICE_TEXT("archive")}};
  const sluice_ext_sinks sinks_{sizeof(sluice_ext_sinks), 3, names_.data()};
  PluginHost host_;
};

TEST_F(RouteTest, TheFirstMatchDecides) {
  EXPECT_EQ(places(R"x({"rules":[{"if":"level == 'error'","sink":"errors","index":"e"},
                                {"if":"has(level)","sink":["errors","archive"]},
                                {"index":"rest"}]})x",
                   {R"({"level":"error"})", R"({"level":"info"})", "{}"}),
            (Places{"2 e", "6", "0 rest"}));
}

TEST_F(RouteTest, AllMatchesAddTheirSinks) {
  EXPECT_EQ(places(R"({"match":"all","rules":[{"if":"a == 1","sink":"errors"},
                       {"if":"b == 1","sink":"archive","index":"first"},
                       {"if":"c == 1","index":"second"},
                       {"if":"d == 1","sink":"main"}]})",
                   {R"({"a":1,"b":1,"c":1})", R"({"c":1})", R"({"a":1,"d":1})", "{}"}),
            (Places{"6 first", "0 second", "3", "0"}));
}

TEST_F(RouteTest, WhatNoRuleMatches) {
  const std::string rule = R"("rules":[{"if":"a == 1","sink":"errors"}])";
  EXPECT_EQ(places("{" + rule + "}", {"{}"}), (Places{"0"}));
  EXPECT_EQ(places("{" + rule + R"(,"otherwise":"archive"})", {"{}", R"({"a":1})"}),
            (Places{"4", "2"}));
  EXPECT_EQ(places("{" + rule + R"(,"otherwise":["main","archive"]})", {"{}"}), (Places{"5"}));
  EXPECT_EQ(places("{" + rule + R"(,"otherwise":"drop"})", {"{}", R"({"a":1})"}),
            (Places{"no rule matches", "2"}));
  EXPECT_EQ(places("{" + rule + R"(,"otherwise":"drop","match":"all"})", {"{}"}),
            (Places{"no rule matches"}));
}

TEST_F(RouteTest, IndexesHoldFields) {
  EXPECT_EQ(places(R"({"rules":[{"index":"{{x}}-{service}-{o.n}-{@timestamp:%Y.%m}"}]})",
                   {R"({"service":"web","o":{"n":1},"@timestamp":"2026-01-31T00:00:00Z"})",
                    R"({"service":"db","o":{"n":2},"@timestamp":1735689600})"}),
            (Places{"0 {x}-web-1-2026.01", "0 {x}-db-2-2025.01"}));
  EXPECT_EQ(places(R"({"rules":[{"index":"{{x}}"}]})", {"{}"}), (Places{"0 {x}"}));
}

TEST_F(RouteTest, EqualNamesAreHeldOnce) {
  RouteTransform transform(host_.host());
  ASSERT_TRUE(transform.init(host_.settings(R"({"rules":[{"index":"logs-{s}"}]})")).ok());
  for (int batches = 0; batches < 2; ++batches) {
    auto batch = host_.events({R"({"s":"a"})", R"({"s":"a"})", R"({"s":"b"})"});
    ASSERT_TRUE(transform.apply(Batch(batch.get())).ok());
    EXPECT_EQ(sluice::view(batch->events[0].destination), "logs-a");
    EXPECT_EQ(batch->events[0].destination.data, batch->events[1].destination.data);
    EXPECT_EQ(sluice::view(batch->events[2].destination), "logs-b");
  }
}

TEST_F(RouteTest, AnIndexThatCannotBeNamedIsLeftToTheSink) {
  const std::vector<std::string> events(5, R"({"x":1})");
  EXPECT_EQ(places(R"({"rules":[{"sink":"errors","index":"logs-{service}"}]})", events),
            Places(5, "2"));
  EXPECT_EQ(host_.counter("index_missing"), 5u);
  EXPECT_EQ(host_.log_text(),
            "warning: could not name the index \"logs-{service}\": \"service\" is missing; such "
            "events go where the sink's settings say (counted as index_missing, not logged "
            "again)\n");
}

TEST_F(RouteTest, ARuleThatCannotBeEvaluatedIsPassedOver) {
  const std::vector<std::string> events(3, R"({"status":"x"})");
  EXPECT_EQ(
      places(R"({"rules":[{"if":"int(status) > 0","sink":"errors"},{"sink":"archive"}]})", events),
      Places(3, "4"));
  EXPECT_EQ(host_.counter("errors"), 3u);
  EXPECT_EQ(host_.log().size(), 1u);
  EXPECT_EQ(host_.logged("could not evaluate \"int(status) > 0\": "), 1u);
}

// One route behind another: what the second does not say stays.
TEST_F(RouteTest, WhatARuleDoesNotSayStays) {
  RouteTransform transform(host_.host());
  ASSERT_TRUE(transform.init(host_.settings(R"({"rules":[{"if":"a == 1","index":"new"}]})")).ok());
  auto batch = host_.events({R"({"a":1})", "{}"});
  for (sluice_event& event : Batch(batch.get()).events()) {
    event.sinks = 4;
    event.destination = SLUICE_TEXT("old");
  }
  ASSERT_TRUE(transform.apply(Batch(batch.get())).ok());
  EXPECT_EQ(batch->events[0].sinks, 4u);
  EXPECT_EQ(sluice::view(batch->events[0].destination), "new");
  EXPECT_EQ(batch->events[1].sinks, 4u);
  EXPECT_EQ(sluice::view(batch->events[1].destination), "old");
}

TEST_F(RouteTest, LeavesEventsThatAreNotLive) {
  RouteTransform transform(host_.host());
  ASSERT_TRUE(transform.init(host_.settings(R"({"rules":[{"sink":"errors","index":"i"}]})")).ok());
  auto batch = host_.events({"{}", "{}", "{}"});
  sluice::reject(batch->events[0], "bad");
  sluice::filter(batch->events[1], "not wanted");
  batch->events[2].state = SLUICE_EVENT_BYPASSED;
  ASSERT_TRUE(transform.apply(Batch(batch.get())).ok());
  for (const sluice_event& event : Batch(batch.get()).events()) {
    EXPECT_EQ(event.sinks, 0u);
    EXPECT_EQ(event.destination.size, 0u);
  }
}

TEST_F(RouteTest, AHostWithoutNamesHasOneSink) {
  host_.set_extension(SLUICE_EXT_SINKS, nullptr);
  EXPECT_EQ(places(R"({"rules":[{"sink":"sink"}]})", {"{}"}), (Places{"1"}));
  EXPECT_EQ(init_error(R"({"rules":[{"sink":"main"}]})"),
            R"(there is no sink "main"; the pipeline has "sink")");
}

TEST_F(RouteTest, WrongSettingsPointAtTheSetting) {
  std::string at;
  EXPECT_EQ(init_error(R"({"rules":[{"sink":["main","erors"]}]})", &at),
            R"(there is no sink "erors"; did you mean "errors"?)");
  EXPECT_EQ(at, R"("erors")");
  EXPECT_EQ(init_error(R"({"rules":[{"sink":"elsewhere"}]})"),
            R"(there is no sink "elsewhere"; the pipeline has "main", "errors", "archive")");
  EXPECT_EQ(init_error(R"({"rules":[{"sink":"main"}],"otherwise":"archiv"})", &at),
            R"(there is no sink "archiv"; did you mean "archive"?)");
  EXPECT_EQ(at, R"("archiv")");
  EXPECT_EQ(init_error(R"({"rules":[]})"), "it needs at least one rule");
  EXPECT_EQ(init_error(R"({"rules":[{"sink":[]}]})"), "a list of sinks names at least one");
  EXPECT_EQ(init_error(R"({"rules":[{"if":"true"}]})", &at),
            "a rule needs \"sink\" or \"index\", where the events go");
  EXPECT_EQ(at, R"({"if":"true"})");
  EXPECT_EQ(init_error(R"({"rules":[{"index":"logs-{a"}]})", &at),
            R"(name "logs-{a": the "{" at position 6 is not closed)");
  EXPECT_EQ(at, R"("logs-{a")");
  EXPECT_NE(init_error(R"({"rules":[{"if":"a ==","sink":"main"}]})", &at), "");
  EXPECT_EQ(at, R"("a ==")");
  EXPECT_EQ(init_error(R"({"rules":[{"sink":"main"},{"index":"x"}]})", &at),
            "this rule is never reached: the one before it has no \"if\", so it takes every event");
  EXPECT_EQ(at, R"({"index":"x"})");
  EXPECT_EQ(init_error(R"({"match":"all","rules":[{"sink":"main"},{"index":"x"}]})"), "");
}

TEST(RoutePlugin, IsWired) {
  const sluice::testing::PluginLibrary library(PLUGIN_FILE);
  const sluice_component& component = library.component("route");
  EXPECT_EQ(component.role, static_cast<uint32_t>(SLUICE_ROLE_TRANSFORM));
  const sluice_option* rules = library.option(component.options, "rules");
  EXPECT_EQ(rules->flags, static_cast<uint32_t>(SLUICE_OPTION_REQUIRED | SLUICE_OPTION_WHOLE));
  EXPECT_EQ(rules->children.items->children.count, 3u);
  for (const char* name : {"rules", "match", "otherwise"}) {
    EXPECT_GT(library.option(component.options, name)->example_count, 0u) << name;
  }
}

}  // namespace
