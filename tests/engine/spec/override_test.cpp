#include <spec/override.hpp>

#include "spec_testing.hpp"

namespace sluice::spec {
namespace {

constexpr std::string_view base =
    "source: ndjson\n"
    "transforms: [{map: [{remove: [a]}]}]\n"
    "sink: {dashbase-bulk: {index: old}}\n";

std::string changed(std::string_view assignment) {
  Diagnostics diagnostics;
  auto root = parse_yaml(base, "p", diagnostics);
  const bool ok = apply_override(*root, assignment, diagnostics);
  EXPECT_EQ(ok, diagnostics.empty());
  return ok ? show(*root) : show(diagnostics);
}

struct Case {
  const char* assignment;
  const char* expected;  // a part of the tree, or the error
};

TEST(OverrideTest, Changes) {
  const Case cases[] = {
      {"sink.index=foo", "sink: {dashbase-bulk: {index: foo}}"},
      {"sink.dashbase-bulk.index=foo", "sink: {dashbase-bulk: {index: foo}}"},
      {"sink.batch.documents=5", "sink: {dashbase-bulk: {index: old, batch: {documents: 5}}}"},
      {"sink={stdout: {}}", "sink: {stdout: {}}"},
      {"sink.labels.\"a.b\"=1", "labels: {a.b: 1}"},
      {"source.path=x", "source: {ndjson: {path: x}}"},
      {"source.ndjson.path=x", "source: {ndjson: {path: x}}"},
      {"transforms[0].map[0].remove=[x, y]", "[{map: [{remove: [x, y]}]}]"},
      {"transforms[0][0].remove[1]=b", "[{map: [{remove: [a, b]}]}]"},
      {"transforms[1]=flatten", "[{map: [{remove: [a]}]}, flatten]"},
      {"dead_letter.file.path=${X:-a=b}", "dead_letter: {file: {path: ${X:-a=b}}}"},
      {"flow.lanes=", "flow: {lanes: ~}"},
      {"transforms[0].if=has(a)", "transforms: [{map: [{remove: [a]}], if: has(a)}]"},
      {"sinks.hot.index=foo", "sinks: {hot: {index: foo}}"},
  };
  for (const Case& c : cases) {
    EXPECT_NE(changed(c.assignment).find(c.expected), std::string::npos) << c.assignment << "\n"
                                                                         << changed(c.assignment);
  }
}

TEST(OverrideTest, Errors) {
  const Case cases[] = {
      {"sink.index", "--set:1:11: error: \"=\" is missing; write path=value"},
      {"=x", "--set:1:1: error: the path before \"=\" is empty"},
      {"sink..x=1", "--set:1:6: error: a name is missing in the path"},
      {"sink.\"x=1", "--set:1:6: error: a quote in the path is not closed"},
      {"transforms[x]=1",
       "--set:1:11: error: a list index must be a number in brackets, such as \"[0]\""},
      {"transforms[3]=1",
       "--set transforms[3]:1:11: error: could not set \"transforms[3]\": the list has 1 item"},
      {"sink.index.x=1",
       "--set sink.index.x:1:11: error: could not set \"sink.index.x\": \"sink.index\" is a "
       "single value, not a map"},
      {"transforms.x=1",
       "--set transforms.x:1:11: error: could not set \"transforms.x\": \"transforms\" is a "
       "list, not a map"},
      {"sink[0].x=1",
       "--set sink[0].x:1:5: error: could not set \"sink[0]\": \"sink\" is a map, not a list"},
      {"sink.a=b: c: d",
       "--set sink.a:1:12: error: could not parse YAML: unexpected \":\"; check the "
       "indentation, and quote text with \": \""},
  };
  for (const Case& c : cases) EXPECT_EQ(changed(c.assignment), c.expected) << c.assignment;
}

}  // namespace
}  // namespace sluice::spec
