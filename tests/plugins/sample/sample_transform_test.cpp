// Which share `sample` keeps, and that it is the same events every time.
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <sample/sample_transform.hpp>
#include <support/plugin_host.hpp>
#include <support/plugin_library.hpp>

namespace {

using sluice::Batch;
using sluice::SampleTransform;
using sluice::Status;
using sluice::StatusCode;
using sluice::testing::PluginHost;

class SampleTest : public ::testing::Test {
 protected:
  // One character for each event: "+" kept, "-" filtered. The events get ids, unless it is empty.
  std::string kept(const std::string& settings, const std::vector<std::string>& events,
                   const std::string& id = "id-") {
    SampleTransform transform(host_.host());
    if (const Status status = transform.init(host_.settings(settings)); !status.ok()) {
      return status.error().message;
    }
    auto batch = host_.events(events);
    std::vector<std::string> ids;
    for (size_t i = 0; i < events.size(); ++i) ids.push_back(id + std::to_string(i));
    for (size_t i = 0; i < events.size() && !id.empty(); ++i) {
      batch->events[i].id = ids[i].data();
      batch->events[i].id_size = static_cast<uint32_t>(ids[i].size());
    }
    EXPECT_TRUE(transform.apply(Batch(batch.get())).ok());
    std::string all;
    for (const sluice_event& event : Batch(batch.get()).events()) {
      all += event.state == SLUICE_EVENT_LIVE ? '+' : '-';
      if (event.state != SLUICE_EVENT_LIVE) reason_ = sluice::view(event.reason);
    }
    documents_ = PluginHost::json_lines(Batch(batch.get()));
    return all;
  }
  std::string init_error(const std::string& settings, std::string* at = nullptr) {
    SampleTransform transform(host_.host());
    const Status status = transform.init(host_.settings(settings));
    if (status.ok()) return "";
    EXPECT_EQ(status.error().code, StatusCode::invalid_config);
    if (at != nullptr && status.error().at != nullptr) *at = PluginHost::json(*status.error().at);
    return status.error().message;
  }
  static size_t count(const std::string& marks) {
    return static_cast<size_t>(std::count(marks.begin(), marks.end(), '+'));
  }

  PluginHost host_;
  std::string reason_;
  std::string documents_;
  const std::vector<std::string> many_ = std::vector<std::string>(10'000, "{}");
};

TEST_F(SampleTest, KeepsAboutTheShare) {
  // Within five standard deviations; the hash makes it the same on every run.
  EXPECT_NEAR(static_cast<double>(count(kept(R"({"rate":0.1})", many_))), 1'000, 150);
  EXPECT_EQ(reason_, "not of the share of 0.1 that is kept");
  EXPECT_NEAR(static_cast<double>(count(kept(R"({"one_in":4})", many_))), 2'500, 217);
  EXPECT_EQ(reason_, "not one of the 1 in 4 that are kept");
  EXPECT_EQ(count(kept(R"({"rate":0})", many_)), 0u);
  EXPECT_EQ(count(kept(R"({"rate":0.0})", many_)), 0u);
  EXPECT_EQ(count(kept(R"({"rate":1})", many_)), many_.size());
  EXPECT_EQ(count(kept(R"({"one_in":1})", many_)), many_.size());
}

// A change of these letters is a change of what users' pipelines keep.
TEST_F(SampleTest, ChoosesTheSameInEveryRunAndVersion) {
  const std::vector<std::string> events(16, "{}");
  const std::string first = kept(R"({"rate":0.5})", events);
  EXPECT_EQ(first, kept(R"({"rate":0.5})", events));
  EXPECT_EQ(first, kept(R"({"one_in":2})", events));
  EXPECT_EQ(first, "-++++--+-+-+-+--");
}

TEST_F(SampleTest, ALowerRateChoosesFromAHigherOne) {
  const std::string low = kept(R"({"rate":0.2})", many_);
  const std::string high = kept(R"({"rate":0.3})", many_);
  for (size_t i = 0; i < many_.size(); ++i) {
    ASSERT_TRUE(low[i] == '-' || high[i] == '+') << i;
  }
}

TEST_F(SampleTest, EventsOfOneKeyStayTogether) {
  std::vector<std::string> events;
  for (int i = 0; i < 200; ++i) {
    events.push_back("{\"t\":{\"id\":\"" + std::to_string(i % 50) + "\"},\"n\":1}");
  }
  const std::string all = kept(R"({"rate":0.5,"key":"t.id"})", events);
  EXPECT_GT(count(all), 0u);
  EXPECT_LT(count(all), 200u);
  for (size_t i = 50; i < 200; ++i) EXPECT_EQ(all[i], all[i % 50]);
  // whatever the ids of the events
  EXPECT_EQ(kept(R"({"rate":0.5,"key":"t.id"})", events, "other-"), all);
}

TEST_F(SampleTest, TheKeyMayBeAnExpression) {
  const std::vector<std::string> events(64, R"({"a":"x","b":"y"})");
  const std::string all = kept(R"({"rate":0.5,"key":"a + b"})", events);
  EXPECT_TRUE(count(all) == 0 || count(all) == 64);
}

TEST_F(SampleTest, WithoutAKeyTheIdDecides) {
  const std::string by_id = kept(R"({"rate":0.5})", many_);
  EXPECT_TRUE(kept(R"({"rate":0.5,"key":"x"})", many_) == by_id);
  EXPECT_EQ(host_.counter("missing"), many_.size());
  const std::vector<std::string> wrong(many_.size(), R"({"x":"?"})");
  EXPECT_TRUE(kept(R"({"rate":0.5,"key":"int(x) + 1"})", wrong) == by_id);
  EXPECT_EQ(host_.counter("errors"), many_.size());
  EXPECT_EQ(host_.logged("could not evaluate key \"int(x) + 1\": "), 1u);
}

TEST_F(SampleTest, WithoutAnIdTheBytesDecide) {
  std::vector<std::string> events;
  for (int i = 0; i < 400; ++i) events.push_back("{\"n\":" + std::to_string(i % 100) + "}");
  const std::string all = kept(R"({"rate":0.5})", events, "");
  EXPECT_GT(count(all), 100u);
  EXPECT_LT(count(all), 300u);
  for (size_t i = 100; i < 400; ++i) EXPECT_EQ(all[i], all[i % 100]);
}

TEST_F(SampleTest, SomeAreAlwaysKept) {
  EXPECT_EQ(kept(R"({"rate":0,"always_keep":"status >= 500"})",
                 {R"({"status":200})", R"({"status":503})"}),
            "-+");
  EXPECT_EQ(kept(R"({"rate":0,"always_keep":"int(status) >= 500"})",
                 {R"({"status":"x"})", R"({"status":"x"})", R"({"status":"1"})"}),
            "++-");
  EXPECT_EQ(host_.counter("errors"), 2u);
  EXPECT_EQ(host_.logged("could not evaluate always_keep \"int(status) >= 500\": "), 1u);
}

TEST_F(SampleTest, TheRateIsNoted) {
  kept(R"({"rate":0.5,"always_keep":"a == 1","rate_field":"s.rate"})",
       {R"({"a":1})", R"({"a":2})", R"({"a":2})", R"({"a":2})", R"({"a":2})", R"({"a":2})"});
  EXPECT_EQ(documents_.substr(0, 27), "{\"a\":1,\"s\":{\"rate\":1}}\n{\"a\"");
  EXPECT_NE(documents_.find(R"({"a":2,"s":{"rate":0.5}})"), std::string::npos);
  EXPECT_NE(documents_.find("{\"a\":2}\n"), std::string::npos);
  kept(R"({"rate":1,"rate_field":"s.rate"})", {R"({"s":"text"})", R"({"s":1})"});
  EXPECT_EQ(documents_, "{\"s\":\"text\"}\n{\"s\":1}\n");
  EXPECT_EQ(host_.counter("refused"), 2u);
  EXPECT_EQ(host_.logged("could not set rate_field: \"s\" holds text, not an object"), 1u);
}

TEST_F(SampleTest, LeavesEventsThatAreNotLive) {
  SampleTransform transform(host_.host());
  ASSERT_TRUE(transform.init(host_.settings(R"({"rate":0})")).ok());
  auto batch = host_.events({"{}", "{}", "{}"});
  sluice::reject(batch->events[0], "bad");
  sluice::filter(batch->events[1], "not wanted");
  batch->events[2].state = SLUICE_EVENT_BYPASSED;
  ASSERT_TRUE(transform.apply(Batch(batch.get())).ok());
  EXPECT_EQ(batch->events[0].state, uint32_t{SLUICE_EVENT_REJECTED});
  EXPECT_EQ(sluice::view(batch->events[1].reason), "not wanted");
  EXPECT_EQ(batch->events[2].state, uint32_t{SLUICE_EVENT_BYPASSED});
}

TEST_F(SampleTest, WrongSettingsPointAtTheSetting) {
  EXPECT_EQ(init_error("{}"), "it needs \"rate\" or \"one_in\", and not both");
  std::string at;
  EXPECT_EQ(init_error(R"({"rate":0.5,"one_in":7})", &at),
            "it needs \"rate\" or \"one_in\", and not both");
  EXPECT_EQ(at, "7");
  EXPECT_NE(init_error(R"({"rate":0.5,"key":"a +"})", &at), "");
  EXPECT_EQ(at, R"("a +")");
  EXPECT_NE(init_error(R"({"rate":0.5,"always_keep":"a ="})", &at), "");
  EXPECT_EQ(at, R"("a =")");
  EXPECT_EQ(init_error(R"({"rate":0.5,"rate_field":"a."})", &at),
            R"(path "a.": expected a field name at position 3, found its end)");
  EXPECT_EQ(at, R"("a.")");
}

TEST(SamplePlugin, IsWired) {
  const sluice::testing::PluginLibrary library(PLUGIN_FILE);
  const sluice_component& component = library.component("sample");
  EXPECT_EQ(component.role, static_cast<uint32_t>(SLUICE_ROLE_TRANSFORM));
  EXPECT_EQ(library.option(component.options, "rate")->flags,
            static_cast<uint32_t>(SLUICE_OPTION_WHOLE));
  for (const char* name : {"rate", "one_in", "key", "always_keep", "rate_field"}) {
    EXPECT_GT(library.option(component.options, name)->example_count, 0u) << name;
  }
}

}  // namespace
