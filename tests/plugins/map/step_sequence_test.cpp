// What all steps have in common: missing fields, failures and what becomes of them, traces.
#include <string>
#include <vector>

#include <sluice/abi/ext/trace.h>

#include "map_testing.hpp"

namespace {

using namespace sluice;
using sluice::testing::MapTest;
using sluice::testing::PluginHost;

TEST_F(MapTest, AFailureKeepsTheEventAndIsAddedToItsErrors) {
  EXPECT_EQ(
      apply(R"([{"set":{"a.b":1},"tag":"first"},{"set":{"c":2}},{"set":{"a.d":1}}])", R"({"a":7})"),
      R"({"a":7,"_meta":{"errors":[)"
      R"({"step":"set a.b","tag":"first","message":"\"a\" holds a number, not an object"},)"
      R"({"step":"set a.d","message":"\"a\" holds a number, not an object"}]},"c":2})");
  EXPECT_EQ(host_.counter("failed"), 2u);
  EXPECT_EQ(host_.log_text(),
            "warning: could not set a.b: \"a\" holds a number, not an object; the event is kept, "
            "with the failure in _meta.errors (counted as failed, not logged again)\n"
            "warning: could not set a.d: \"a\" holds a number, not an object; the event is kept, "
            "with the failure in _meta.errors (counted as failed, not logged again)\n");
}

TEST_F(MapTest, ErrorsAreAddedToThoseThatAreThere) {
  const std::string steps = R"([{"set":{"a.b":1}}])";
  const std::string error = R"({"step":"set a.b","message":"\"a\" holds text, not an object"})";
  check({
      {steps, R"({"a":"","_meta":{"x":1}})",
       R"({"a":"","_meta":{"x":1,"errors":[)" + error + "]}}"},
      {steps, R"({"a":"","_meta":{"errors":null}})",
       R"({"a":"","_meta":{"errors":[)" + error + "]}}"},
      {steps, R"({"a":"","_meta":{"errors":[{"step":"other"}, 2 ]}})",
       R"({"a":"","_meta":{"errors":[{"step":"other"},2,)" + error + "]}}"},
  });
}

TEST_F(MapTest, ErrorsThatCannotBeAddedAreCounted) {
  const std::string steps = R"([{"set":{"a.b":1}},{"set":{"z":1}}])";
  check({
      {steps, R"({"a":"","_meta":5})", R"({"a":"","_meta":5,"z":1})"},
      {steps, R"({"a":"","_meta":{"errors":"no"}})", R"({"a":"","_meta":{"errors":"no"},"z":1})"},
      {steps, R"({"a":"","_meta":{"errors":{}}})", R"({"a":"","_meta":{"errors":{}},"z":1})"},
  });
  EXPECT_EQ(host_.counter("failed"), 3u);
  EXPECT_EQ(host_.counter("unrecorded_failures"), 3u);
  EXPECT_EQ(host_.logged("because its _meta.errors is full or no list"), 3u);
}

TEST_F(MapTest, ManyErrorsOfOneEvent) {
  std::string steps = "[";
  for (int i = 0; i < 50; ++i) steps += std::string(i == 0 ? "" : ",") + R"({"set":{"a.b":1}})";
  const std::string out = apply(steps + "]", R"({"a":1})");
  size_t count = 0;
  for (size_t at = out.find("set a.b"); at != std::string::npos; at = out.find("set a.b", at + 1)) {
    ++count;
  }
  EXPECT_EQ(count, 20u);  // maximum_event_errors
  EXPECT_EQ(host_.counter("failed"), 50u);
  EXPECT_EQ(host_.counter("unrecorded_failures"), 30u);
}

TEST_F(MapTest, IgnoredFailuresAreOnlyCounted) {
  EXPECT_EQ(apply(R"([{"set":{"a.b":1,"c":2},"ignore_failure":true}])", R"({"a":7})"),
            R"({"a":7,"c":2})");
  EXPECT_EQ(host_.counter("ignored_failures"), 1u);
  EXPECT_EQ(host_.counter("failed"), 0u);
  EXPECT_EQ(host_.log_text(), "");
}

TEST_F(MapTest, MissingIsAFailureWhenItIsNotIgnored) {
  EXPECT_EQ(apply(R"([{"rename":{"a.b":"c"},"ignore_missing":false,"tag":"t"}])", R"({"a":{}})"),
            R"({"a":{},"_meta":{"errors":[{"step":"rename a.b to c","tag":"t",)"
            R"("message":"\"a.b\" is missing"}]}})");
  EXPECT_EQ(host_.counter("missing"), 0u);
  EXPECT_EQ(host_.counter("failed"), 1u);
  EXPECT_EQ(apply(R"([{"copy":{"a":"c"},"ignore_missing":true}])", "{}"), "{}");
  EXPECT_EQ(host_.counter("missing"), 1u);
  // inside the settings of a step that is an object of options
  EXPECT_EQ(apply(R"([{"copy":{"field":"a","target_field":"b","ignore_missing":false,)"
                  R"("ignore_failure":true}}])",
                  "{}"),
            "{}");
  EXPECT_EQ(host_.counter("ignored_failures"), 1u);
}

TEST_F(MapTest, OnFailureDoesItsStepsInsteadOfRecording) {
  const std::string steps =
      R"([{"set":{"a.b":1},"tag":"t","on_failure":[{"rename":{"_failure.message":"why",)"
      R"("_failure.step":"what","_failure.tag":"which"}}]},{"set":{"z":1}}])";
  check({
      {steps, R"({"a":7})",
       R"({"a":7,"why":"\"a\" holds a number, not an object","what":"set a.b","which":"t","z":1})"},
      {steps, R"({"a":{}})", R"({"a":{"b":1},"z":1})"},
      // a field of that name comes back
      {steps, R"({"_failure":"mine","a":7})",
       R"({"_failure":"mine","a":7,"why":"\"a\" holds a number, not an object",)"
       R"("what":"set a.b","which":"t","z":1})"},
  });
  EXPECT_EQ(host_.counter("failed"), 2u);
}

TEST_F(MapTest, TheFailureFieldGoesAwayWhateverItsStepsDo) {
  check({
      {R"([{"set":{"a.b":1},"on_failure":[{"remove":["_failure"]}]}])", R"({"a":7})", R"({"a":7})"},
      {R"([{"set":{"a.b":1},"on_failure":[{"keep":["a"]}]}])", R"({"a":7,"_failure":1,"x":2})",
       R"({"a":7,"_failure":1})"},
      {R"([{"set":{"a.b":1},"on_failure":[{"copy":{"_failure":"kept"}},)"
       R"({"remove":["kept.message"]}]}])",
       R"({"a":7})", R"({"a":7,"kept":{"step":"set a.b"}})"},
  });
}

TEST_F(MapTest, AFailureInsideOnFailureFollowsItsOwnOptions) {
  check({
      {R"([{"set":{"a.b":1},"on_failure":[{"set":{"a.c":1}}]}])", R"({"a":7})",
       R"({"a":7,"_meta":{"errors":[{"step":"set a.c",)"
       R"("message":"\"a\" holds a number, not an object"}]}})"},
      {R"([{"set":{"a.b":1},"on_failure":[{"set":{"a.c":1},"ignore_failure":true},)"
       R"({"set":{"x":1}}]}])",
       R"({"a":7})", R"({"a":7,"x":1})"},
      {R"([{"set":{"a.b":1},"on_failure":[{"set":{"a.c":1},)"
       R"("on_failure":[{"copy":{"_failure.step":"in"}}]},{"copy":{"_failure.step":"out"}}]}])",
       R"({"a":7})", R"({"a":7,"in":"set a.c","out":"set a.b"})"},
  });
}

TEST_F(MapTest, OverrideKeepsWhatIsThere) {
  check({
      {R"([{"rename":{"a":"b"},"override":false}])", R"({"a":1,"b":2})", R"({"a":1,"b":2})"},
      {R"([{"rename":{"a":"b"},"override":false}])", R"({"a":1,"b":null})", R"({"b":1})"},
      {R"([{"rename":{"a":"o.b"},"override":false}])", R"({"a":1,"o":{"b":2}})",
       R"({"a":1,"o":{"b":2}})"},
      {R"([{"rename":{"a":"o.b"},"override":false}])", R"({"a":1,"o":{}})", R"({"o":{"b":1}})"},
      {R"([{"copy":{"a":"b"},"override":false}])", R"({"a":1,"b":2})", R"({"a":1,"b":2})"},
      {R"([{"set":{"a":5,"b":6},"override":false}])", R"({"a":1})", R"({"a":1,"b":6})"},
      {R"([{"copy":{"field":"a","target_field":"b","override":false}}])", R"({"a":1,"b":2})",
       R"({"a":1,"b":2})"},
  });
}

TEST_F(MapTest, WrongCommonOptions) {
  std::string at;
  EXPECT_EQ(init_error(R"([{"set":{},"tag":5}])", &at), R"("tag" must be text)");
  EXPECT_EQ(at, "5");
  EXPECT_EQ(init_error(R"([{"set":{},"ignore_missing":"no"}])"),
            R"("ignore_missing" must be true or false)");
  EXPECT_EQ(init_error(R"([{"set":{},"on_failure":{}}])"),
            R"("on_failure" must be a list of steps)");
  EXPECT_EQ(init_error(R"([{"set":{},"ignore_failure":true,"on_failure":[]}])"),
            R"("on_failure" is never used when "ignore_failure" is true)");
  EXPECT_EQ(init_error(R"([{"copy":{"field":"a","target_field":"b","tag":"x"},"tag":"y"}])"),
            R"("tag" is given twice, in the step and beside it)");
  EXPECT_EQ(
      init_error(R"([{"copy":{"field":"a","target_field":"b","taget":"x"}}])"),
      R"(unknown option "taget" in "copy"; with "field" it has field, target_field, if, tag, )"
      "ignore_missing, ignore_failure, on_failure, override");
  EXPECT_EQ(init_error(R"([{"keep":["a"],"override":false}])"),
            R"("override" has no meaning for keep)");
  for (const char* const step :
       {R"("keep":["a"])", R"("prune":{})", R"("drop":{})", R"("fail":{"message":"m"})"}) {
    EXPECT_EQ(init_error("[{" + std::string(step) + R"(,"ignore_missing":false}])").substr(0, 35),
              R"("ignore_missing" has no meaning for)")
        << step;
  }
  EXPECT_EQ(init_error(R"([{"tag":"x"}])").substr(0, 35), "a step is one name over its setting");
  EXPECT_EQ(init_error(R"([{"set":{"a":1},"on_failure":[{"remove":["a..b"]}]}])", &at),
            R"(path "a..b": expected a field name at position 3, found ".")");
  EXPECT_EQ(at, R"("a..b")");
}

TEST_F(MapTest, ListsOfStepsAreNotNestedWithoutEnd) {
  std::string steps = R"([{"set":{"a":1}}])";
  for (int i = 1; i < 16; ++i) steps = R"([{"set":{"a":1},"on_failure":)" + steps + "}]";
  EXPECT_EQ(init_error(steps), "");
  steps = R"([{"set":{"a":1},"on_failure":)" + steps + "}]";
  EXPECT_EQ(init_error(steps), "steps are nested more than 16 deep");
}

TEST_F(MapTest, WhatTheEventIsBesidesItsFieldsIsReadOnly) {
  const std::string text =
      R"(cannot write to "_meta.id": the event's id, time and source are read-only)";
  EXPECT_EQ(init_error(R"([{"set":{"_meta.id":1}}])"), text);
  EXPECT_EQ(init_error(R"([{"rename":{"a":"_meta.id"}}])"), text);
  EXPECT_EQ(init_error(R"([{"rename":{"_meta.id":"a"}}])"), text);
  EXPECT_EQ(init_error(R"([{"copy":{"a":"_meta.id"}}])"), text);
  EXPECT_EQ(init_error(R"([{"remove":["_meta.id"]}])"), text);
  EXPECT_EQ(init_error(R"([{"set":{"_meta.timestamp.x":1}}])").substr(0, 40),
            R"(cannot write to "_meta.timestamp.x": the)");
  EXPECT_EQ(apply(R"([{"set":{"_meta.other":1}}])", "{}"), R"({"_meta":{"other":1}})");
}

TEST_F(MapTest, WhatTheEventIsBesidesItsFieldsCanBeCopied) {
  MapTransform map(host_.host());
  ASSERT_TRUE(map.init(host_.settings(R"({"steps":[{"copy":{"_meta.id":"i","_meta.timestamp":"t",)"
                                      R"("_meta.source":"s"}}]})"))
                  .ok());
  auto batch = host_.events({"{}", "{}"});
  const sluice_origin origin{SLUICE_TEXT("logs/a.gz"), {}, {}};
  sluice_event& event = batch->events[0];
  event.id = "id\"1";
  event.id_size = 4;
  event.timestamp_ms = 1714557600123;
  event.origin = &origin;
  ASSERT_TRUE(map.apply(Batch(batch.get())).ok());
  EXPECT_EQ(PluginHost::json_lines(Batch(batch.get())),
            "{\"i\":\"id\\\"1\",\"t\":\"2024-05-01T10:00:00.123Z\",\"s\":\"logs/a.gz\"}\n{}\n");
  EXPECT_EQ(host_.counter("missing"), 3u);
}

struct Traced {
  std::vector<std::string> lines;
  sluice_ext_trace trace{sizeof(sluice_ext_trace), 0,
                         [](void*, const sluice_event* event, sluice_text step, sluice_text note) {
                           current->lines.push_back(std::string(view(step)) + " | " +
                                                    std::string(view(note)) + " | " +
                                                    PluginHost::json(*event));
                         }};
  static Traced* current;
};
Traced* Traced::current = nullptr;

TEST_F(MapTest, ATraceIsToldWhatEachStepDid) {
  Traced traced;
  Traced::current = &traced;
  host_.set_extension(SLUICE_EXT_TRACE, &traced.trace);
  apply(R"([{"set":{"a":1}},{"set":{"b":1},"if":"a > 1"},{"rename":{"x":"y"}},)"
        R"({"set":{"a.b":1},"on_failure":[{"set":{"c":2}}]}])",
        "{}");
  EXPECT_EQ(traced.lines,
            (std::vector<std::string>{
                R"(set a |  | {"a":1})",
                R"(set b | condition did not hold | {"a":1})",
                R"(rename x to y | missing | {"a":1})",
                R"(set a.b | "a" holds a number, not an object | {"a":1,"_failure":{)"
                R"("message":"\"a\" holds a number, not an object","step":"set a.b"}})",
                R"(set c |  | {"a":1,"_failure":{)"
                R"("message":"\"a\" holds a number, not an object","step":"set a.b"},"c":2})",
                R"(set a.b | its on_failure was done | {"a":1,"c":2})",
            }));
}

// What a failure leaves in the event is shown with the step that failed.
TEST_F(MapTest, ATraceShowsAFailureWithItsStep) {
  Traced traced;
  Traced::current = &traced;
  host_.set_extension(SLUICE_EXT_TRACE, &traced.trace);
  apply(R"([{"convert":{"n":"integer"}},{"set":{"b":1}}])", R"({"n":"q"})");
  ASSERT_EQ(traced.lines.size(), 2u);
  EXPECT_EQ(traced.lines[0],
            R"(convert n to integer | "q" is no integer | {"n":"q","_meta":{"errors":[)"
            R"({"step":"convert n to integer","message":"\"q\" is no integer"}]}})");
}

}  // namespace
