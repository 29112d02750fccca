#include <spec/pipeline.hpp>

#include "spec_testing.hpp"

namespace sluice::spec {
namespace {

struct Loaded {
  std::optional<PipelineSpec> spec;
  std::string errors;
};

Loaded load(std::string_view text, std::vector<std::string> overrides = {}) {
  Diagnostics diagnostics;
  const LoadOptions options{environment({{"HOST", "http://es"}}), std::move(overrides)};
  auto spec = load_pipeline_text(text, "pipes/trail.yaml", options, diagnostics);
  return {std::move(spec), show(diagnostics)};
}

TEST(PipelineTest, ReadsEverything) {
  const auto [spec, errors] = load(
      "source:\n  awslogs: {}\ntransforms:\n  - map:\n      - remove: [a]\n  - flatten\n"
      "sink:\n  bulk:\n    host: ${HOST}\ndead_letter:\n  file: {path: ${D:-d.ndjson}}\n"
      "flow: {lanes: 4, retry: {initial: 1s}}\n",
      {"sink.index=x"});
  ASSERT_EQ(errors, "");
  EXPECT_EQ(spec->name, "trail");
  EXPECT_EQ(spec->directory, "pipes");
  EXPECT_EQ(spec->source.id, "awslogs");
  EXPECT_EQ(format(spec->source.mark), "pipes/trail.yaml:2:3");
  ASSERT_EQ(spec->transforms.size(), 2u);
  EXPECT_EQ(spec->transforms[0].id, "map");
  EXPECT_EQ(show(spec->transforms[0].options), "[{remove: [a]}]");
  EXPECT_EQ(spec->transforms[1].id, "flatten");
  ASSERT_EQ(spec->sinks.size(), 1u);
  EXPECT_EQ(spec->sinks[0].name, "sink");
  EXPECT_EQ(show(spec->sinks[0].component.options), "{host: http://es, index: x}");
  EXPECT_EQ(show(spec->dead_letter->options), "{path: d.ndjson}");
  EXPECT_EQ(spec->flow.lanes, 4);
  EXPECT_EQ(spec->flow.retry_initial_ms, 1000);
  EXPECT_EQ(spec->flow.retry_maximum_ms, 10'000);
}

TEST(PipelineTest, SeveralSinksAndConditions) {
  const auto [spec, errors] = load(
      "source: a\n"
      "transforms:\n"
      "  - map: [{remove: [x]}]\n"
      "    if: \"user == '${HOST}'\"\n"
      "  - if: true\n"
      "    flatten:\n"
      "sinks:\n"
      "  hot: {bulk: {host: x}}\n"
      "  to-file_2: stdout\n",
      {"sinks.hot.host=y", "transforms[1].depth=2", "transforms[2]=route", "transforms[2].if=a"});
  ASSERT_EQ(errors, "");
  ASSERT_EQ(spec->transforms.size(), 3u);
  EXPECT_EQ(spec->transforms[0].id, "map");
  EXPECT_EQ(spec->transforms[0].condition->text, "user == 'http://es'");
  EXPECT_EQ(format(spec->transforms[0].condition->mark), "pipes/trail.yaml:4:9");
  EXPECT_EQ(spec->transforms[1].id, "flatten");
  EXPECT_EQ(show(spec->transforms[1].options), "{depth: 2}");
  EXPECT_EQ(spec->transforms[1].condition->text, "true");
  EXPECT_EQ(spec->transforms[2].condition->text, "a");
  ASSERT_EQ(spec->sinks.size(), 2u);
  EXPECT_EQ(spec->sinks[0].name, "hot");
  EXPECT_EQ(show(spec->sinks[0].component.options), "{host: y}");
  EXPECT_EQ(spec->sinks[1].name, "to-file_2");
  EXPECT_EQ(spec->sinks[1].component.id, "stdout");
}

TEST(PipelineTest, SinksAreBounded) {
  std::string text = "source: a\nsinks:\n";
  for (int i = 0; i < 33; ++i) text += "  s" + std::to_string(i) + ": b\n";
  EXPECT_EQ(load(text).errors,
            "pipes/trail.yaml:2:1: error: \"sinks\" holds 33 sinks, more than 32");
}

TEST(PipelineTest, TheTableAndTheStructHaveTheSameDefaults) {
  const auto [spec, errors] = load("pipeline: p\nsource: a\nsink: b\n");
  ASSERT_EQ(errors, "");
  EXPECT_EQ(spec->name, "p");
  EXPECT_EQ(spec->flow, FlowSpec{});
}

TEST(PipelineTest, Errors) {
  const std::string form = "a component is one key, its id, over its options";
  const std::string file = "pipes/trail.yaml";
  const std::pair<const char*, std::string> cases[] = {
      {"", file + ": error: the file holds no pipeline; it needs at least \"source\" and \"sink\""},
      {"[a]", file + ":1:1: error: a pipeline must be a map with \"source\" and \"sink\""},
      {"source: a",
       file + ": error: the pipeline has no \"sink\"; write it as \"sink:\" over its id"},
      {"source: a\nsink:\n  bulk:\n  host: x\n",
       file + ":3:3: error: \"sink\" has 2 keys (\"bulk\", \"host\"); " + form +
           ", and these are indented further"},
      {"source:\nsink: b", file + ":1:1: error: \"source\" names no component; " + form},
      {"source: [a]\nsink: b",
       file + ":1:9: error: \"source\" must be one component, not a list; " + form},
      {"source: a\nsink: b\ntransforms: {map: 1}",
       file + ":3:13: error: \"transforms\" must be a list; write each transform after \"- \""},
      {"source: a\nsinc: b\nsinks: {b: c}",
       file + ":2:1: error: unknown key \"sinc\"; did you mean \"sink\"? a pipeline has "
              "\"pipeline\", \"source\", \"transforms\", \"sink\", \"sinks\", \"dead_letter\", "
              "\"flow\""},
      {"source: a\nsink: b\nsinks: {c: d}",
       file + ":3:1: error: a pipeline has \"sink\" or \"sinks\", not both; name the single one "
              "among the others"},
      {"source: a\nsinks: [b]",
       file + ":2:8: error: \"sinks\" must be a map of names, each over a sink"},
      {"source: a\nsinks: {}",
       file + ":2:8: error: \"sinks\" must be a map of names, each over a sink"},
      {"source: a\nsinks: {Hot: b, c: [d]}",
       file +
           ":2:9: error: the name \"Hot\" of a sink must be made of lower-case letters, digits, "
           "\"_\" and \"-\"\n" +
           file + ":2:20: error: \"sinks.c\" must be one component, not a list; " + form},
      {"source: a\nsink: b\ntransforms:\n- map:\n  iff: x\n- map:\n  when: x\n- if: x\n- map:\n"
       "  if: []\n- map:\n  remove: 1\n",
       file + ":5:3: error: unknown key \"iff\" beside \"map\"; did you mean \"if\"?\n" + file +
           ":7:3: error: unknown key \"when\" beside \"map\"; did you mean \"if\"?\n" + file +
           ":8:3: error: \"transforms[2]\" has an \"if\" but no id of a transform beside it\n" +
           file + ":10:7: error: the \"if\" of \"transforms[3]\" must be an expression, as text\n" +
           file + ":11:3: error: \"transforms[4]\" has 2 keys (\"map\", \"remove\"); " + form +
           ", and these are indented further"},
      {"source: a\nsink: b\nflow: {lanes: 65}",
       file + ":3:15: error: option \"flow.lanes\" must be between 1 and 64, not \"65\""},
      {"source: a\nsink: b\nflow: {lane: 5}",
       file + ":3:8: error: unknown option \"flow.lane\"; did you mean \"lanes\"? \"flow\" has "
              "\"lanes\", \"queue\", \"linger\", \"retry\", \"grace\""},
      {"source: a\nsink: b\nflow: {retry: {initial: 20s}}",
       file + ":3:25: error: option \"flow.retry.initial\" must not be longer than "
              "\"flow.retry.maximum\""},
      {"source: a\nsink: ${B}\npipeline: {}",
       file +
           ":2:7: error: environment variable \"B\" is not set; set it, or give a default as in "
           "\"${B:-default}\"\n" +
           file + ":3:11: error: \"pipeline\" must be the name of the pipeline, as text"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(load(text).errors, expected) << text;
}

TEST(PipelineTest, AFileThatIsAbsent) {
  Diagnostics diagnostics;
  EXPECT_FALSE(load_pipeline("/nonexistent/p.yaml", {}, diagnostics));
  EXPECT_TRUE(has_errors(diagnostics));
}

}  // namespace
}  // namespace sluice::spec
