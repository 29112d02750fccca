// set and default, and the templates in them.
#include <string>
#include <vector>

#include <map/template.hpp>

#include "map_testing.hpp"

extern size_t heap_allocations;  // heap_count.cpp

namespace {

using namespace sluice;
using sluice::testing::MapTest;
using sluice::testing::PluginHost;

// A template in the field "t".
std::string with(const std::string& text) {
  return R"([{"set":{"t":")" + text + "\"}}]";
}

TEST_F(MapTest, Templates) {
  check({
      {with("${a}"), R"({"a":"x"})", R"({"a":"x","t":"x"})"},
      {with("<${a}${a}>"), R"({"a":"\u00e9\n\"é"})", R"({"a":"\u00e9\n\"é","t":"<é\n\"éé\n\"é>"})"},
      {with("${a.b[1].c}"), R"({"a":{"b":[0,{"c":7}]}})", R"({"a":{"b":[0,{"c":7}]},"t":"7"})"},
      {with("${[\\\"x}y\\\"]}!"), R"({"x}y":1})", R"({"x}y":1,"t":"1!"})"},
      // every digit stays
      {with("${a}"), R"({"a":123456789012345678901234567890.10})",
       R"({"a":123456789012345678901234567890.10,"t":"123456789012345678901234567890.10"})"},
      {with("${a} ${b} ${c}"), R"({"a":true,"b":[1, "x"],"c":{"d":null}})",
       R"({"a":true,"b":[1, "x"],"c":{"d":null},"t":"true [1, \"x\"] {\"d\":null}"})"},
      {with("$ $$ $5 $${a} $$$$ $"), R"({"a":1})", R"({"a":1,"t":"$ $ $5 ${a} $$ $"})"},
      {with("[${a}${b}]"), R"({"a":null})", R"({"a":null,"t":"[]"})"},
      {with(""), "{}", R"({"t":""})"},
  });
  EXPECT_EQ(host_.counter("missing"), 2u);
}

TEST_F(MapTest, TemplatesWithinValues) {
  check({
      {R"([{"set":{"a":{"b":["${x}",1,{"c":"$$"}],"d":"k"}}},{"set":{"a.d":2,"a.b[2].c":3}}])",
       R"({"x":"é"})", R"({"x":"é","a":{"b":["é",1,{"c":3}],"d":2}})"},
      {R"([{"set":{"a":{"b\"":["$$",[]],"d":{}}}}])", "{}", R"({"a":{"b\"":["$",[]],"d":{}}})"},
      {R"([{"set":{"a":{}, "b":[]}}])", "{}", R"({"a":{},"b":[]})"},
  });
}

TEST_F(MapTest, TemplatesOfWhatIsOpen) {
  check({{R"([{"set":{"n.x":-1.5}},{"set":{"t":"${n} ${o.p.q}"}},{"set":{"o.p.q":1}}])",
          R"({"n":{"y":[1]},"o":{"p":{"q":"z"}}})",
          R"({"n":{"y":[1],"x":-1.5},"o":{"p":{"q":1}},"t":"{\"y\":[1],\"x\":-1.5} z"})"}});
}

TEST_F(MapTest, TemplatesOfTheEventsOwn) {
  MapTransform map(host_.host());
  ASSERT_TRUE(
      map.init(host_.settings(R"({"steps":[{"set":)"
                              R"({"t":"${_meta.id}|${_meta.timestamp}|${_meta.source}"}}]})"))
          .ok());
  auto batch = host_.events({"{}", "{}", "{}"});
  const sluice_origin origin{SLUICE_TEXT("a.log"), {}, {}};
  batch->events[0].id = "i1";
  batch->events[0].id_size = 2;
  batch->events[0].timestamp_ms = -1;
  batch->events[0].origin = &origin;
  batch->events[2].timestamp_ms = INT64_MAX;  // no year that text can hold
  ASSERT_TRUE(map.apply(Batch(batch.get())).ok());
  EXPECT_EQ(PluginHost::json_lines(Batch(batch.get())),
            "{\"t\":\"i1|1969-12-31T23:59:59.999Z|a.log\"}\n{\"t\":\"||\"}\n{\"t\":\"||\"}\n");
  EXPECT_EQ(host_.counter("missing"), 6u);
}

TEST_F(MapTest, WrongTemplates) {
  std::string at;
  EXPECT_EQ(init_error(with("é ${a"), &at),
            "template \"é ${a\": the \"${\" at position 3 is not closed; write \"$${\" for these "
            "characters themselves");
  EXPECT_EQ(at, "\"é ${a\"");
  EXPECT_EQ(init_error(with("${a..b}")),
            R"(template "${a..b}": path "a..b": expected a field name at position 3, found ".")");
  EXPECT_EQ(init_error(with("${}")),
            R"(template "${}": path "": expected a field name at position 1, found its end)");
  EXPECT_EQ(init_error(R"([{"set":{"a":{"b":["${"]}}}])", &at).substr(0, 14), "template \"${\":");
  EXPECT_EQ(at, "\"${\"");
}

TEST_F(MapTest, SetInTheFormOfOptions) {
  check({
      {R"([{"set":{"field":"a.b","value":[1,"${x}"]}}])", R"({"x":2})",
       R"({"x":2,"a":{"b":[1,"2"]}})"},
      {R"([{"set":{"field":"a","value":null}}])", R"({"a":1})", R"({"a":null})"},
      {R"([{"set":{"field":"a","copy_from":"x"}}])", R"({"x":{"y":[1.50]}})",
       R"({"x":{"y":[1.50]},"a":{"y":[1.50]}})"},
      {R"([{"set":{"field":"a","copy_from":"nothing"}}])", R"({"x":1})", R"({"x":1})"},
      {R"([{"set":{"field":"a","copy_from":"x","override":false}}])", R"({"a":0,"x":1})",
       R"({"a":0,"x":1})"},
      {R"([{"set":{"field":"a","copy_from":"x","ignore_empty_value":true}}])", R"({"a":0,"x":""})",
       R"({"a":0,"x":""})"},
      {R"([{"set":{"field":"a","copy_from":"x","ignore_empty_value":true}}])",
       R"({"a":0,"x":null})", R"({"a":0,"x":null})"},
      {R"([{"set":{"field":"a","value":"${x}","ignore_empty_value":true}}])", R"({"a":0})",
       R"({"a":0})"},
      {R"([{"set":{"field":"a","value":"","ignore_empty_value":false}}])", R"({"a":0})",
       R"({"a":""})"},
      // a literal object with such a key
      {R"([{"set":{"field":"a","value":{"copy_from":"x"}}}])", R"({"x":1})",
       R"({"x":1,"a":{"copy_from":"x"}})"},
      {R"([{"set":{"a":{"copy_from":"x"}}}])", R"({"x":1})", R"({"x":1,"a":1})"},
      // a field of that name
      {R"([{"set":{"[\"field\"]":"a","value":1}}])", "{}", R"({"field":"a","value":1})"},
  });
  EXPECT_EQ(apply(R"([{"set":{"field":"a","copy_from":"b.c","ignore_missing":false}}])", "{}"),
            R"({"_meta":{"errors":[{"step":"set a from b.c","message":"\"b.c\" is missing"}]}})");
  EXPECT_EQ(init_error(R"([{"set":{"field":"a"}}])"),
            R"("set" with "field" needs "value" or "copy_from" or "expr"; a field of that name is )"
            R"(written ["field"])");
  EXPECT_EQ(init_error(R"([{"set":{"field":5,"value":1}}])"),
            R"("field" must be the path of a field)");
  EXPECT_EQ(init_error(R"([{"set":{"field":"a","value":1,"copy_from":"b"}}])"),
            "set takes one of value, copy_from and expr");
  EXPECT_EQ(init_error(R"([{"set":{"field":"a","value":1,"ignore_empty":true}}])").substr(0, 40),
            R"(unknown option "ignore_empty" in "set"; )");
}

// What was copied or made must be the field's alone.
TEST_F(MapTest, WhatIsSetIsNotShared) {
  check({
      {R"([{"set":{"x.y":1}},{"set":{"a":{"copy_from":"x"}}},{"set":{"a.y":2}}])", "{}",
       R"({"x":{"y":1},"a":{"y":2}})"},
  });
  MapTransform map(host_.host());
  ASSERT_TRUE(
      map.init(host_.settings(
                   R"({"steps":[{"set":{"a":{"b":"${x}","c":{}}}},{"set":{"a.c.d":"${x}"}}]})"))
          .ok());
  auto batch = host_.events({R"({"x":1})", R"({"x":2})"});
  ASSERT_TRUE(map.apply(Batch(batch.get())).ok());
  EXPECT_EQ(PluginHost::json_lines(Batch(batch.get())),
            "{\"x\":1,\"a\":{\"b\":\"1\",\"c\":{\"d\":\"1\"}}}\n"
            "{\"x\":2,\"a\":{\"b\":\"2\",\"c\":{\"d\":\"2\"}}}\n");
}

TEST_F(MapTest, SetWarnsOfBracesThatAreNoTemplate) {
  std::string at;
  EXPECT_EQ(init_error(R"([{"set":{"a":"by {{ user.name }}"}}])", &at),
            R"(what a field holds is written ${user.name}, not {{user.name}}; )"
            R"({expr: "'{{user.name}}'"} writes these very characters)");
  EXPECT_EQ(at, R"("by {{ user.name }}")");
  EXPECT_EQ(init_error(R"([{"set":{"field":"a","value":"{{{b}}}"}}])").substr(0, 33),
            "what a field holds is written ${b");
  check({
      {R"([{"set":{"a":{"expr":"'{{b}}'"}}}])", "{}", R"({"a":"{{b}}"})"},
      {R"([{"set":{"a":"{{\"x\": 1}}","b":"{{}}","c":"{{ }","d":"}}{{"}}])", "{}",
       R"({"a":"{{\"x\": 1}}","b":"{{}}","c":"{{ }","d":"}}{{"})"},
  });
}

TEST_F(MapTest, Default) {
  const std::string steps = R"([{"default":{"a":"${x}","o.p":[1],"field":"f"}}])";
  check({
      {steps, R"({"x":"y"})", R"({"x":"y","a":"y","o":{"p":[1]},"field":"f"})"},
      {steps, R"({"a":null,"o":{"p":null},"field":""})", R"({"a":"","o":{"p":[1]},"field":""})"},
      {steps, R"({"a":0,"o":{"p":false},"field":{}})", R"({"a":0,"o":{"p":false},"field":{}})"},
  });
  EXPECT_EQ(apply(R"([{"default":{"a.b":1}}])", R"({"a":"t"})"),
            R"({"a":"t","_meta":{"errors":[{"step":"default a.b",)"
            R"("message":"\"a\" holds text, not an object"}]}})");
  EXPECT_EQ(init_error(R"([{"default":{"a":1},"override":true}])"), "");
  EXPECT_EQ(init_error(R"([{"default":{"a":1},"override":false}])"),
            "\"override\" has no meaning for default");
}

TEST_F(MapTest, DefaultComputesAndCopiesToo) {
  check({
      {R"([{"default":{"a":{"expr":"b + 1"},"c":{"copy_from":"b"}}}])", R"({"b":1})",
       R"({"b":1,"a":2,"c":1})"},
      {R"([{"default":{"a":{"expr":"b + 1"},"c":{"copy_from":"b"}}}])", R"({"b":1,"a":0,"c":0})",
       R"({"b":1,"a":0,"c":0})"},
  });
}

TEST_F(MapTest, ATemplateWhoseFieldIsMissingCanBeAFailure) {
  const std::string steps = R"([{"set":{"t":"${a}${b}"},"ignore_missing":false}])";
  EXPECT_EQ(apply(steps, R"({"a":1,"b":2})"), R"({"a":1,"b":2,"t":"12"})");
  EXPECT_EQ(apply(steps, R"({"a":1,"b":null})"),
            R"({"a":1,"b":null,"_meta":{"errors":[{"step":"set t",)"
            R"("message":"a field that its template names is missing"}]}})");
}

TEST_F(MapTest, TemplatesDoNotAllocateOnTheHeap) {
  MapTransform map(host_.host());
  ASSERT_TRUE(map.init(host_.settings(R"({"steps":[{"set":{"t":"${user.name} at ${ip} is ${o}"}},
      {"default":{"d":"${user.name}"}},{"set":{"field":"c","copy_from":"user"}}]})"))
                  .ok());
  auto batch = host_.events(std::vector<std::string>(
      1000, R"({"ip":"1.2.3.4","user":{"name":"n\u00e9"},"o":{"b":[1]}})"));
  const size_t before = heap_allocations;
  ASSERT_TRUE(map.apply(Batch(batch.get())).ok());
  EXPECT_LT(heap_allocations - before, 20u);
  EXPECT_EQ(PluginHost::json(batch->events[999]),
            R"({"ip":"1.2.3.4","user":{"name":"n\u00e9"},"o":{"b":[1]},)"
            R"("t":"né at 1.2.3.4 is {\"b\":[1]}","d":"né","c":{"name":"n\u00e9"}})");
}

}  // namespace
