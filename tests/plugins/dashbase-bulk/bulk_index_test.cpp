// Where events go: index templates, `destination`, data streams.
#include <algorithm>
#include <string>

#include <dashbase-bulk/bulk_sink.hpp>
#include <gtest/gtest.h>
#include <support/plugin_host.hpp>
#include <support/sink_request.hpp>

namespace {

using namespace sluice;
using sluice::testing::PluginHost;
using sluice::testing::SinkRequest;

constexpr int64_t event_time = 1'773'051'630'123;  // 2026-03-09T10:20:30.123Z

class BulkIndexTest : public ::testing::Test {
 protected:
  // The body of one event, or why it is rejected.
  std::string body(const std::string& index, const std::string& event, const std::string& more = "",
                   std::string_view destination = {}) {
    BulkSink sink(host_.host());
    const Status status = sink.init(
        host_.settings(R"({"host":"http://h","id":"none","index":")" + index + "\"" + more + "}"));
    if (!status.ok()) return status.error().message;
    SinkRequest request(sink);
    auto batch = host_.events({event});
    const std::string before = PluginHost::json(batch->events[0]);
    batch->events[0].timestamp_ms = time_ms_;
    batch->events[0].destination = to_text(destination);
    const Status added = request.add(batch->events[0]);
    EXPECT_EQ(PluginHost::json(batch->events[0]), before);
    if (!added.ok()) {
      EXPECT_EQ(added.error().code, StatusCode::rejected);
      EXPECT_EQ(request.body(), "");
      return added.error().message;
    }
    const std::string_view all = request.body();
    EXPECT_EQ(std::count(all.begin(), all.end(), '\n'), 2) << all;
    return std::string(all);
  }
  // The name in the action line.
  std::string index(const std::string& index, const std::string& event,
                    std::string_view destination = {}) {
    const std::string all = body(index, event, "", destination);
    constexpr std::string_view before = R"({"create":{"_index":")";
    if (!all.starts_with(before)) return all;
    const size_t end = all.find("\"}}\n");
    return all.substr(before.size(), end - before.size());
  }

  PluginHost host_;
  int64_t time_ms_ = event_time;
};

TEST_F(BulkIndexTest, TakesWhatTheEventSays) {
  EXPECT_EQ(index("logs-{a.b}", R"({"a":{"b":"X y"}})"), "logs-x-y");
  EXPECT_EQ(index("{a[1].n}-{t}", R"({"a":[0,{"n":-7}],"t":true})"), "7-true");
  EXPECT_EQ(index("n{n}", R"({"n":18446744073709551615})"), "n18446744073709551615");
  EXPECT_EQ(index("n{n}", R"({"n":1.5})"), "n1.5");
  EXPECT_EQ(index("n{n}", R"({"n":1E400})"), "n1e400");
  EXPECT_EQ(index("a-{[\\\"k.x\\\"]}", R"({"k.x":"v"})"), "a-v");
}

TEST_F(BulkIndexTest, TakesTimes) {
  EXPECT_EQ(index("l-{@timestamp:%Y.%m.%d}", "{}"), "l-2026.03.09");
  EXPECT_EQ(index("l-{@timestamp:%Y.%m.%d}", R"({"@timestamp":"2025-12-31T23:59:59-00:30"})"),
            "l-2026.01.01");
  EXPECT_EQ(index("l-{@timestamp:%Y}", R"({"@timestamp":"soon"})"), "l-2026");
  EXPECT_EQ(index("l-{t:%y%j-%H%M-%G.%V}", R"({"t":"2024-12-30T01:02:03.5Z"})"),
            "l-24365-0102-2025.01");
  EXPECT_EQ(index("l-{t:%G.%V}", R"({"t":"2027-01-03T00:00:00Z"})"), "l-2026.53");
  EXPECT_EQ(index("l-{t:%Y.%m.%d}", R"({"t":1709164800000})"), "l-2024.02.29");
  EXPECT_EQ(index("l-{t:%Y}", R"({"t":-1})"), "l-1969");
  EXPECT_EQ(index("l-{t:%Y.%m.%d}", R"({"t":1709164800})"), "l-2024.02.29");
  EXPECT_EQ(index("l-{t:%Y|never}", R"({"t":"soon"})"), "l-never");
  const std::string wrong =
      "no index for the event: \"t\" holds no date that is understood (index: l-{t:%Y}); a default "
      "is written {field|default}";
  for (const char* time :
       {"\"2026-02-29T00:00:00Z\"", "9223372036854775807", "true", "{}",
        "\"2026-03-09T10:20:30Zx\"", "\"2026-03-09T24:00:00Z\"", "\"2026-03-09T10:20:30.Z\""}) {
    EXPECT_EQ(index("l-{t:%Y}", "{\"t\":" + std::string(time) + "}"), wrong) << time;
  }
  time_ms_ = SLUICE_NO_TIMESTAMP;
  EXPECT_EQ(
      index("l-{@timestamp:%Y}", "{}"),
      "no index for the event: \"@timestamp\" is missing (index: l-{@timestamp:%Y}); a default is "
      "written {field|default}");
}

TEST_F(BulkIndexTest, WhatIsMissingHasADefaultOrIsRejected) {
  const auto why = [&](const std::string& event) {
    const std::string said = index("l-{a.b}", event);
    EXPECT_TRUE(said.starts_with("no index for the event: \"a.b\" ")) << said;
    return said.substr(0, said.find(" (")).substr(30);
  };
  EXPECT_EQ(why("{}"), "is missing");
  EXPECT_EQ(why(R"({"a":1})"), "is missing");
  EXPECT_EQ(why(R"({"a":{"b":null}})"), "holds null");
  EXPECT_EQ(why(R"({"a":{"b":""}})"), "is empty");
  EXPECT_EQ(why(R"({"a":{"b":{}}})"), "holds an object");
  EXPECT_EQ(why(R"({"a":{"b":[1]}})"), "holds a list");
  for (const char* event : {"{}", R"({"a":{"b":null}})", R"({"a":{"b":""}})"}) {
    EXPECT_EQ(index("l-{a.b|None}", event), "l-none") << event;
    EXPECT_EQ(index("l-{a.b:%Y|none}", event), "l-none") << event;
  }
}

TEST_F(BulkIndexTest, HostileValuesBecomeLegalNames) {
  EXPECT_EQ(index("{v}", R"({"v":"x\"}}\n{\"delete\":{\"_index\":\"y\"}}\\"})"),
            "x-}}-{-delete--{-_index---y-}}-");
  EXPECT_EQ(index("{v}", R"({"v":"../../_all"})"), "all");
  EXPECT_EQ(index("{v}", R"({"v":".security"})"), "security");
  EXPECT_EQ(index("l-{v}", R"({"v":"../x"})"), "l-..-x");
  EXPECT_EQ(index("{v}", R"({"v":"a*?<>| ,#:b\u0000\u007f"})"), "a---------b--");
  EXPECT_EQ(index("l-{v}", R"({"v":"Gr\u00fc\u00dfe \ud83d\ude42"})"), "l-gr--e--");
  EXPECT_EQ(index("l-{v}", "{\"v\":\"" + std::string(300, 'x') + "\"}"),
            "l-" + std::string(253, 'x'));
  EXPECT_EQ(index("{v}", R"({"v":"-_+."})"),
            "the event's index would be \"\", but it must not be empty or begin with -, _ or +");
  EXPECT_EQ(index(".{v}", R"({"v":"."})"),
            "the event's index would be \"..\", but it must not be . or ..");
}

TEST_F(BulkIndexTest, TheEventsDestinationGoesBeforeTheSetting) {
  EXPECT_EQ(index("logs", "{}", "Audit"), "audit");
  EXPECT_EQ(index("l-{a}", "{}", "x/y\"\n"), "x-y--");
  EXPECT_EQ(index("logs", "{}", ""), "logs");
  EXPECT_EQ(index("logs", "{}", "_"),
            "the event's index would be \"\", but it must not be empty or begin with -, _ or +");
}

TEST_F(BulkIndexTest, ManyIndicesInOneBody) {
  BulkSink sink(host_.host());
  ASSERT_TRUE(sink.init(host_.settings(
                            R"({"host":"http://h","index":"l{n}","pipeline":"p","subtable":"t"})"))
                  .ok());
  SinkRequest request(sink);
  std::string expected;
  for (int i = 0; i < 40; ++i) {
    const std::string n = std::to_string(i % 13);
    auto batch = host_.events({"{\"n\":" + n + "}"});
    ASSERT_TRUE(request.add(batch->events[0]).ok());
    expected += R"({"create":{"_index":"l)" + n + R"(","_type":"t","pipeline":"p"}})" +
                "\n{\"n\":" + n + "}\n";
  }
  EXPECT_EQ(request.body(), expected);
}

TEST_F(BulkIndexTest, DocumentsOfDataStreamsHaveATime) {
  const auto document = [&](const std::string& event) {
    const std::string all = body("logs", event, R"(,"data_stream":true)");
    const size_t line = all.find('\n');
    return line == std::string::npos ? all : all.substr(line + 1);
  };
  EXPECT_EQ(document(R"({"a":1})"), "{\"@timestamp\":\"2026-03-09T10:20:30.123Z\",\"a\":1}\n");
  EXPECT_EQ(document(R"({"a":1,"@timestamp":null})"),
            "{\"@timestamp\":\"2026-03-09T10:20:30.123Z\",\"a\":1}\n");
  EXPECT_EQ(document(R"({"a":1,"@timestamp":"t"})"), "{\"a\":1,\"@timestamp\":\"t\"}\n");
  time_ms_ = SLUICE_NO_TIMESTAMP;
  EXPECT_EQ(document("{}"),
            "the event has no time and no \"@timestamp\", which a data stream needs");
  EXPECT_EQ(document(R"({"@timestamp":1})"), "{\"@timestamp\":1}\n");
}

}  // namespace
