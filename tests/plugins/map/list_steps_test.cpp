// append and foreach.
#include <string>
#include <vector>

#include "map_testing.hpp"

extern size_t heap_allocations;  // heap_count.cpp

namespace {

using namespace sluice;
using sluice::testing::MapTest;
using sluice::testing::PluginHost;

TEST_F(MapTest, Append) {
  check({
      {R"([{"append":{"field":"a","value":1}}])", R"({"a":[0]})", R"({"a":[0,1]})"},
      {R"([{"append":{"field":"a","value":[1,"${x}",{"y":"${x}"}]}}])", R"({"x":"é"})",
       R"({"x":"é","a":[1,"é",{"y":"é"}]})"},
      {R"([{"append":{"field":"a","value":[1]}}])", R"({"a":"text"})", R"({"a":["text",1]})"},
      {R"([{"append":{"field":"a","value":[1]}}])", R"({"a":{"b":1}})", R"({"a":[{"b":1},1]})"},
      {R"([{"append":{"field":"a","value":[1]}}])", R"({"a":null})", R"({"a":[1]})"},
      {R"([{"append":{"field":"a.b","value":[[1]]}}])", "{}", R"({"a":{"b":[[1]]}})"},
      {R"([{"append":{"field":"a","value":null}}])", "{}", R"({"a":[null]})"},
      {R"([{"append":{"field":"a","value":""}}])", "{}", R"({"a":[""]})"},
      {R"([{"append":{"field":"a","value":[]}}])", "{}", R"({"a":[]})"},
      // what has nothing to say is left out
      {R"([{"append":{"field":"a","value":["${x}","${y}"]}}])", R"({"y":1})",
       R"({"y":1,"a":["1"]})"},
      {R"([{"append":{"field":"a","value":"${x}"}}])", R"({"y":1})", R"({"y":1})"},
  });
  EXPECT_EQ(host_.counter("missing"), 2u);
  EXPECT_EQ(without_errors(apply(R"([{"append":{"field":"a.b","value":1}}])", R"({"a":"t"})")),
            R"({"a":"t"})");
}

TEST_F(MapTest, AppendWithoutDuplicates) {
  const auto append = [this](const std::string& value, const std::string& list) {
    const std::string out =
        apply(R"([{"append":{"field":"a","allow_duplicates":false,"value":)" + value + "}}]",
              R"({"a":)" + list + "}");
    return out.substr(5, out.size() - 6);
  };
  EXPECT_EQ(append(R"(["a","b","b"])", R"(["a"])"), R"(["a","b"])");
  EXPECT_EQ(append(R"("é")", R"(["\u00e9"])"), R"(["\u00e9"])");
  EXPECT_EQ(append(R"([1,1.5,"1",true,null])", "[1]"), R"([1,1.5,"1",true,null])");
  EXPECT_EQ(append("[1,-1,1.50]", "[ 1, -1 ,1.50]"), "[1,-1,1.50]");
  EXPECT_EQ(append(R"([{"y":[1],"x":2}])", R"([{"x":2, "y":[ 1 ]}])"), R"([{"x":2, "y":[ 1 ]}])");
  EXPECT_EQ(append(R"([{"y":[1]}])", R"([{"y":[1,2]},{"y":1},{"z":[1]}])"),
            R"([{"y":[1,2]},{"y":1},{"z":[1]},{"y":[1]}])");
  EXPECT_EQ(append("[null,false,{},[]]", "[null,false,{},[]]"), "[null,false,{},[]]");
  EXPECT_EQ(append(R"("x")", R"("x")"), R"(["x"])");
  EXPECT_EQ(append("123456789012345678901234567890", "[123456789012345678901234567890]"),
            "[123456789012345678901234567890]");
}

TEST_F(MapTest, AppendCopies) {
  check({
      {R"([{"append":{"field":"r","copy_from":"a"}}])", R"({"a":[1.50,{"b":2}]})",
       R"({"a":[1.50,{"b":2}],"r":[1.50,{"b":2}]})"},
      {R"([{"append":{"field":"r.ip","copy_from":["a","b","c","d"],"allow_duplicates":false}}])",
       R"({"a":"x","b":null,"d":["x","y"]})",
       R"({"a":"x","b":null,"d":["x","y"],"r":{"ip":["x","y"]}})"},
      {R"([{"append":{"field":"r","copy_from":["a"]}}])", "{}", "{}"},
      // to itself, and not shared
      {R"([{"append":{"field":"a","copy_from":"a"}}])", R"({"a":[1]})", R"({"a":[1,1]})"},
      {R"([{"set":{"a[0].x":1}},{"append":{"field":"r","copy_from":"a"}},{"set":{"r[0].x":2}}])",
       R"({"a":[{}]})", R"({"a":[{"x":1}],"r":[{"x":2}]})"},
  });
  EXPECT_EQ(
      apply(R"([{"append":{"field":"r","copy_from":["a","b"],"ignore_missing":false}}])", "{}"),
      R"({"_meta":{"errors":[{"step":"append to r",)"
      R"("message":"\"a\", \"b\" are missing"}]}})");
  EXPECT_EQ(init_error(R"([{"append":{"field":"a"}}])"), "append takes one of value and copy_from");
  EXPECT_EQ(init_error(R"([{"append":{"field":"a","value":1,"copy_from":"b"}}])"),
            "append takes one of value and copy_from");
}

TEST_F(MapTest, ForeachOverLists) {
  check({
      {R"([{"foreach":{"field":"a","steps":[{"set":{"_value.n":"${_value.m}-${x}"}}]}}])",
       R"({"a":[{"m":1},{"m":2}],"x":3})", R"({"a":[{"m":1,"n":"1-3"},{"m":2,"n":"2-3"}],"x":3})"},
      {R"([{"foreach":{"field":"a.b","processor":{"convert":{"_value":"integer"}}}}])",
       R"({"a":{"b":["1","2"]}})", R"({"a":{"b":[1,2]}})"},
      // taking items out
      {R"([{"foreach":{"field":"a","steps":[{"remove":["_value"],"if":"_value == 2"}]}}])",
       R"({"a":[1,2,3,2]})", R"({"a":[1,3]})"},
      {R"([{"foreach":{"field":"a","steps":[{"keep":["a"]}]}}])", R"({"a":[1,2],"b":1})",
       R"({"a":[]})"},
      // what stood there before comes back
      {R"([{"foreach":{"field":"a","steps":[{"set":{"_value":9}}]}}])",
       R"({"_value":"mine","a":[1]})", R"({"_value":"mine","a":[9]})"},
      // one in the other
      {R"([{"foreach":{"field":"a","steps":[{"foreach":{"field":"_value","steps":)"
       R"([{"convert":{"_value":"string"}}]}}]}}])",
       R"({"a":[[1,2],[3]]})", R"({"a":[["1","2"],["3"]]})"},
      // the steps change the list itself
      {R"([{"foreach":{"field":"a","steps":[{"append":{"field":"b","copy_from":"_value"}},)"
       R"({"remove":["a"]}]}}])",
       R"({"a":[1,2]})", R"({"b":[1,2]})"},
      {R"([{"foreach":{"field":"a","steps":[{"set":{"_value":1}}]}}])", R"({"a":[]})",
       R"({"a":[]})"},
      {R"([{"foreach":{"field":"x","steps":[]}}])", R"({"x":[1, 2]})", R"({"x":[1,2]})"},
      {R"([{"foreach":{"field":"x","steps":[]}}])", R"({"x":null})", R"({"x":null})"},
      {R"([{"foreach":{"field":"x","steps":[]}}])", "{}", "{}"},
  });
  EXPECT_EQ(host_.counter("missing"), 2u);
}

TEST_F(MapTest, ForeachOverObjects) {
  check({
      {R"([{"foreach":{"field":"a","steps":[{"set":{"_value":"${_key}=${_value}"}}]}}])",
       R"({"a":{"x":1,"\u00e9":2}})", R"({"a":{"x":"x=1","é":"é=2"}})"},
      {R"([{"foreach":{"field":"a","steps":[{"remove":["_value"],"if":"_key == 'x'"}]}}])",
       R"({"a":{"x":1,"y":2}})", R"({"a":{"y":2}})"},
      // keys can be changed; of equal ones the last value wins
      {R"([{"foreach":{"field":"a","steps":[{"set":{"_key":"k_${_key}"}}]}}])",
       R"({"a":{"x":1,"y":2},"_key":0})", R"({"a":{"k_x":1,"k_y":2},"_key":0})"},
      {R"([{"foreach":{"field":"a","steps":[{"set":{"_key":"k"}}]}},{"set":{"a.new":1}}])",
       R"({"a":{"x":1,"y":2}})", R"({"a":{"k":2,"new":1}})"},
  });
}

TEST_F(MapTest, ForeachAndFailures) {
  EXPECT_EQ(
      apply(R"([{"foreach":{"field":"a","steps":[{"convert":{"_value":"integer"},"tag":"t"}]}}])",
            R"({"a":["1","x"]})"),
      R"({"a":[1,"x"],"_meta":{"errors":[{"step":"convert _value to integer","tag":"t",)"
      R"("message":"\"x\" is no integer"}]}})");
  EXPECT_EQ(apply(R"([{"foreach":{"field":"a","steps":[]}}])", R"({"a":5})"),
            R"({"a":5,"_meta":{"errors":[{"step":"foreach a",)"
            R"("message":"\"a\" holds a number, not a list or an object"}]}})");
  MapTransform map(host_.host());
  ASSERT_TRUE(
      map.init(host_.settings(R"({"steps":[{"foreach":{"field":"a","steps":)"
                              R"([{"drop":{},"if":"_value == 2"},{"set":{"n":"${_value}"}}]}},)"
                              R"({"set":{"z":1}}]})"))
          .ok());
  auto batch = host_.events({R"({"a":[1,2,3]})"});
  ASSERT_TRUE(map.apply(Batch(batch.get())).ok());
  EXPECT_EQ(batch->events[0].state, static_cast<uint32_t>(SLUICE_EVENT_FILTERED));
  EXPECT_EQ(view(batch->events[0].reason), "dropped by map");
  EXPECT_EQ(PluginHost::json(batch->events[0]), R"({"a":[1,2,3],"n":"1"})");
}

TEST_F(MapTest, WrongForeach) {
  std::string at;
  EXPECT_EQ(init_error(R"([{"foreach":{"field":"a"}}])"),
            "foreach takes one of steps and processor");
  EXPECT_EQ(init_error(R"([{"foreach":{"field":"a","steps":[{"explode":{}}]}}])"),
            R"(there is no step "explode")");
  EXPECT_EQ(init_error(R"([{"foreach":{"field":"a","steps":[{"remove":["a..b"]}]}}])", &at),
            R"(path "a..b": expected a field name at position 3, found ".")");
  EXPECT_EQ(at, R"("a..b")");
  std::string steps = R"([{"set":{"a":1}}])";
  for (int i = 0; i < 16; ++i) steps = R"([{"foreach":{"field":"a","steps":)" + steps + "}}]";
  EXPECT_EQ(init_error(steps), "steps are nested more than 16 deep");
}

TEST_F(MapTest, ListStepsDoNotAllocateOnTheHeap) {
  MapTransform map(host_.host());
  ASSERT_TRUE(
      map.init(host_.settings(
                   R"({"steps":[{"foreach":{"field":"a","steps":[{"set":{"_value.n":1}}]}},)"
                   R"({"append":{"field":"t","value":["x","${s}"],)"
                   R"("allow_duplicates":false}}]})"))
          .ok());
  auto batch =
      host_.events(std::vector<std::string>(500, R"({"a":[{"m":1},{}],"s":"y","t":["x"]})"));
  const size_t before = heap_allocations;
  ASSERT_TRUE(map.apply(Batch(batch.get())).ok());
  EXPECT_LT(heap_allocations - before, 20u);
  EXPECT_EQ(PluginHost::json(batch->events[499]),
            R"({"a":[{"m":1,"n":1},{"n":1}],"s":"y","t":["x","y"]})");
}

}  // namespace
