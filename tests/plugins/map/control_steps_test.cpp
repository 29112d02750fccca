// Steps that end an event's way, and conditions.
#include <string>
#include <vector>

#include "map_testing.hpp"

extern size_t heap_allocations;  // heap_count.cpp

namespace {

using namespace sluice;
using sluice::testing::MapTest;
using sluice::testing::PluginHost;

class ControlTest : public MapTest {
 protected:
  // The event's state, reason and JSON afterwards.
  std::string end(const std::string& steps, const std::string& event) {
    MapTransform map(host_.host());
    const Status status = map.init(host_.settings("{\"steps\":" + steps + "}"));
    if (!status.ok()) return status.error().message;
    auto batch = host_.events({event});
    EXPECT_TRUE(map.apply(Batch(batch.get())).ok());
    const sluice_event& done = batch->events[0];
    const char* const states[] = {"live", "filtered", "rejected"};
    return std::string(states[done.state]) + "|" + std::string(view(done.reason)) + "|" +
           PluginHost::json(done);
  }
};

TEST_F(ControlTest, Drop) {
  EXPECT_EQ(end(R"([{"set":{"a":1}},{"drop":{}},{"set":{"b":1}}])", "{}"),
            R"(filtered|dropped by map|{"a":1})");
  EXPECT_EQ(end(R"([{"drop":{},"tag":"debug"}])", "{}"), "filtered|dropped by map (debug)|{}");
  EXPECT_EQ(end(R"([{"drop":{"tag":"debug"}}])", "{}"), "filtered|dropped by map (debug)|{}");
  EXPECT_EQ(end(R"([{"drop":{"reason":"not wanted"},"tag":"debug"}])", "{}"),
            "filtered|not wanted|{}");
  EXPECT_EQ(end(R"([{"set":{"a.b":1},"on_failure":[{"drop":{}},{"set":{"c":1}}]},{"set":{"d":1}}])",
                R"({"a":1})"),
            R"(filtered|dropped by map|{"a":1})");
  EXPECT_EQ(host_.counter("missing"), 0u);
}

TEST_F(ControlTest, Fail) {
  EXPECT_EQ(end(R"([{"fail":{"message":"no ${a} in ${b}"}},{"set":{"c":1}}])", R"({"a":"é"})"),
            R"(rejected|no é in |{"a":"é"})");
  EXPECT_EQ(host_.counter("missing"), 1u);
  EXPECT_EQ(end(R"([{"set":{"a.b":1},"on_failure":[{"fail":{"message":"${_failure.message}"}}]}])",
                R"({"a":1})"),
            R"(rejected|"a" holds a number, not an object|{"a":1})");
  EXPECT_EQ(init_error(R"([{"fail":{}}])"), "fail needs a message");
  EXPECT_EQ(init_error(R"([{"fail":{"message":"${"}}])").substr(0, 14), "template \"${\":");
}

TEST_F(ControlTest, Conditions) {
  const std::string steps = R"([{"set":{"x":1,"y":2},"if":"a > 1"},{"set":{"z":3}}])";
  EXPECT_EQ(end(steps, R"({"a":2})"), R"(live||{"a":2,"x":1,"y":2,"z":3})");
  EXPECT_EQ(end(steps, R"({"a":1})"), R"(live||{"a":1,"z":3})");
  EXPECT_EQ(end(R"([{"drop":{"if":"level == 'debug'"}}])", R"({"level":"debug"})"),
            R"(filtered|dropped by map|{"level":"debug"})");
  EXPECT_EQ(end(R"([{"drop":{},"if":"_meta.id == 'x'"}])", "{}"), "live||{}");
}

// Evaluated once, before what it guards changes what it reads.
TEST_F(ControlTest, ConditionsHoldForTheWholeStep) {
  EXPECT_EQ(end(R"([{"set":{"a":0,"b":1},"if":"a == 1"}])", R"({"a":1})"),
            R"(live||{"a":0,"b":1})");
}

TEST_F(ControlTest, AConditionThatFailsIsAFailureOfItsStep) {
  EXPECT_EQ(end(R"([{"set":{"x":1},"if":"a + 1 > 2","tag":"t","on_failure":)"
                R"([{"copy":{"_failure.step":"s","_failure.tag":"t"}}]}])",
                R"({"a":"text"})"),
            R"(live||{"a":"text","s":"set x","t":"t"})");
  EXPECT_EQ(host_.counter("failed"), 1u);
  EXPECT_EQ(end(R"([{"set":{"x":1},"if":"a + 1 > 2","ignore_failure":true}])", R"({"a":"text"})"),
            R"(live||{"a":"text"})");
  EXPECT_EQ(host_.counter("ignored_failures"), 1u);
  EXPECT_EQ(host_.logged("could not set x: condition \"a + 1 > 2\": "), 1u);
}

TEST_F(ControlTest, WrongConditionsPointAtThemselves) {
  std::string at;
  EXPECT_NE(init_error(R"([{"set":{"x":1},"if":"a >"}])", &at), "");
  EXPECT_EQ(at, "\"a >\"");
  EXPECT_NE(init_error(R"([{"set":{"x":1},"if":"1 + 1"}])"), "");
}

TEST_F(ControlTest, Expressions) {
  EXPECT_EQ(
      end(R"([{"set":{"x":{"expr":"a * 2"},"y.z":{"expr":"[a, b]"}}}])", R"({"a":4,"b":"é"})"),
      R"(live||{"a":4,"b":"é","x":8,"y":{"z":[4,"é"]}})");
  EXPECT_EQ(end(R"json([{"set":{"field":"x","expr":"size(b)"}}])json", R"({"b":"abc"})"),
            R"(live||{"b":"abc","x":3})");
  EXPECT_EQ(end(R"([{"set":{"x":{"expr":"a / 0"}}}])", R"({"a":1})"),
            R"(live||{"a":1,"_meta":{"errors":[{"step":"set x",)"
            R"("message":"expression \"a / 0\": column 3: division by zero"}]}})");
}

TEST_F(ControlTest, NoHeapAllocation) {
  MapTransform map(host_.host());
  ASSERT_TRUE(map.init(host_.settings(
                           R"({"steps":[{"set":{"x":1},"if":"a == 'b'"},)"
                           R"({"drop":{"reason":"a reason that is long enough to be on the heap"},)"
                           R"("if":"n > 5"},{"set":{"y":2},"ignore_failure":true}]})"))
                  .ok());
  auto batch = host_.events(std::vector<std::string>(1000, R"({"a":"b","n":6})"));
  host_.add_event(Batch(batch.get()), R"({"a":"c","n":5})");
  const size_t before = heap_allocations;
  ASSERT_TRUE(map.apply(Batch(batch.get())).ok());
  EXPECT_LT(heap_allocations - before, 20u);
  EXPECT_EQ(PluginHost::json(batch->events[0]), R"({"a":"b","n":6,"x":1})");
  EXPECT_EQ(PluginHost::json(batch->events[1000]), R"({"a":"c","n":5,"y":2})");
}

}  // namespace
