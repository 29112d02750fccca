#include <string>
#include <vector>

#include "map_testing.hpp"

extern size_t heap_allocations;  // heap_count.cpp

namespace {

using namespace sluice;
using sluice::testing::MapTest;
using sluice::testing::PluginHost;

class JsonStepTest : public MapTest {
 protected:
  // The message of the failure that the step gives for an event.
  std::string why(const std::string& settings, const std::string& event) {
    const std::string out = apply(
        R"([{"json":)" + settings + R"(,"on_failure":[{"rename":{"_failure.message":"why"}}]}])",
        event);
    const size_t at = out.find("\"why\":");
    return at == std::string::npos ? out : out.substr(at + 6, out.size() - at - 7);
  }
};

TEST_F(JsonStepTest, Reads) {
  check({
      {R"([{"json":{"field":"m"}}])", R"({"m":"{\"a\":[1.50,{\"b\":null}]}"})",
       R"({"m":{"a":[1.50,{"b":null}]}})"},
      {R"([{"json":{"field":"m"}},{"set":{"m.b.c":1}}])", R"({"m":" {\"b\":{\"d\":2}} \n"})",
       R"({"m":{"b":{"d":2,"c":1}}})"},
      {R"([{"json":{"field":"m","target_field":"o.p"}}])", R"({"m":"\"\\u00e9\""})",
       R"({"m":"\"\\u00e9\"","o":{"p":"\u00e9"}})"},
      {R"([{"json":{"field":"m"}}])", R"({"m":"123456789012345678901234567890"})",
       R"({"m":123456789012345678901234567890})"},
      {R"([{"json":{"field":"m"}}])", R"({"m":"{\n\t\"a\": 1\n}"})", R"({"m":{"a":1}})"},
      {R"([{"json":{"field":"x"}}])", R"({"m":1})", R"({"m":1})"},
  });
  EXPECT_EQ(host_.counter("missing"), 1u);
}

// Half of a surrogate pair is mended in the copy that is read, not in the text beside it.
TEST_F(JsonStepTest, TheTextItselfStaysAsItWas) {
  check({{R"([{"json":{"field":"m","target_field":"n"}}])", R"({"m":"[\"\\ud83d\"]"})",
          R"({"m":"[\"\\ud83d\"]","n":["\ufffd"]})"}});
}

TEST_F(JsonStepTest, WhatIsNoJsonFails) {
  EXPECT_EQ(why(R"({"field":"m"})", R"({"m":"{\"a\":}"})"),
            R"("\"m\" holds no JSON: expected a JSON value, found '}' at byte 5")");
  EXPECT_EQ(
      why(R"({"field":"m"})", R"({"m":""})"),
      R"("\"m\" holds no JSON: expected more: the text ends in the middle of a value, at byte 0")");
  EXPECT_EQ(why(R"({"field":"m"})", R"({"m":"{} x"})"),
            R"("\"m\" holds more than one JSON value: expected its end at byte 3")");
  EXPECT_EQ(why(R"({"field":"m"})", R"({"m":5})"), R"("\"m\" holds a number, not text")");
  EXPECT_EQ(why(R"({"field":"m","target_field":"a.b"})", R"({"m":"1","a":2})"),
            R"("\"a\" holds a number, not an object")");
  EXPECT_EQ(why(R"({"field":"m"})", "{\"m\":\"" + std::string(1001, '[') + "\"}"),
            R"("\"m\" holds no JSON: expected no more than 1000 levels of nesting, at byte 1000")");
}

TEST_F(JsonStepTest, AddsToTheRoot) {
  const std::string replace = R"([{"json":{"field":"m","add_to_root":true}}])";
  const std::string merge =
      R"([{"json":{"field":"m","add_to_root":true,"add_to_root_conflict_strategy":"merge"}}])";
  check({
      {replace, R"({"m":"{\"a\":{\"x\":1},\"b\":2}","a":{"y":2}})",
       R"({"m":"{\"a\":{\"x\":1},\"b\":2}","a":{"x":1},"b":2})"},
      {replace, R"({"m":"{\"m\":1}"})", R"({"m":1})"},
      {merge,
       R"({"m":"{\"a\":{\"x\":{\"p\":1},\"y\":3},\"b\":[2]}","a":{"x":{"q":0},"y":2},"b":[1]})",
       R"({"m":"{\"a\":{\"x\":{\"p\":1},\"y\":3},\"b\":[2]}",)"
       R"("a":{"x":{"q":0,"p":1},"y":3},"b":[2]})"},
      {merge, R"({"m":"{\"a\":{\"x\":1}}","a":"t"})", R"({"m":"{\"a\":{\"x\":1}}","a":{"x":1}})"},
      {R"([{"json":{"field":"m","add_to_root":true,"override":false}}])",
       R"({"m":"{\"a\":1,\"b\":2,\"c\":3}","a":0,"b":null})",
       R"({"m":"{\"a\":1,\"b\":2,\"c\":3}","a":0,"b":2,"c":3})"},
      {replace, R"({"m":"{}"})", R"({"m":"{}"})"},
  });
  EXPECT_EQ(why(R"({"field":"m","add_to_root":true})", R"({"m":"[1]"})"),
            R"("the JSON in \"m\" is a list, not an object")");
  EXPECT_EQ(apply(R"([{"json":{"field":"m","add_to_root":true,"ignore_missing":false}}])", "{}"),
            R"({"_meta":{"errors":[{"step":"json m to root",)"
            R"("message":"\"m\" is missing or null"}]}})");
}

TEST_F(JsonStepTest, Encodes) {
  check({
      {R"([{"json":{"field":"a","encode":true}}])", R"({"a":{ "b" : [1.50, "\u00e9"]}})",
       R"({"a":"{ \"b\" : [1.50, \"\\u00e9\"]}"})"},
      {R"([{"set":{"a.c":1}},{"json":{"field":"a","encode":true,"target_field":"t"}}])",
       R"({"a":{"b":[]}})", R"({"a":{"b":[],"c":1},"t":"{\"b\":[],\"c\":1}"})"},
      {R"([{"json":{"field":"a","encode":true}}])", R"({"a":"x"})", R"({"a":"\"x\""})"},
      {R"([{"json":{"field":"a","encode":true}}])", R"({"a":null})", R"({"a":"null"})"},
      // there and back
      {R"([{"json":{"field":"a","encode":true}},{"json":{"field":"a"}}])", R"({"a":{"b":[1,"x"]}})",
       R"({"a":{"b":[1,"x"]}})"},
  });
}

TEST_F(JsonStepTest, WrongSettings) {
  EXPECT_EQ(init_error(R"([{"json":{}}])"), "\"field\" is missing");
  EXPECT_EQ(init_error(R"([{"json":{"field":"a","encode":true,"add_to_root":true}}])"),
            "json takes add_to_root or encode, not both");
  EXPECT_EQ(init_error(R"([{"json":{"field":"a","target_field":"b","add_to_root":true}}])"),
            "json takes add_to_root or target_field, not both");
  EXPECT_EQ(init_error(R"([{"json":{"field":"a","target_field":"_meta.source"}}])").substr(0, 30),
            R"(cannot write to "_meta.source")");
}

TEST_F(JsonStepTest, NoHeapAllocation) {
  MapTransform map(host_.host());
  ASSERT_TRUE(map.init(host_.settings(R"({"steps":[{"json":{"field":"m","target_field":"o"}},)"
                                      R"({"json":{"field":"m","add_to_root":true}},)"
                                      R"({"json":{"field":"o","encode":true}}]})"))
                  .ok());
  auto batch = host_.events(std::vector<std::string>(500, R"({"m":"{\"a\":{\"b\":1}}"})"));
  const size_t before = heap_allocations;
  ASSERT_TRUE(map.apply(Batch(batch.get())).ok());
  EXPECT_LT(heap_allocations - before, 20u);
  EXPECT_EQ(PluginHost::json(batch->events[499]),
            R"({"m":"{\"a\":{\"b\":1}}","o":"{\"a\":{\"b\":1}}","a":{"b":1}})");
}

}  // namespace
