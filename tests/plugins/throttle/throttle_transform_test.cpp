// Which events `throttle` lets pass, by which clock and key.
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <support/plugin_host.hpp>
#include <support/plugin_library.hpp>
#include <throttle/throttle_transform.hpp>

namespace {

using sluice::Batch;
using sluice::Status;
using sluice::StatusCode;
using sluice::ThrottleTransform;
using sluice::testing::PluginHost;

class ThrottleTest : public ::testing::Test {
 protected:
  ThrottleTest() { host_.set_time_ms(1'000'000); }

  void make(const std::string& settings) {
    transform_.emplace(host_.host());
    const Status status = transform_->init(host_.settings(settings));
    ASSERT_TRUE(status.ok()) << status.error().message;
  }
  // One character for each event: "+" passed, "-" filtered. With times in ms, where given.
  std::string passed(const std::vector<std::string>& events,
                     const std::vector<int64_t>& times_ms = {}) {
    auto batch = host_.events(events);
    for (size_t i = 0; i < times_ms.size(); ++i) batch->events[i].timestamp_ms = times_ms[i];
    EXPECT_TRUE(transform_->apply(Batch(batch.get())).ok());
    std::string all;
    for (const sluice_event& event : Batch(batch.get()).events()) {
      all += event.state == SLUICE_EVENT_LIVE ? '+' : '-';
      if (event.state != SLUICE_EVENT_LIVE) reason_ = sluice::view(event.reason);
    }
    return all;
  }
  std::string init_error(const std::string& settings, std::string* at = nullptr) {
    ThrottleTransform transform(host_.host());
    const Status status = transform.init(host_.settings(settings));
    if (status.ok()) return "";
    EXPECT_EQ(status.error().code, StatusCode::invalid_config);
    if (at != nullptr && status.error().at != nullptr) *at = PluginHost::json(*status.error().at);
    return status.error().message;
  }
  static std::vector<std::string> some(size_t count, const std::string& event = "{}") {
    return std::vector<std::string>(count, event);
  }

  PluginHost host_;
  std::optional<ThrottleTransform> transform_;
  std::string reason_;
};

TEST_F(ThrottleTest, AllTogetherByTheClockOfTheMachine) {
  make(R"({"limit":3})");
  EXPECT_EQ(passed(some(5)), "+++--");
  EXPECT_EQ(reason_, "more than 3 per 1s");
  host_.set_time_ms(1'000'333);
  EXPECT_EQ(passed(some(2)), "--");
  host_.set_time_ms(1'000'334);
  EXPECT_EQ(passed(some(2)), "+-");
  host_.set_time_ms(1'010'000);
  EXPECT_EQ(passed(some(5)), "+++--");
}

TEST_F(ThrottleTest, BurstAndPer) {
  make(R"({"limit":60,"per":60000,"burst":2})");
  EXPECT_EQ(passed(some(3)), "++-");
  EXPECT_EQ(reason_, "more than 60 per 1m");
  host_.set_time_ms(1'001'000);
  EXPECT_EQ(passed(some(3)), "+--");
}

TEST_F(ThrottleTest, ForEachKey) {
  make(R"({"limit":1,"key":"user.name"})");
  EXPECT_EQ(passed({R"({"user":{"name":"a"}})", R"({"user":{"name":"b"}})",
                    R"({"user":{"name":"\u0061"}})", R"({"user":{}})", "{}", R"({"user":"x"})"}),
            "++-+--");
  EXPECT_EQ(reason_, "more than 1 per 1s of one \"user.name\"");
  EXPECT_EQ(host_.counter("missing"), 3u);
}

TEST_F(ThrottleTest, TheKeyMayBeAnExpression) {
  make(R"({"limit":1,"key":"a + b"})");
  EXPECT_EQ(passed({R"({"a":"x","b":"y"})", R"({"a":"xy","b":""})", R"({"a":"x","b":"z"})"}),
            "+-+");
}

TEST_F(ThrottleTest, WhatCannotBeEvaluatedPasses) {
  make(R"({"limit":1,"key":"int(a) + 1"})");
  EXPECT_EQ(passed(some(4, R"({"a":"x"})")), "++++");
  EXPECT_EQ(host_.counter("errors"), 4u);
  EXPECT_EQ(host_.log().size(), 1u);
  EXPECT_EQ(host_.logged("could not evaluate key \"int(a) + 1\": "), 1u);
}

TEST_F(ThrottleTest, ByTheTimesOfTheEvents) {
  make(R"({"limit":1,"clock":"event"})");
  EXPECT_EQ(passed(some(7), {5'000, 5'500, 6'000, 5'000, SLUICE_NO_TIMESTAMP, 6'999, 7'000}),
            "+-+---+");
  EXPECT_EQ(host_.counter("without_time"), 1u);
  host_.set_time_ms(9'000'000);  // which is nothing to it
  EXPECT_EQ(passed(some(1), {7'001}), "-");
}

TEST_F(ThrottleTest, EventsWithoutAnyTime) {
  make(R"({"limit":2,"clock":"event"})");
  EXPECT_EQ(passed(some(4)), "++--");
  EXPECT_EQ(host_.counter("without_time"), 4u);
}

TEST_F(ThrottleTest, KeysAreBounded) {
  make(R"({"limit":1,"key":"k","max_keys":2})");
  EXPECT_EQ(passed({R"({"k":1})", R"({"k":2})", R"({"k":3})", R"({"k":1})", R"({"k":3})"}),
            "++++-");
  EXPECT_EQ(host_.counter("forgotten_keys"), 2u);
  EXPECT_EQ(passed({R"({"k":3})"}), "-");
  EXPECT_EQ(host_.counter("forgotten_keys"), 2u);
}

TEST_F(ThrottleTest, LeavesEventsThatAreNotLiveAndTakesNothingForThem) {
  make(R"({"limit":1})");
  auto batch = host_.events(some(4));
  sluice::reject(batch->events[0], "bad");
  sluice::filter(batch->events[1], "not wanted");
  batch->events[2].state = SLUICE_EVENT_BYPASSED;
  ASSERT_TRUE(transform_->apply(Batch(batch.get())).ok());
  EXPECT_EQ(batch->events[0].state, uint32_t{SLUICE_EVENT_REJECTED});
  EXPECT_EQ(sluice::view(batch->events[1].reason), "not wanted");
  EXPECT_EQ(batch->events[2].state, uint32_t{SLUICE_EVENT_BYPASSED});
  EXPECT_EQ(batch->events[3].state, uint32_t{SLUICE_EVENT_LIVE});
}

TEST_F(ThrottleTest, WrongSettingsPointAtTheSetting) {
  EXPECT_EQ(init_error("{}"), "it needs a \"limit\" of at least 1");
  std::string at;
  EXPECT_NE(init_error(R"({"limit":1,"key":"a +"})", &at), "");
  EXPECT_EQ(at, R"("a +")");
  EXPECT_EQ(init_error(R"({"limit":1,"key":"a..b"})", &at),
            R"(path "a..b": expected a field name at position 3, found ".")");
}

TEST(ThrottlePlugin, IsWired) {
  const sluice::testing::PluginLibrary library(PLUGIN_FILE);
  const sluice_component& component = library.component("throttle");
  EXPECT_EQ(component.role, static_cast<uint32_t>(SLUICE_ROLE_TRANSFORM));
  const auto* functions = static_cast<const sluice_transform_functions*>(component.functions);
  EXPECT_EQ(functions->flags, static_cast<uint32_t>(SLUICE_TRANSFORM_STATEFUL));
  EXPECT_EQ(library.option(component.options, "limit")->flags,
            static_cast<uint32_t>(SLUICE_OPTION_REQUIRED | SLUICE_OPTION_WHOLE));
  for (const char* name : {"limit", "per", "burst", "key", "max_keys", "clock"}) {
    EXPECT_GT(library.option(component.options, name)->example_count, 0u) << name;
  }
}

}  // namespace
