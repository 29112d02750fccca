// What `sluice graph` draws.
#include <gtest/gtest.h>

#include "program.hpp"

namespace sluice::cli::testing {
namespace {

constexpr const char* plain = R"(pipeline: 'a "quoted" \ <name>'
source: {ndjson: {path: "${NOT_SET}"}}
transforms:
  - probe: {steps: [set: 1, set: 2]}
    if: has(a) && b == "x\y"
  - probe-word: some word
  - not-there: {}
sink: {dashbase-bulk: {host: "${NOT_SET:?}", index: i, auth: {api_key: "secret"}}}
dead_letter: file
)";

constexpr const char* routed = R"(source: ndjson
transforms:
  - route:
      rules:
        - {if: "level == 'error'", sink: errors}
        - {if: "audit", sink: [errors, audit-2]}
        - {index: x}
sinks: {main: stdout, errors: stdout, audit-2: stdout}
)";

std::string drawn(const std::string& yaml, const std::string& format) {
  Folder folder;
  const std::string file = folder.write("drawn.yaml", yaml);
  const Finished finished =
      sluice({"graph", file, "--format", format, "--plugin-path", PROBE_FOLDER});
  EXPECT_EQ(finished.status, 0) << finished.err;
  EXPECT_EQ(finished.err, "");
  return finished.out;
}

TEST(GraphTest, MermaidIsEscaped) {
  EXPECT_EQ(drawn(plain, "mermaid"), R"(---
title: "a \"quoted\" \\ <name>"
---
flowchart LR
  source(["ndjson"])
  transform_1["probe<br/>2 steps<br/>if has(a) #38;#38; b == #34;x#92;y#34;"]
  transform_2["probe-word<br/>name some word"]
  transform_3["not-there"]
  sink[("dashbase-bulk")]
  dead_letter[("dead letter: file")]
  source --> transform_1
  transform_1 --> transform_2
  transform_2 --> transform_3
  transform_3 --> sink
  source -.->|"unreadable"| dead_letter
  sink -.->|"refused"| dead_letter
)");
}

TEST(GraphTest, DotIsEscaped) {
  EXPECT_EQ(drawn(plain, "dot"), R"(digraph "a \"quoted\" \\ <name>" {
  rankdir=LR;
  node [shape=box];
  source [label="ndjson", shape=oval];
  transform_1 [label="probe\n2 steps\nif has(a) && b == \"x\\y\""];
  transform_2 [label="probe-word\nname some word"];
  transform_3 [label="not-there"];
  sink [label="dashbase-bulk", shape=cylinder];
  dead_letter [label="dead letter: file", shape=cylinder];
  source -> transform_1;
  transform_1 -> transform_2;
  transform_2 -> transform_3;
  transform_3 -> sink;
  source -> dead_letter [label="unreadable", style=dashed];
  sink -> dead_letter [label="refused", style=dashed];
}
)");
}

void expect_parts(const std::string& text, std::vector<const char*> parts) {
  for (const char* part : parts) EXPECT_NE(text.find(part), std::string::npos) << part << text;
}

TEST(GraphTest, RulesStandOnTheEdgesToTheirSinks) {
  expect_parts(drawn(routed, "mermaid"),
               {"sink_1[(\"main: stdout\")]", "transform_1 -->|\"otherwise\"| sink_1\n",
                "transform_1 -->|\"if level == 'error'<br/>if audit\"| sink_2\n",
                "transform_1 -->|\"if audit\"| sink_3\n"});
}

TEST(GraphTest, EventsThatNoRuleTakesGoWhereOtherwiseSays) {
  const std::string otherwise =
      "source: ndjson\n"
      "transforms: [route: {rules: [{if: a, sink: x}], otherwise: [y]}]\n"
      "sinks: {first: stdout, x: stdout, y: stdout}\n";
  expect_parts(drawn(otherwise, "dot"),
               {"transform_1 -> sink_1;", "transform_1 -> sink_2 [label=\"if a\"];",
                "transform_1 -> sink_3 [label=\"otherwise\"];"});
}

TEST(GraphTest, LongExpressionsAreCutBetweenCharacters) {
  std::string condition = "'";
  while (condition.size() < 200) condition += "\xC3\xA4";  // ä
  const std::string yaml =
      "source: ndjson\ntransforms: [{probe: , if: \"" + condition + "'\"}]\nsink: stdout\n";
  const std::string text = drawn(yaml, "dot");
  expect_parts(text, {"\xC3\xA4...\"];"});
  EXPECT_EQ(text.find("\xC3..."), std::string::npos);
}

TEST(GraphTest, WhatIsNoPipelineIsExplained) {
  Folder folder;
  const Finished finished = sluice({"graph", folder.write("p.yaml", "source: ndjson\n")});
  EXPECT_EQ(finished.status, 2);
  EXPECT_NE(finished.err.find("the pipeline has no \"sink\""), std::string::npos) << finished.err;
  EXPECT_EQ(finished.out, "");
}

}  // namespace
}  // namespace sluice::cli::testing
