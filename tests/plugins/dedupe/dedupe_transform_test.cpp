// Which events `dedupe` takes for the same, and what it leaves alone.
#include <string>
#include <vector>

#include <dedupe/dedupe_transform.hpp>
#include <gtest/gtest.h>
#include <support/plugin_host.hpp>
#include <support/plugin_library.hpp>

namespace {

using sluice::Batch;
using sluice::DedupeTransform;
using sluice::Status;
using sluice::StatusCode;
using sluice::testing::PluginHost;

class DedupeTest : public ::testing::Test {
 protected:
  void make(const std::string& settings) {
    transform_.emplace(host_.host());
    const Status status = transform_->init(host_.settings(settings));
    ASSERT_TRUE(status.ok()) << status.error().message;
  }
  // One character for each event: "+" kept, "-" filtered.
  std::string kept(const std::vector<std::string>& events) {
    auto batch = host_.events(events);
    return apply(Batch(batch.get()));
  }
  std::string kept_by_id(const std::vector<std::string>& ids) {
    auto batch = host_.events(std::vector<std::string>(ids.size(), "{}"));
    for (size_t i = 0; i < ids.size(); ++i) {
      batch->events[i].id = ids[i].data();
      batch->events[i].id_size = static_cast<uint32_t>(ids[i].size());
    }
    return apply(Batch(batch.get()));
  }
  std::string init_error(const std::string& settings, std::string* at = nullptr) {
    DedupeTransform transform(host_.host());
    const Status status = transform.init(host_.settings(settings));
    if (status.ok()) return "";
    EXPECT_EQ(status.error().code, StatusCode::invalid_config);
    if (at != nullptr && status.error().at != nullptr) *at = PluginHost::json(*status.error().at);
    return status.error().message;
  }

  PluginHost host_;
  std::optional<DedupeTransform> transform_;
  std::string reason_;  // of the last that was filtered

 private:
  std::string apply(Batch batch) {
    const std::string before = PluginHost::json_lines(batch);
    EXPECT_TRUE(transform_->apply(batch).ok());
    EXPECT_EQ(PluginHost::json_lines(batch), before);
    std::string all;
    for (const sluice_event& event : batch.events()) {
      all += event.state == SLUICE_EVENT_LIVE ? '+' : '-';
      if (event.state != SLUICE_EVENT_LIVE) reason_ = sluice::view(event.reason);
    }
    return all;
  }
};

TEST_F(DedupeTest, ByIdWithoutAnyOption) {
  make("{}");
  EXPECT_EQ(kept_by_id({"a", "b", "a", "", "", "b"}), "++-++-");
  EXPECT_EQ(kept_by_id({"c", "a"}), "+-");
  EXPECT_EQ(reason_, "seen before within 100000 events");
  EXPECT_EQ(host_.counter("missing"), 2u);
}

TEST_F(DedupeTest, ByFields) {
  make(R"({"fields":["a","o.b"]})");
  EXPECT_EQ(kept({R"({"a":1,"o":{"b":"x"}})", R"({"a":1.0,"o":{"b":"\u0078"},"other":1})",
                  R"({"a":"1","o":{"b":"x"}})", R"({"a":1,"o":{"b":"y"}})", R"({"a":1})",
                  R"({"a":1,"o":null})", R"({"a":1,"o":{"b":null}})"}),
            "+-+++--");
  EXPECT_EQ(kept({"{}", "{}", R"({"a":null})"}), "+++");
  EXPECT_EQ(host_.counter("missing"), 3u);
}

TEST_F(DedupeTest, ValuesThatMeanTheSameAreTheSame) {
  const std::vector<std::vector<std::string>> groups = {
      {"1", "1.0", "1e0", "10e-1"},
      {"-0.5", "-5e-1"},
      {"18446744073709551615"},
      {"1e400"},
      {"true"},
      {"false"},
      {R"("true")", R"("tr\u0075e")"},
      {R"("1")"},
      {R"({"a":1,"b":[1,2]})", R"({ "b" : [ 1 , 2.0 ], "a" : 1 })"},
      {R"({"a":1,"b":[2,1]})"},
      {R"({"a":1})"},
      {R"({"b":1})"},
      {"[]"},
      {"{}"},
      {"[[]]"},
      {"[1]"},
      {R"(["1"])"},
      {R"("")"},
  };
  make(R"({"fields":["v"]})");
  for (const auto& group : groups) {
    for (const std::string& value : group) {
      EXPECT_EQ(kept({"{\"v\":" + value + "}"}), &value == &group.front() ? "+" : "-") << value;
    }
  }
}

TEST_F(DedupeTest, DeepValuesDoNotExhaustTheStack) {
  make(R"({"fields":["v"]})");
  const std::string deep = std::string(990, '[') + std::string(990, ']');
  EXPECT_EQ(kept({"{\"v\":" + deep + "}", "{\"v\":" + deep + "}", R"({"v":[[]]})"}), "+-+");
}

TEST_F(DedupeTest, ByAPath) {
  make(R"({"key":"[\"a.b\"]"})");
  EXPECT_EQ(kept({R"({"a.b":1})", R"({"a.b":1})", R"({"a.b":2})", R"({"a":{"b":1}})"}), "+-++");
  EXPECT_EQ(host_.counter("missing"), 1u);
}

TEST_F(DedupeTest, ByAnExpression) {
  make(R"({"key":"a + '/' + b"})");
  EXPECT_EQ(kept({R"({"a":"x","b":"y"})", R"({"a":"x","b":"y"})", R"({"a":"x","b":"z"})"}), "+-+");
}

TEST_F(DedupeTest, WhatCannotBeEvaluatedIsKept) {
  make(R"({"key":"int(a) + 1"})");
  EXPECT_EQ(kept({R"({"a":"x"})", R"({"a":"x"})", R"({"a":"1"})", R"({"a":1})"}), "+++-");
  EXPECT_EQ(host_.counter("errors"), 2u);
  EXPECT_EQ(host_.log().size(), 1u);
  EXPECT_EQ(host_.logged("could not evaluate key \"int(a) + 1\": "), 1u);
}

TEST_F(DedupeTest, TheWindowIsBounded) {
  make(R"({"window":{"events":2}})");
  EXPECT_EQ(kept_by_id({"a", "b", "c", "a", "c"}), "++++-");
  EXPECT_EQ(reason_, "seen before within 2 events");
}

TEST_F(DedupeTest, TheWindowEndsWithTime) {
  host_.set_time_ms(1'000);
  make(R"({"window":{"events":100,"time":300000}})");
  EXPECT_EQ(kept_by_id({"a", "a"}), "+-");
  EXPECT_EQ(reason_, "seen before within 100 events and 5m");
  host_.set_time_ms(300'999);
  EXPECT_EQ(kept_by_id({"a"}), "-");
  host_.set_time_ms(301'000);
  EXPECT_EQ(kept_by_id({"a", "a"}), "+-");
}

TEST_F(DedupeTest, LeavesEventsThatAreNotLiveAndDoesNotRememberThem) {
  make(R"({"fields":["a"]})");
  auto batch = host_.events({R"({"a":1})", R"({"a":1})", R"({"a":1})", R"({"a":1})"});
  sluice::reject(batch->events[0], "bad");
  sluice::filter(batch->events[1], "not wanted");
  batch->events[2].state = SLUICE_EVENT_BYPASSED;
  ASSERT_TRUE(transform_->apply(Batch(batch.get())).ok());
  EXPECT_EQ(batch->events[0].state, uint32_t{SLUICE_EVENT_REJECTED});
  EXPECT_EQ(sluice::view(batch->events[1].reason), "not wanted");
  EXPECT_EQ(batch->events[2].state, uint32_t{SLUICE_EVENT_BYPASSED});
  EXPECT_EQ(batch->events[3].state, uint32_t{SLUICE_EVENT_LIVE});
}

TEST_F(DedupeTest, WrongSettingsPointAtTheSetting) {
  std::string at;
  EXPECT_EQ(init_error(R"({"fields":["a"],"key":"b"})", &at),
            "\"fields\" and \"key\" exclude each other: both say what is the same");
  EXPECT_EQ(at, R"("b")");
  EXPECT_EQ(init_error(R"({"fields":["a","b..c"]})", &at),
            R"(path "b..c": expected a field name at position 3, found ".")");
  EXPECT_EQ(at, R"("b..c")");
  EXPECT_EQ(init_error(R"({"fields":[]})"), "a key needs at least one field");
  std::string many = "\"f\"";
  for (int i = 0; i < 32; ++i) many += ",\"f\"";
  EXPECT_EQ(init_error("{\"fields\":[" + many + "]}"), "a key has at most 32 fields");
  EXPECT_NE(init_error(R"({"key":"a +"})", &at), "");
  EXPECT_EQ(at, R"("a +")");
}

TEST(DedupePlugin, IsWired) {
  const sluice::testing::PluginLibrary library(PLUGIN_FILE);
  const sluice_component& component = library.component("dedupe");
  EXPECT_EQ(component.role, static_cast<uint32_t>(SLUICE_ROLE_TRANSFORM));
  const auto* functions = static_cast<const sluice_transform_functions*>(component.functions);
  EXPECT_EQ(functions->flags, static_cast<uint32_t>(SLUICE_TRANSFORM_STATEFUL));
  EXPECT_EQ(library.option(component.options, "fields")->flags,
            static_cast<uint32_t>(SLUICE_OPTION_WHOLE));
  EXPECT_STREQ(library.option(component.options, "window.events")->default_value, "100000");
}

}  // namespace
