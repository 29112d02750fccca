// Test files as structs; what is said of wrong ones is tested with the command that reads them.
#include <spec/test_file.hpp>

#include "spec_testing.hpp"

namespace sluice::spec {
namespace {

std::optional<TestFile> load(std::string_view text, const std::string& file = "x/web.test.yaml") {
  Diagnostics diagnostics;
  auto loaded = load_test_file_text(text, file, diagnostics);
  EXPECT_EQ(loaded.has_value(), diagnostics.empty()) << show(diagnostics);
  if (!loaded) ADD_FAILURE() << show(diagnostics);
  return loaded;
}

TEST(TestFile, NamesItsPipelineByItsOwnNameOrAKey) {
  const std::string cases = "cases: [{name: n, input: x, expect: {count: 0}}]\n";
  EXPECT_EQ(load(cases)->pipeline, "x/web.yaml");
  EXPECT_EQ(load("pipeline: ../p.yaml\n" + cases)->pipeline, "p.yaml");
  EXPECT_EQ(load("pipeline: /a/p.yaml\n" + cases)->pipeline, "/a/p.yaml");
}

TEST(TestFile, WhatTheFileSetsHoldsForEveryCaseUnlessTheCaseSaysElse) {
  const auto file = load(
      "environment: {A: 1, B: file}\n"
      "set: [a=1]\n"
      "cases:\n"
      "  - {name: n, input: x, environment: {B: case, C: ''}, set: [b=2], expect: {count: 0}}\n"
      "  - {name: m, input: x, expect: {count: 0}}\n");
  using Variables = std::map<std::string, std::string, std::less<>>;
  EXPECT_EQ(file->cases[0].environment, (Variables{{"A", "1"}, {"B", "case"}, {"C", ""}}));
  EXPECT_EQ(file->cases[0].overrides, (std::vector<std::string>{"a=1", "b=2"}));
  EXPECT_EQ(file->cases[1].environment, (Variables{{"A", "1"}, {"B", "file"}}));
  EXPECT_EQ(file->cases[1].overrides, (std::vector<std::string>{"a=1"}));
}

TEST(TestFile, NothingIsReplacedInIt) {
  const auto file = load(
      "cases: [{name: n, input: '${HOME} $$', expect: {documents: [{a: '${b}'}], log: '$${c}'}}]");
  EXPECT_EQ(file->cases[0].inputs[0].text, "${HOME} $$");
  EXPECT_EQ(show(*file->cases[0].expect.documents->whole->at(0)), "{a: '${b}'}");
  EXPECT_EQ(file->cases[0].expect.log.at(0), "$${c}");
}

TEST(TestFile, WhatIsExpectedOfDeliveryMakesTheCaseARun) {
  const auto is_run = [](const std::string& more) {
    return load("cases: [{name: n, input: x, " + more + "}]")->cases[0].run;
  };
  EXPECT_FALSE(is_run("expect: {count: 0}"));
  EXPECT_TRUE(is_run("expect: {count: 0}, run: true"));
  EXPECT_TRUE(is_run("expect: {count: 0}, store: []"));
  EXPECT_TRUE(is_run("expect: {count: 0}, store: {claim: dashbase}"));
  EXPECT_TRUE(is_run("expect: {dead_letters: []}"));
}

TEST(TestFile, RepliesKeepWhatTheySay) {
  const auto file = load(
      "cases:\n"
      "  - name: n\n"
      "    input: x\n"
      "    store:\n"
      "      claim: opensearch:2.11.0\n"
      "      replies:\n"
      "        - {status: 429, retry_after: 2, body: no, stored: true, times: 3}\n"
      "        - {item: [1, 4], status: 400, delay: 20ms}\n"
      "        - {drop: before}\n"
      "        - {cut: 0}\n"
      "    expect: {requests: 7}\n");
  const TestCase& test = file->cases[0];
  EXPECT_EQ(test.claim, "opensearch:2.11.0");
  ASSERT_EQ(test.replies.size(), 4u);
  EXPECT_EQ(test.replies[0].status, 429);
  EXPECT_EQ(test.replies[0].retry_after_s, 2);
  EXPECT_EQ(test.replies[0].body, "no");
  EXPECT_TRUE(test.replies[0].stored);
  EXPECT_EQ(test.replies[0].times, 3);
  EXPECT_EQ(test.replies[1].items, (std::vector<uint64_t>{1, 4}));
  EXPECT_EQ(test.replies[1].delay_ms, 20);
  EXPECT_EQ(test.replies[2].drop, "before");
  EXPECT_EQ(test.replies[3].cut, 0u);
  EXPECT_EQ(test.expect.request_count, 7u);
}

TEST(TestFile, AllMistakesAreShownInTheOrderOfTheFile) {
  Diagnostics diagnostics;
  EXPECT_FALSE(
      load_test_file_text("cases:\n"
                          "  - {name: n, expect: {count: 0}}\n"
                          "  - {name: n, input: x, store: [{}], expect: {}}\n",
                          "t.test.yaml", diagnostics));
  EXPECT_EQ(show(diagnostics),
            "t.test.yaml:2:5: error: case \"n\" has no input\n"
            "t.test.yaml:3:12: error: another case is called \"n\" too\n"
            "t.test.yaml:3:33: error: the reply says nothing; write {ok: true} for one as it "
            "should be\n"
            "t.test.yaml:3:46: error: case \"n\" expects nothing");
}

}  // namespace
}  // namespace sluice::spec
