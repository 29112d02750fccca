// What the cloudwatch-awslogs source makes of good input.
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include <gtest/gtest.h>
#include <support/plugin_library.hpp>

#include "source_run.hpp"

namespace sluice::testing {
namespace {

const std::string tail = "," + std::string(envelope) + "}";

class AwslogsEvents : public ::testing::Test {
 protected:
  Outcome read(std::string_view input, const std::string& settings = "{}") {
    RunOptions options;
    options.settings = settings;
    Outcome out = run(host_, input, options);
    EXPECT_EQ(out.error, "");
    return out;
  }
  // The one event of a document with this log event.
  std::string event(std::string_view log_event, const std::string& settings = "{}") {
    const Outcome out = read(document(log_event), settings);
    EXPECT_EQ(out.events.size(), 1u);
    return out.events.empty() ? "" : out.lines().substr(0, out.lines().size() - 1);
  }

  PluginHost host_;
};

TEST_F(AwslogsEvents, MessageFieldsBetweenIdAndEnvelope) {
  const std::string text =
      document(log_event(1, R"({"a":{"b":[1, 2]},"c":"d"})") + ", " + log_event(2, "plain text"));
  const std::string expected = R"({"id":"id1","timestamp":1001,"a":{"b":[1, 2]},"c":"d")" + tail +
                               "\n" + R"({"id":"id2","timestamp":1002,"message":"plain text")" +
                               tail + "\n";
  const Outcome encoded = read(awslogs_text(text));
  EXPECT_EQ(encoded.lines(), expected);
  EXPECT_EQ(encoded.input_bytes, text.size());
  EXPECT_EQ(read(text).lines(), expected);
  EXPECT_EQ(read(gzip(text)).lines(), expected);
  ASSERT_EQ(encoded.events.size(), 2u);
  EXPECT_EQ(encoded.events[1].id, "id2");
  EXPECT_EQ(encoded.events[1].timestamp_ms, 1002);
  EXPECT_EQ(encoded.events[1].index, 1u);
  EXPECT_EQ(encoded.events[1].original, log_event(2, "plain text"));
}

TEST_F(AwslogsEvents, LaterValueWinsAtTheFirstPlace) {
  EXPECT_EQ(event(log_event(1, R"({"x":1,"timestamp":"t","owner":"me","id":7,"y":2})")),
            R"({"id":7,"timestamp":"t","x":1,"owner":"123456789012","y":2,)"
            R"("messageType":"DATA_MESSAGE","logGroup":"group","logStream":"stream",)"
            R"("subscriptionFilters":["filter"]})");
  EXPECT_EQ(
      event(
          R"({"id":"1","message":"{\"extractedFields\":0,\"a\":1}","extractedFields":{"z":"1"}})"),
      R"({"id":"1","extractedFields":{"z":"1"},"a":1)" + tail);
  // as an envelope field, "message" and "id" come last
  EXPECT_EQ(read(R"({"id":"doc","message":"m","logEvents":[{"id":"1","message":"x"}]})").lines(),
            "{\"id\":\"doc\",\"message\":\"m\"}\n");
  EXPECT_EQ(read(R"({"k":"doc","logEvents":[{"id":"1","k":"event"}]})").lines(),
            "{\"id\":\"1\",\"k\":\"doc\"}\n");
}

TEST_F(AwslogsEvents, TheIdIsThatOfTheLogEventWhateverTheMessageSays) {
  const Outcome out = read(document(log_event(1, R"({"id":"other","timestamp":5})")));
  EXPECT_EQ(out.events[0].id, "id1");
  EXPECT_EQ(out.events[0].timestamp_ms, 1001);
}

TEST_F(AwslogsEvents, KeysComeInAnyOrder) {
  const std::string text =
      R"({"logEvents":[{"message":"m","timestamp":5,"id":"1"}],"logGroup":"g",)"
      R"("messageType":"DATA_MESSAGE"})";
  const std::string expected =
      R"({"id":"1","timestamp":5,"message":"m","logGroup":"g","messageType":"DATA_MESSAGE"})"
      "\n";
  EXPECT_EQ(read(awslogs_text(text)).lines(), expected);
  EXPECT_EQ(read(text).lines(), expected);
}

TEST_F(AwslogsEvents, DuplicateKeysTheLaterWins) {
  EXPECT_EQ(read(R"({"a":1,"logEvents":[{"id":"0"},{"id":"x"}],"b":2,"a":3,)"
                 R"("logEvents":[{"id":"1","message":"old","message":"{\"k\":1,\"k\":2}"}]})")
                .lines(),
            "{\"id\":\"1\",\"k\":2,\"a\":3,\"b\":2}\n");
  EXPECT_EQ(read(R"({"logEvents":[{"id":"0"}],"logEvents":[]})").lines(), "");
}

TEST_F(AwslogsEvents, ExtractedFieldsAndUnknownKeysAreKept) {
  EXPECT_EQ(event(R"({"id":"1","timestamp":5,"message":"{\"m\":1}","extractedFields":)"
                  R"({"@aws.account":"1","n":"2"},"new":null})"),
            R"({"id":"1","timestamp":5,"m":1,"extractedFields":{"@aws.account":"1","n":"2"},)"
            R"("new":null)" +
                tail);
  EXPECT_EQ(event(R"({"new":1,"message":"text","id":"1"})"),
            R"({"id":"1","message":"text","new":1)" + tail);
  // more of them than are compared one by one
  EXPECT_EQ(event(R"({"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"message":"{\"c\":0,\"m\":1}"})"),
            R"({"c":3,"m":1,"a":1,"b":2,"d":4,"e":5,"f":6)" + tail);
}

TEST_F(AwslogsEvents, AMessageThatIsNoObjectStaysText) {
  for (const std::string message : {"", " ", "42", "[1]", "{", "{\"a\":}", "{\"a\":1} x",
                                    "x{\"a\":1}", "{\"a\":\"b}", "\\{}"}) {
    EXPECT_EQ(event(log_event(1, message)),
              "{\"id\":\"id1\",\"timestamp\":1001,\"message\":" + json_text(message) + tail);
  }
  EXPECT_EQ(event(log_event(1, " {\"a\":1}\n\n ")),
            "{\"id\":\"id1\",\"timestamp\":1001,\"a\":1" + tail);
  EXPECT_EQ(event(R"({"id":"1","message":"\u007b\"a\":1}"})"), R"({"id":"1","a":1)" + tail);
  EXPECT_EQ(event(log_event(1, "{}")), "{\"id\":\"id1\",\"timestamp\":1001" + tail);
  EXPECT_EQ(event(log_event(1, "text\n")),
            "{\"id\":\"id1\",\"timestamp\":1001,\"message\":\"text\\n\"" + tail);
}

TEST_F(AwslogsEvents, MessageOption) {
  const std::string object = R"({"id":"1","message":"{\"a\": 1}\n"})";
  EXPECT_EQ(event(object, R"({"message":"text"})"), R"({"id":"1","message":"{\"a\": 1}\n")" + tail);
  EXPECT_EQ(event(object, R"({"message":"nested"})"), R"({"id":"1","message":{"a": 1})" + tail);
  EXPECT_EQ(event(log_event(1, "text"), R"({"message":"nested"})"),
            R"({"id":"id1","timestamp":1001,"message":"text")" + tail);
  // a message that is an object itself
  const std::string direct = R"({"id":"1","message":{"a":1,"id":2}})";
  EXPECT_EQ(event(direct), R"({"id":2,"a":1)" + tail);
  EXPECT_EQ(event(direct, R"({"message":"nested"})"),
            R"({"id":"1","message":{"a":1,"id":2})" + tail);
  EXPECT_EQ(event(direct, R"({"message":"text"})"),
            R"({"id":"1","message":"{\"a\":1,\"id\":2}")" + tail);
  EXPECT_EQ(event(R"({"id":"1","message":[1,2]})"), R"({"id":"1","message":[1,2])" + tail);
}

TEST_F(AwslogsEvents, EnvelopeOption) {
  const std::string one = log_event(1, "m");
  EXPECT_EQ(event(one, R"({"envelope":"none"})"), R"({"id":"id1","timestamp":1001,"message":"m"})");
  EXPECT_EQ(event(one, R"({"envelope":["owner","logStream","nothing"]})"),
            R"({"id":"id1","timestamp":1001,"message":"m","owner":"123456789012",)"
            R"("logStream":"stream"})");
  EXPECT_EQ(event(one, R"({"envelope":"all"})"), event(one));
}

TEST_F(AwslogsEvents, LogEventsWithoutOneThingOrAnother) {
  EXPECT_EQ(event("{}"), std::string("{").append(tail.substr(1)));
  EXPECT_EQ(event(R"({"timestamp":5})"), R"({"timestamp":5)" + tail);
  EXPECT_EQ(read(document("")).lines(), "");
  const Outcome odd = read(document(R"({"timestamp":"77"},{"timestamp":1.5e3},{"timestamp":null},)"
                                    R"({"timestamp":99999999999999999999})"));
  EXPECT_EQ(odd.events[0].timestamp_ms, 77);
  EXPECT_EQ(odd.events[1].timestamp_ms, 1500);
  EXPECT_EQ(odd.events[2].timestamp_ms, SLUICE_NO_TIMESTAMP);
  EXPECT_EQ(odd.events[3].timestamp_ms, SLUICE_NO_TIMESTAMP);
}

TEST_F(AwslogsEvents, IdsKeepEveryDigit) {
  const std::string digits = "36000000000000000000000000000000000000000000000000000001";
  const Outcome out = read(document("{\"id\":\"" + digits + "\"},{\"id\":" + digits + "}"));
  EXPECT_EQ(out.events[0].json, "{\"id\":\"" + digits + "\"" + tail);
  EXPECT_EQ(out.events[1].json, "{\"id\":" + digits + tail);
  EXPECT_EQ(out.events[0].id, digits);
  EXPECT_EQ(out.events[1].id, digits);
}

TEST_F(AwslogsEvents, WithoutAnIdItIsAHashThatTellsEventsApart) {
  const std::string text = document(
      R"({"id":"","timestamp":1,"message":"m"},{"timestamp":1,"message":"m"},{"id":null,"message":)"
      R"("m"},{"id":"","timestamp":2,"message":"m"},{"id":")" +
      std::string(513, 'x') + R"("},{"id":{}},{"id":"a\u0062"})");
  const Outcome out = read(text);
  std::set<std::string> ids;
  for (const Seen& seen : out.events) ids.insert(seen.id);
  EXPECT_EQ(ids.size(), 7u);
  EXPECT_EQ(out.events[0].id.size(), 32u);
  EXPECT_EQ(out.events[6].id, "ab");
  const Outcome again = read(awslogs_text(text), R"({"message":"text","envelope":"none"})");
  for (size_t i = 0; i < 7; ++i) EXPECT_EQ(again.events[i].id, out.events[i].id) << i;
  std::string elsewhere = text;
  elsewhere.replace(elsewhere.find("\"stream\""), 8, "\"other!\"");
  EXPECT_NE(read(elsewhere).events[0].id, out.events[0].id);
}

TEST_F(AwslogsEvents, ControlMessagesYieldNothing) {
  EXPECT_EQ(read(control_message).lines(), "");
  EXPECT_EQ(read(awslogs_text(control_message)).lines(), "");
  EXPECT_EQ(read(R"({"messageType":"CONTROL_MESSAGE"})").lines(), "");
  EXPECT_EQ(host_.counter("control_messages"), 3u);
}

TEST_F(AwslogsEvents, AnUnknownMessageTypeIsData) {
  EXPECT_EQ(read(R"({"messageType":"NEW","logEvents":[{"id":"1"}]})").lines(),
            "{\"id\":\"1\",\"messageType\":\"NEW\"}\n");
  EXPECT_EQ(host_.counter("unknown_message_types"), 1u);
}

TEST_F(AwslogsEvents, TheOriginalReplaysToTheSameEvent) {
  const std::string text =
      R"({"logEvents":[{"id":"1","timestamp":5,"message":"{\"a\":1,\"owner\":2}"} ,)"
      "\n {\"id\":\n\"2\", \"x\": {\"y\": [1,\n2]},\"message\":\"t\"}],\"owner\":\"o\",\n"
      "\"q\\\"\\u0001\":[ 1,\n2 ]}";
  const Outcome out = read(awslogs_text(text));
  ASSERT_EQ(out.events.size(), 2u);
  EXPECT_EQ(out.events[1].json,
            R"({"id":"2","message":"t","x":{"y":[1,2]},"owner":"o","q\"\u0001":[1,2]})");
  for (const Seen& seen : out.events) {
    const Outcome replayed = read(seen.replay());
    ASSERT_EQ(replayed.events.size(), 1u) << seen.replay();
    EXPECT_EQ(replayed.events[0].json, seen.json);
    EXPECT_EQ(replayed.events[0].id, seen.id);
    EXPECT_EQ(replayed.events[0].timestamp_ms, seen.timestamp_ms);
    EXPECT_EQ(replayed.events[0].replay(), seen.replay());
  }
}

TEST_F(AwslogsEvents, NulLoneSurrogatesAndInvalidUtf8) {
  EXPECT_EQ(event(R"({"id":"1","message":"a\u0000b"})"),
            R"({"id":"1","message":"a\u0000b")" + tail);
  EXPECT_EQ(event(R"({"id":"1","message":"{\"k\":\"\\u0000\"}"})"),
            R"({"id":"1","k":"\u0000")" + tail);
  EXPECT_EQ(event(R"({"id":"1","message":"\ud800x"})"), R"({"id":"1","message":"\ufffdx")" + tail);
  EXPECT_EQ(event(R"({"id":"1","message":"{\"k\":\"\\udc00\"}"})"),
            R"({"id":"1","k":"\ufffd")" + tail);
  EXPECT_EQ(host_.counter("lone_surrogates_replaced"), 2u);
  // text that is no JSON is passed on as it was
  EXPECT_EQ(event(R"({"id":"1","message":"{\"k\":\"\\udc00\""})"),
            R"({"id":"1","message":"{\"k\":\"\\udc00\"")" + tail);
  EXPECT_EQ(host_.counter("lone_surrogates_replaced"), 2u);

  const std::string invalid = document("{\"id\":\"1\",\"message\":\"\xFF \xE2\x82\"}");
  const std::string expected =
      "{\"id\":\"1\",\"message\":\"\xEF\xBF\xBD \xEF\xBF\xBD\"" + tail + "\n";
  EXPECT_EQ(read(awslogs_text(invalid)).lines(), expected);
  EXPECT_EQ(host_.counter("invalid_utf8_replaced"), 2u);
  EXPECT_EQ(read(invalid).lines(), expected);
  EXPECT_EQ(host_.counter("invalid_utf8_replaced"), 4u);
}

TEST_F(AwslogsEvents, DeepNestingInAMessageStaysText) {
  const auto nested = [](int depth) {
    return "{\"a\":" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}";
  };
  EXPECT_EQ(event(log_event(1, nested(1000))),
            "{\"id\":\"id1\",\"timestamp\":1001," + nested(1000).substr(1, 2002) + tail);
  EXPECT_EQ(event(log_event(1, nested(1001))),
            "{\"id\":\"id1\",\"timestamp\":1001,\"message\":" + json_text(nested(1001)) + tail);
}

TEST_F(AwslogsEvents, AMessageOfAMegabyte) {
  const std::string long_text(1 << 20, 'm');
  EXPECT_EQ(event(log_event(1, long_text)),
            "{\"id\":\"id1\",\"timestamp\":1001,\"message\":\"" + long_text + "\"" + tail);
  EXPECT_EQ(event(log_event(1, "{\"k\":\"" + long_text + "\"}")),
            "{\"id\":\"id1\",\"timestamp\":1001,\"k\":\"" + long_text + "\"" + tail);
}

TEST_F(AwslogsEvents, SampleData) {
  for (const char* name : {"awslogs-cloudtrail.jsonl", "awslogs-syslog.jsonl"}) {
    std::ifstream in(std::string(TEST_DATA) + "/" + name, std::ios::binary);
    std::stringstream content;
    content << in.rdbuf();
    const Outcome out = read(content.str());
    EXPECT_GE(out.events.size(), 40u);
    for (const Seen& seen : out.events) {
      EXPECT_EQ(seen.reason, "");
      EXPECT_EQ(seen.id.size(), 56u);
      EXPECT_GT(seen.timestamp_ms, 1'000'000'000'000);
      EXPECT_EQ(read(seen.replay()).lines(), seen.json + "\n");
    }
  }
}

TEST(AwslogsPlugin, ExportsItsOptions) {
  PluginLibrary library(PLUGIN_FILE);
  const sluice_component& component = library.component("cloudwatch-awslogs");
  EXPECT_EQ(component.role, static_cast<uint32_t>(SLUICE_ROLE_SOURCE));
  for (const char* name :
       {"path", "message", "envelope", "max_decoded_bytes", "max_record_bytes"}) {
    EXPECT_NE(library.option(component.options, name), nullptr) << name;
  }
}

}  // namespace
}  // namespace sluice::testing
