// flatten, dot_expander, prune.
#include <string>
#include <vector>

#include "map_testing.hpp"

extern size_t heap_allocations;  // heap_count.cpp

namespace {

using namespace sluice;
using sluice::testing::MapTest;
using sluice::testing::PluginHost;

TEST_F(MapTest, Flatten) {
  check({
      {R"([{"flatten":{"field":"a"}}])",
       R"({"a":{"b":{"c":1.50,"d":{"é":[{"x":1}]}},"e":{},"f":[]},"g":0})",
       R"({"a":{"b.c":1.50,"b.d.é":[{"x":1}],"e":{},"f":[]},"g":0})"},
      {R"([{"flatten":{}}])", R"({"a":{"b":{"c":null}},"d":"x"})", R"({"a.b.c":null,"d":"x"})"},
      {R"([{"flatten":{"separator":"__","max_depth":1}}])", R"({"a":{"b":{"c":1}}})",
       R"({"a__b":{"c":1}})"},
      {R"([{"flatten":{"field":"a","target_field":"x.y"}}])", R"({"a":{"b":{"c":1}}})",
       R"({"a":{"b":{"c":1}},"x":{"y":{"b.c":1}}})"},
      // of equal keys the last value wins, at the place of the first
      {R"([{"flatten":{}}])", R"({"a.b":1,"z":0,"a":{"b":2,"c":3},"a.c":4})",
       R"({"a.b":2,"z":0,"a.c":4})"},
      {R"([{"flatten":{}},{"set":{"new":1}}])", R"({"a":{"b":1}})", R"({"a.b":1,"new":1})"},
      {R"([{"flatten":{"field":"a"}},{"set":{"a.new":1}}])", R"({"a":{"b":{"c":1}}})",
       R"({"a":{"b.c":1,"new":1}})"},
      {R"([{"flatten":{"field":"a"}}])", R"({"a":{}})", R"({"a":{}})"},
      {R"([{"flatten":{"field":"a"}}])", R"({"a":null})", R"({"a":null})"},
      {R"([{"flatten":{"field":"x"}}])", R"({"a":1})", R"({"a":1})"},
  });
  EXPECT_EQ(host_.counter("missing"), 2u);
  EXPECT_EQ(apply(R"([{"flatten":{"field":"a"}}])", R"({"a":[1]})"),
            R"({"a":[1],"_meta":{"errors":[{"step":"flatten a",)"
            R"("message":"\"a\" holds a list, not an object"}]}})");
}

// The original must not be changed where the result goes elsewhere.
TEST_F(MapTest, FlattenDoesNotShareWhatIsOpen) {
  check({{R"([{"set":{"a.b.c":1}},{"flatten":{"field":"a","target_field":"f"}},)"
          R"({"set":{"a.b.c":2,"a.l[0].x":5}}])",
          R"({"a":{"l":[{"x":1}]}})",
          R"({"a":{"l":[{"x":5}],"b":{"c":2}},"f":{"l":[{"x":1}],"b.c":1}})"}});
}

TEST_F(MapTest, FlattenOfDeepAndManyFields) {
  std::string deep = "1";
  std::string name = "k";
  for (int i = 0; i < 300; ++i) deep = R"({"k":)" + deep + "}";
  for (int i = 1; i < 300; ++i) name += ".k";
  EXPECT_EQ(apply(R"([{"flatten":{}}])", deep), "{\"" + name + "\":1}");
  std::string wide = "{";
  std::string flat = "{";
  for (int i = 0; i < 200; ++i) {
    wide += (i == 0 ? "" : ",") + ("\"a" + std::to_string(i)) + R"(":{"b.c":1})";
    flat += (i == 0 ? "" : ",") + ("\"a" + std::to_string(i)) + R"(.b.c":1)";
  }
  EXPECT_EQ(apply(R"([{"flatten":{}}])", wide + "}"), flat + "}");
}

TEST_F(MapTest, DotExpander) {
  check({
      {R"([{"dot_expander":{"field":"a.b"}}])", R"({"a.b":1,"z":0})", R"({"z":0,"a":{"b":1}})"},
      {R"([{"dot_expander":{"field":"a.b.c"}}])", R"({"a.b.c":[1],"a":{"b":{"d":2},"e":3}})",
       R"({"a":{"b":{"d":2,"c":[1]},"e":3}})"},
      {R"([{"dot_expander":{"field":"a.b"}}])", R"({"a.b":1,"a":{"b":0}})", R"({"a":{"b":1}})"},
      {R"([{"dot_expander":{"field":"a.b","override":false}}])", R"({"a.b":1,"a":{"b":0}})",
       R"({"a.b":1,"a":{"b":0}})"},
      {R"([{"dot_expander":{"field":"*","override":false}}])", R"({"a.b":1,"c.d":2,"a":{"b":0}})",
       R"({"a":{"b":0},"a.b":1,"c":{"d":2}})"},
      {R"([{"dot_expander":{"field":"a.b","override":false}}])", R"({"a.b":1,"a":{"b":null}})",
       R"({"a":{"b":1}})"},
      {R"([{"dot_expander":{"field":"*"}}])",
       R"({"é.b":1,"x":0,"a.b":2,"a.c":3,".d":4,"e..f":5,"g.":6,"h":{"i.j":7}})",
       R"({"x":0,".d":4,"e..f":5,"g.":6,"h":{"i.j":7},"é":{"b":1},"a":{"b":2,"c":3}})"},
      {R"([{"dot_expander":{"field":"*","path":"h.k"}}])", R"({"h":{"k":{"i.j":7}},"a.b":1})",
       R"({"h":{"k":{"i":{"j":7}}},"a.b":1})"},
      {R"([{"dot_expander":{"field":"i.j","path":"h"}}])", R"({"h":{"i.j":7}})",
       R"({"h":{"i":{"j":7}}})"},
      {R"([{"dot_expander":{"field":"a.b"}},{"dot_expander":{"field":"*"}}])", R"({"a":{"b":1}})",
       R"({"a":{"b":1}})"},
      {R"([{"dot_expander":{"field":"*","path":"h"}}])", R"({"a":1})", R"({"a":1})"},
  });
  EXPECT_EQ(host_.counter("missing"), 2u);
}

TEST_F(MapTest, DotExpanderWhereTheWayIsBarred) {
  EXPECT_EQ(apply(R"([{"dot_expander":{"field":"a.b"}}])", R"({"a.b":1,"a":"t"})"),
            R"({"a.b":1,"a":"t","_meta":{"errors":[{"step":"dot_expander a.b",)"
            R"("message":"cannot expand \"a.b\": \"a\" holds text, not an object"}]}})");
  // the others are expanded all the same
  EXPECT_EQ(apply(R"([{"dot_expander":{"field":"*"}}])", R"({"a.b":1,"a":[],"c.d":2,"c.d.e":3})"),
            R"({"a":[],"a.b":1,"c":{"d":2},"c.d.e":3,"_meta":{"errors":[{"step":"dot_expander *",)"
            R"("message":"cannot expand \"a.b\": \"a\" holds a list, not an object"}]}})");
  EXPECT_EQ(apply(R"([{"dot_expander":{"field":"a.b","path":"p"}}])", R"({"p":5})"),
            R"({"p":5,"_meta":{"errors":[{"step":"dot_expander a.b",)"
            R"("message":"\"p\" holds a number, not an object"}]}})");
  EXPECT_EQ(apply(R"([{"dot_expander":{"field":"a.b","path":"p","ignore_missing":false}}])",
                  R"({"p":{}})"),
            R"({"p":{},"_meta":{"errors":[{"step":"dot_expander a.b",)"
            R"("message":"\"p\" has no field \"a.b\""}]}})");
  EXPECT_EQ(init_error(R"([{"dot_expander":{"field":"a"}}])"),
            R"(dot_expander needs a key with dots between names, or *, not "a")");
  EXPECT_EQ(init_error(R"([{"dot_expander":{"field":"a."}}])").substr(0, 18), "dot_expander needs");
}

TEST_F(MapTest, Prune) {
  const std::string all = R"([{"prune":{}}])";
  check({
      {all, R"({"a":null,"b":"","c":{},"d":[],"e":0,"f":false,"g":" "})",
       R"({"e":0,"f":false,"g":" "})"},
      {all, R"({"a":{"b":{"c":[null,{"d":""}]}},"e":[1,null,"",[[]],2]})", R"({"e":[1,2]})"},
      {all, R"({"a":{ }, "b":[ ], "c":{ "d" : [ { } ] }})", "{}"},
      // what holds nothing of that stays as it is written
      {all, R"({"a":{ "b" : 1.50 },"c":[ "x" ]})", R"({"a":{ "b" : 1.50 },"c":[ "x" ]})"},
      {all, R"({"a":["null","\"\"","{}","a\"\",\""],"null":1})",
       R"({"a":["null","\"\"","{}","a\"\",\""],"null":1})"},
      {R"([{"prune":{"nulls":false}}])", R"({"a":[null,"",{}],"b":{"c":null}})",
       R"({"a":[null],"b":{"c":null}})"},
      {R"([{"prune":{"empty_text":false}}])", R"({"a":[null,"",{}]})", R"({"a":[""]})"},
      {R"([{"prune":{"empty":false}}])", R"({"a":[null,"",{}],"b":[null]})",
       R"({"a":[{}],"b":[]})"},
      {R"([{"prune":{"fields":["a","b.c","x","l[0]"]}}])",
       R"({"a":{"z":null},"b":{"c":[null,1],"d":null},"e":null,"l":["",""]})",
       R"({"b":{"c":[1],"d":null},"e":null,"l":[""]})"},
      {R"([{"set":{"o.x":null,"t":""}},{"prune":{}}])", R"({"o":{"y":""}})", "{}"},
  });
  EXPECT_EQ(host_.counter("missing"), 0u);
  EXPECT_EQ(init_error(R"([{"prune":{"fields":[]}}])"), "prune needs at least one of its fields");
  EXPECT_EQ(init_error(R"([{"prune":{},"override":false}])"),
            "\"override\" has no meaning for prune");
}

TEST_F(MapTest, ShapeStepsDoNotAllocateOnTheHeap) {
  MapTransform map(host_.host());
  ASSERT_TRUE(map.init(host_.settings(R"({"steps":[{"prune":{}},{"flatten":{"field":"a"}},)"
                                      R"({"dot_expander":{"field":"*"}},{"flatten":{}}]})"))
                  .ok());
  auto batch = host_.events(
      std::vector<std::string>(500, R"({"a":{"b":{"c":1,"d":null}},"x.y":[""],"z.w":2})"));
  const size_t before = heap_allocations;
  ASSERT_TRUE(map.apply(Batch(batch.get())).ok());
  EXPECT_LT(heap_allocations - before, 20u);
  EXPECT_EQ(PluginHost::json(batch->events[499]), R"({"a.b.c":1,"z.w":2})");
}

}  // namespace
