// The steps of `map`, on events made of raw JSON.
#include <array>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <support/plugin_library.hpp>

#include "map_testing.hpp"

extern size_t heap_allocations;  // heap_count.cpp

namespace {

using sluice::Batch;
using sluice::MapTransform;
using sluice::testing::MapTest;
using sluice::testing::PluginHost;

TEST_F(MapTest, Rename) {
  check({
      {R"([{"rename":{"b":"x"}}])", R"({"a":1,"b":2,"c":3})", R"({"a":1,"x":2,"c":3})"},
      {R"([{"rename":{"a":"c"}}])", R"({"a":1,"b":2,"c":3})", R"({"b":2,"c":1})"},
      {R"([{"rename":{"c":"a"}}])", R"({"a":1,"b":2,"c":3})", R"({"a":3,"b":2})"},
      {R"([{"rename":{"a":"s.t.u"}}])", R"({"a":{"k" :1},"b":2})",
       R"({"b":2,"s":{"t":{"u":{"k" :1}}}})"},
      {R"([{"rename":{"a":"s.t"}}])", R"({"a":1,"s":{"r":0,"t":9,"z":8}})",
       R"({"s":{"r":0,"t":1,"z":8}})"},
      {R"([{"rename":{"s.t":"a"}}])", R"({"s":{"r":0,"t":9},"b":1})",
       R"({"s":{"r":0},"b":1,"a":9})"},
      {R"([{"rename":{"s.t":"s.u"}}])", R"({"s":{"t":9,"r":0}})", R"({"s":{"u":9,"r":0}})"},
      {R"([{"rename":{"a":"a.b.c"}}])", R"({"z":0,"a":1,"y":2})",
       R"({"z":0,"a":{"b":{"c":1}},"y":2})"},
      {R"([{"rename":{"a.b":"a"}}])", R"({"a":{"b":{"b":1}},"y":2})", R"({"a":{"b":1},"y":2})"},
      {R"([{"rename":{"a.b":"a.c.d"}}])", R"({"a":{"b":1,"x":0}})", R"({"a":{"x":0,"c":{"d":1}}})"},
      {R"([{"rename":{"a[1]":"b"}}])", R"({"a":[1,2,3]})", R"({"a":[1,3],"b":2})"},
      {R"([{"rename":{"b":"a[1].x"}}])", R"({"a":[1,{"y":0}],"b":7})",
       R"({"a":[1,{"y":0,"x":7}]})"},
      {R"([{"rename":{"b":"a[0]"}}])", R"({"a":[1,2],"b":7})", R"({"a":[7,2]})"},
      {R"([{"rename":{"a":"b","b":"c"}}])", R"({"a":1})", R"({"c":1})"},
      // a literal key with dots is another field than a path
      {R"([{"rename":{"a.b":"x"}}])", R"({"a.b":1})", R"({"a.b":1})"},
      {R"([{"rename":{"[\"a.b\"]":"a.b"}}])", R"({"a.b":1,"z":0})", R"({"z":0,"a":{"b":1}})"},
      {R"([{"rename":{"a":"[\"say \\\"hi\\\"\"]"}}])", R"({"a":1})", R"({"say \"hi\"":1})"},
      {R"([{"rename":{"a\\n":"b"}}])", R"({"a\\n":1})", R"({"b":1})"},
  });
}

TEST_F(MapTest, MissingSourcesAreCountedAndNothingElse) {
  check({
      {R"([{"rename":{"x":"y"}}])", R"({"a":1})", R"({"a":1})"},
      {R"([{"rename":{"a.x":"y"}}])", R"({"a":1})", R"({"a":1})"},
      {R"([{"rename":{"a[3]":"y"}}])", R"({"a":[1]})", R"({"a":[1]})"},
      {R"([{"rename":{"a[0]":"y"}}])", R"({"a":{"0":1}})", R"({"a":{"0":1}})"},
      {R"([{"rename":{"a.b":"a.c"}}])", R"({"a":[1]})", R"({"a":[1]})"},
      {R"([{"copy":{"x.y":"z"}}])", R"({"x":null})", R"({"x":null})"},
  });
  EXPECT_EQ(host_.counter("missing"), 6u);
  EXPECT_EQ(apply(R"([{"remove":["x","a.x","a[3]"]}])", R"({"a":[1]})"), R"({"a":[1]})");
  EXPECT_EQ(host_.counter("missing"), 6u);
  EXPECT_EQ(host_.counter("failed"), 0u);
  EXPECT_EQ(host_.log_text(), "");
}

TEST_F(MapTest, Copy) {
  check({
      {R"([{"copy":{"a":"b.c"}}])", R"({"a":{"k":[1, 2]}})",
       R"({"a":{"k":[1, 2]},"b":{"c":{"k":[1, 2]}}})"},
      {R"([{"copy":{"a":"b"}}])", R"({"b":0,"a":1})", R"({"b":1,"a":1})"},
      {R"([{"copy":{"a":"a.b"}}])", R"({"a":{"x":1}})", R"({"a":{"x":1,"b":{"x":1}}})"},
      {R"([{"copy":{"a.b":"a"}}])", R"({"a":{"b":1}})", R"({"a":1})"},
  });
}

// What was opened before it was copied must not be one object under two names.
TEST_F(MapTest, CopiesDoNotShareWhatIsOpen) {
  check({
      {R"([{"set":{"a.x":1,"a.o.p":1}},{"copy":{"a":"b"}},)"
       R"({"set":{"b.x":2,"b.o.p":2,"b.n":3}},{"remove":["a.k"]}])",
       R"({"a":{"k":0}})", R"({"a":{"x":1,"o":{"p":1}},"b":{"k":0,"x":2,"o":{"p":2},"n":3}})"},
      {R"([{"set":{"l[0].x":1}},{"copy":{"l":"m"}},{"set":{"m[0].x":2}},{"remove":["l[1]"]}])",
       R"({"l":[{"x":0},9]})", R"({"l":[{"x":1}],"m":[{"x":2},9]})"},
  });
}

TEST_F(MapTest, Set) {
  check({
      {R"([{"set":{"a":"x\"y\n","b":1,"c":-2.5,"d":true,"e":null,"f":{"g":[1,"h"]}}}])", R"({})",
       R"({"a":"x\"y\n","b":1,"c":-2.5,"d":true,"e":null,"f":{"g":[1,"h"]}})"},
      {R"([{"set":{"a":9}}])", R"({"a":{"b":1},"z":0})", R"({"a":9,"z":0})"},
      {R"([{"set":{"a.b.c":9}}])", R"({})", R"({"a":{"b":{"c":9}}})"},
      {R"([{"set":{"f":{"g":1}}},{"set":{"f.h":2}}])", R"({})", R"({"f":{"g":1,"h":2}})"},
      {R"([{"set":{"a[1]":9,"a[0].x":1}}])", R"({"a":[{},0]})", R"({"a":[{"x":1},9]})"},
  });
}

TEST_F(MapTest, ManyFieldsInANestedObject) {
  std::string steps = "[";
  std::string expected = R"({"o":{"k":0)";
  for (int i = 0; i < 40; ++i) {
    const std::string n = std::to_string(i);
    steps += i == 0 ? "" : ",";
    steps += R"({"set":{"o.f)" + n + "\":" + n + "}}";
    expected += ",\"f" + n + "\":" + n;
  }
  EXPECT_EQ(apply(steps + "]", R"({"o":{"k":0}})"), expected + "}}");
}

TEST_F(MapTest, Remove) {
  check({
      {R"([{"remove":["b"]}])", R"({"a":1,"b":2,"c":3})", R"({"a":1,"c":3})"},
      {R"([{"remove":["a","b","c"]}])", R"({"a":1,"b":2,"c":3})", R"({})"},
      {R"([{"remove":["a.b"]}])", R"({"a":{"b":1,"c":{ "d" : 1}},"e":{ "f" : 1}})",
       R"({"a":{"c":{ "d" : 1}},"e":{ "f" : 1}})"},
      {R"([{"remove":["a.b"]}])", R"({"a":{"b":1}})", R"({"a":{}})"},
      {R"([{"remove":["a[0]","a[0]"]}])", R"({"a":[1,2,3]})", R"({"a":[3]})"},
  });
}

TEST_F(MapTest, RemoveInTheFormOfOptions) {
  check({
      {R"([{"remove":"a"}])", R"({"a":1,"b":2})", R"({"b":2})"},
      {R"([{"keep":"a"}])", R"({"a":1,"b":2})", R"({"a":1})"},
      {R"([{"remove":{"field":"a"}}])", R"({"a":1,"b":2})", R"({"b":2})"},
      {R"([{"remove":{"field":["a","x"],"if":"b == 2"}}])", R"({"a":1,"b":2})", R"({"b":2})"},
  });
  EXPECT_EQ(apply(R"([{"remove":["a","x.y"],"ignore_missing":false}])", R"({"a":1})"),
            R"({"_meta":{"errors":[{"step":"remove x.y","message":"\"x.y\" is missing"}]}})");
  EXPECT_EQ(init_error(R"([{"remove":{"field":"a","fields":1}}])").substr(0, 35),
            R"(unknown option "fields" in "remove")");
  EXPECT_EQ(init_error(R"([{"rename":{"field":"a","target":"b"}}])").substr(0, 35),
            R"(unknown option "target" in "rename")");
}

TEST_F(MapTest, Keep) {
  check({
      {R"([{"keep":["c","a"]}])", R"({"a":1,"b":2,"c":3})", R"({"a":1,"c":3})"},
      {R"([{"keep":["x"]}])", R"({"a":1})", R"({})"},
      {R"([{"keep":["a.b","a.d.e"]}])", R"({"a":{"b":1,"c":2,"d":{"e":3,"f":4}},"g":5})",
       R"({"a":{"b":1,"d":{"e":3}}})"},
      {R"([{"keep":["a","a.b"]}])", R"({"a":{"b":1,"c":2}})", R"({"a":{"b":1,"c":2}})"},
      {R"([{"keep":["a.b","c"]}])", R"({"a":{"x":1},"c":1})", R"({"c":1})"},
      {R"([{"keep":["a.b","c"]}])", R"({"a":"text","c":1})", R"({"c":1})"},
      {R"([{"keep":["a[2]","a[0].x"]}])", R"({"a":[{"x":1,"y":2},7,8]})", R"({"a":[{"x":1},8]})"},
      {R"([{"keep":["a[0]","a.k"]}])", R"({"a":{"k":1,"l":2}})", R"({"a":{"k":1}})"},
      {R"([{"keep":["[\"a.b\"]"]}])", R"({"a.b":1,"a":{"b":2}})", R"({"a.b":1})"},
  });
}

TEST_F(MapTest, UntouchedTextStaysAsItWas) {
  const std::string event =
      R"({"n":1.50e+007,"id":123456789012345678901234567890,"s":"\u00e9\/","o":{ "a" : [ 1 ] }})";
  EXPECT_EQ(apply(R"([{"rename":{"o":"p.q"}},{"copy":{"n":"m"}}])", event),
            R"({"n":1.50e+007,"id":123456789012345678901234567890,"s":"\u00e9\/",)"
            R"("p":{"q":{ "a" : [ 1 ] }},"m":1.50e+007})");
}

TEST_F(MapTest, WhatCannotBeWrittenLeavesTheEventAsItWas) {
  const std::vector<std::array<std::string, 3>> cases = {
      {R"([{"set":{"a.b":1}}])", R"({"a":"x","z":0})",
       "could not set a.b: \"a\" holds text, not an object"},
      {R"([{"set":{"a.b.c":1}}])", R"({"a":{"b":7}})",
       "could not set a.b.c: \"a.b\" holds a number, not an object"},
      {R"([{"set":{"a.b":1}}])", R"({"a":null})", "\"a\" holds null, not an object"},
      {R"([{"set":{"a.b":1}}])", R"({"a":[1]})", "\"a\" holds a list, not an object"},
      {R"([{"set":{"a[0]":1}}])", R"({"a":{"b":1}})", "\"a\" holds an object, not a list"},
      {R"([{"set":{"a[0]":1}}])", R"({"a":true})", "\"a\" holds true or false, not a list"},
      {R"([{"set":{"a[2]":1}}])", R"({"a":[1,2]})",
       "\"a[2]\" is not there, and lists are not made or made longer"},
      {R"([{"set":{"a[0].b":1}}])", R"({})", "\"a\" is not there, and lists are not made"},
      {R"([{"rename":{"b":"a.c"}}])", R"({"a":1,"b":2})",
       "could not rename b to a.c: \"a\" holds a number, not an object"},
      {R"([{"copy":{"a":"a.c"}}])", R"({"a":1})", "could not copy a to a.c: \"a\" holds a number"},
  };
  for (const auto& [steps, event, text] : cases) {
    const size_t before = host_.logged(text);
    const uint64_t failed = host_.counter("failed");
    EXPECT_EQ(without_errors(apply(steps, event)), event) << steps;
    EXPECT_EQ(host_.logged(text), before + 1) << text << " not in\n" << host_.log_text();
    EXPECT_EQ(host_.counter("failed"), failed + 1);
  }
}

TEST_F(MapTest, AFailureIsLoggedOnceForEachStep) {
  MapTransform map(host_.host());
  ASSERT_TRUE(map.init(host_.settings(R"({"steps":[{"set":{"a.b":1,"a.c":2}}]})")).ok());
  auto batch = host_.events(std::vector<std::string>(50, R"({"a":1})"));
  ASSERT_TRUE(map.apply(Batch(batch.get())).ok());
  ASSERT_TRUE(map.apply(Batch(batch.get())).ok());
  EXPECT_EQ(host_.log().size(), 2u);
  EXPECT_EQ(host_.counter("failed"), 200u);
}

TEST_F(MapTest, LeavesEventsThatAreNotLive) {
  MapTransform map(host_.host());
  ASSERT_TRUE(map.init(host_.settings(R"({"steps":[{"remove":["a"]}]})")).ok());
  auto batch = host_.events({R"({"a":1})", R"({"a":2})", R"({"a":3})"});
  sluice::reject(batch->events[0], "bad");
  sluice::filter(batch->events[2], "not wanted");
  ASSERT_TRUE(map.apply(Batch(batch.get())).ok());
  EXPECT_EQ(PluginHost::json_lines(Batch(batch.get())), "{\"a\":1}\n{}\n{\"a\":3}\n");
}

TEST_F(MapTest, OpenedValuesOfEveryType) {
  MapTransform map(host_.host());
  ASSERT_TRUE(
      map.init(host_.settings(
                   R"({"steps":[{"set":{"o.b":1}},{"set":{"n.x":1}},{"rename":{"t":"u"}}]})"))
          .ok());
  auto owned = host_.batch();
  const Batch batch(owned.get());
  sluice_event& event = batch.add_event();
  batch.append(event, "o", sluice::object_value(nullptr, 0));
  batch.append(event, "n", sluice::double_value(0.5));
  batch.append(event, "t", sluice::text_value("x"));
  ASSERT_TRUE(map.apply(batch).ok());
  EXPECT_EQ(PluginHost::json(owned->events[0]),
            R"({"o":{"b":1},"n":0.5,"u":"x","_meta":{"errors":[{"step":"set n.x",)"
            R"("message":"\"n\" holds a number, not an object"}]}})");
  EXPECT_EQ(host_.logged("\"n\" holds a number, not an object"), 1u);
}

TEST_F(MapTest, WrongSettingsPointAtTheSetting) {
  std::string at;
  EXPECT_EQ(init_error(R"([{"remove":["ok","a..b"]}])", &at),
            R"(path "a..b": expected a field name at position 3, found ".")");
  EXPECT_EQ(at, R"("a..b")");
  EXPECT_EQ(init_error(R"([{"rename":{"a":"b."}}])", &at),
            R"(path "b.": expected a field name at position 3, found its end)");
  EXPECT_EQ(at, R"("b.")");
  EXPECT_EQ(init_error(R"([{"copy":{"[0]":"target"}}])", &at),
            R"(path "[0]": expected a key in double quotes at position 2, found "0")");
  EXPECT_EQ(at, R"("target")");
  EXPECT_EQ(init_error(R"([{"set":{"a[":5}}])", &at).substr(0, 10), R"(path "a[":)");
  EXPECT_EQ(at, "5");
  EXPECT_EQ(init_error(R"([{"keep":[]}])", &at),
            "keep needs at least one path; it would leave events empty");
  EXPECT_EQ(init_error(R"([{"rename":{"a":"[\"a\"]"}}])"), R"(rename "a" to itself)");
  EXPECT_EQ(init_error(R"([{"copy":{"a":"a"}}])"), R"(copy "a" to itself)");
  EXPECT_EQ(init_error(R"([{"rename":{"a":"a[0]"}}])"),
            R"(cannot rename "a" to "a[0]": lists are not made)");
  EXPECT_EQ(init_error(R"([{"explode":{}}])"), R"(there is no step "explode")");
  EXPECT_EQ(init_error(R"([{"set":{},"remove":[]}])"),
            "a step is one name over its settings; beside it may stand if, tag, ignore_missing, "
            "ignore_failure, on_failure and override");
  EXPECT_EQ(init_error("[]"), "");
  EXPECT_EQ(init_error(R"([{"rename":{}},{"remove":[]},{"set":{}}])"), "");
}

TEST_F(MapTest, NoHeapAllocationForAnEvent) {
  MapTransform map(host_.host());
  ASSERT_TRUE(map.init(host_.settings(R"({"steps":[
      {"rename":{"sourceIPAddress":"source.ip","a":"b"}},{"copy":{"user.name":"who"}},
      {"set":{"tag.x":"y"}},{"remove":["gone","user.arn"]},{"keep":["source","who","tag","b"]}]})"))
                  .ok());
  auto batch = host_.events(std::vector<std::string>(
      1000, R"({"sourceIPAddress":"1.2.3.4","user":{"name":"n","arn":"x"},"a":{"b":[1]}})"));
  const size_t before = heap_allocations;
  ASSERT_TRUE(map.apply(Batch(batch.get())).ok());
  // Blocks of the arena are the pool's: a few for the whole batch.
  EXPECT_LT(heap_allocations - before, 20u);
  EXPECT_EQ(PluginHost::json(batch->events[999]),
            R"({"b":{"b":[1]},"source":{"ip":"1.2.3.4"},"who":"n","tag":{"x":"y"}})");
}

TEST(MapPlugin, IsWired) {
  const sluice::testing::PluginLibrary library(PLUGIN_FILE);
  const sluice_component& component = library.component("map");
  EXPECT_EQ(component.role, static_cast<uint32_t>(SLUICE_ROLE_TRANSFORM));
  const sluice_option* steps = library.option(component.options, "steps");
  ASSERT_NE(steps, nullptr);
  EXPECT_EQ(steps->flags, static_cast<uint32_t>(SLUICE_OPTION_REQUIRED | SLUICE_OPTION_WHOLE));
  const sluice_option& step = *steps->children.items;
  EXPECT_EQ(step.type, static_cast<uint32_t>(SLUICE_OPTION_VARIANT));
  EXPECT_NE(library.option(step.children, "keep"), nullptr);
}

}  // namespace
