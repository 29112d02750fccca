// `dry-run --diff`: what two pipelines make of the same input.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "golden.hpp"
#include "program.hpp"

namespace sluice::cli::testing {
namespace {

class DiffTest : public ::testing::Test {
 protected:
  static std::string pipeline(const std::string& steps, const std::string& more = "") {
    return "source: {ndjson: {id_field: id" + more + "}}\ntransforms: [{map: [" + steps +
           "]}]\nsink: {dashbase-bulk: {host: \"http://127.0.0.1:1\", index: \"{env}\"}}\n"
           "dead_letter: {file: {path: /nowhere}}\n";
  }
  Finished diff(const std::string& a, const std::string& b,
                const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments = {"dry-run", folder_.write("a.yaml", a),
                                          "--diff",  folder_.write("b.yaml", b),
                                          "--input", folder_.write("input", input)};
    arguments.insert(arguments.end(), more.begin(), more.end());
    Finished finished = sluice(arguments);
    finished.out = without_folder(finished.out, folder_.path(""), "");
    finished.err = without_folder(finished.err, folder_.path(""), "");
    return finished;
  }
  static bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  }

  // The third has the id of the first.
  static constexpr const char* input =
      "{\"id\":\"1\",\"env\":\"x\",\"a\":1}\n{\"id\":\"2\",\"env\":\"x\",\"b\":{\"c\":true}}\n"
      "{\"id\":\"1\",\"env\":\"x\",\"a\":2}\nnot JSON\n{\"id\":\"4\",\"env\":\"x\",\"d\":0}\n";

  Folder folder_;
};

constexpr const char* keeps_d = "drop: {}, if: has(d)}, {set: {n: 1}";
constexpr const char* keeps_b =
    "drop: {}, if: has(b)}, {rename: {a: e.f}}, {set: {env: y}, if: \"e.f == 2\"}, {set: {n: 1}";

TEST_F(DiffTest, TheSamePipelineIsTheSame) {
  const Finished finished =
      diff(pipeline("{" + std::string(keeps_d) + "}"), pipeline("{" + std::string(keeps_d) + "}"));
  EXPECT_EQ(finished.status, 0) << finished.err;
  EXPECT_EQ(finished.out, "");
  EXPECT_EQ(finished.err, "same=5 changed=0 only_in_a=0 only_in_b=0\n");
}

TEST_F(DiffTest, DifferencesAreShownToPeopleAndPrograms) {
  const std::string a = pipeline("{" + std::string(keeps_d) + "}");
  const std::string b = pipeline("{" + std::string(keeps_b) + "}");
  const Finished text = diff(a, b, {"--diff-format", "text"});
  EXPECT_EQ(text.status, 1);
  expect_golden("tests/engine/cli/trace/diff.txt", text.out);
  EXPECT_EQ(text.err, "same=1 changed=2 only_in_a=1 only_in_b=1\n");
  const Finished json = diff(a, b);
  EXPECT_EQ(json.status, 1);
  expect_golden("tests/engine/cli/trace/diff.jsonl", json.out);
}

// One of them takes the ids from elsewhere.
TEST_F(DiffTest, WhereIdsDifferThePlaceCounts) {
  const std::string a = pipeline("{set: {n: 1}}");
  std::string b = a;
  b.replace(b.find("id_field: id"), 12, "id_field: env");
  const Finished finished = diff(a, b);
  EXPECT_EQ(finished.status, 1);
  EXPECT_EQ(finished.err, "same=1 changed=4 only_in_a=0 only_in_b=0\n");
  EXPECT_TRUE(holds(finished.out, R"("op":"replace","path":"create._id","old":"2","value":"x")"))
      << finished.out;
}

TEST_F(DiffTest, OutcomesAndSinksDiffer) {
  const std::string a = pipeline("{set: {n: 1}}");
  std::string b = a.substr(0, a.find("sink:"));
  b += "sinks: {one: {stdout: {}}, two: {stdout: {}}}\n";  // without a dead letter
  b.insert(b.find("]}]\n") + 2, ", {route: [{sink: [one, two]}]}");
  const Finished finished = diff(a, b);
  EXPECT_EQ(finished.status, 1);
  EXPECT_EQ(finished.err.substr(finished.err.find("same=")),
            "same=0 changed=5 only_in_a=0 only_in_b=0\n");
  EXPECT_TRUE(holds(finished.out, R"("sink_a":"sink","sink_b":"one")")) << finished.out;
  EXPECT_TRUE(holds(finished.out, R"("sink_a":"","sink_b":"two")")) << finished.out;
  EXPECT_TRUE(holds(finished.out, R"("b":{"outcome":"handed_back")")) << finished.out;
}

TEST_F(DiffTest, MistakesAreExplained) {
  const std::string good = pipeline("{set: {n: 1}}");
  const Finished wrong = diff(good, pipeline("{sett: {n: 1}}"));
  EXPECT_EQ(wrong.status, 2);
  EXPECT_TRUE(holds(wrong.err, "b.yaml:2:")) << wrong.err;
  EXPECT_FALSE(holds(wrong.err, "a.yaml")) << wrong.err;
  const std::string file = folder_.write("good.yaml", good);
  const Finished once = sluice({"dry-run", file, "--diff", file, "--input", "-"}, {}, "{}\n");
  EXPECT_EQ(once.status, 2);
  EXPECT_TRUE(holds(once.err, "standard input can be read only once")) << once.err;
  EXPECT_TRUE(holds(sluice({"dry-run", file, "--diff", file}).err, "name it with --input"));
}

}  // namespace
}  // namespace sluice::cli::testing
