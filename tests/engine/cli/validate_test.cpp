// `sluice validate`: all errors of a file at once, each with its place, offline.
#include <gtest/gtest.h>

#include "program.hpp"

namespace sluice::cli::testing {
namespace {

Finished validate(const std::string& yaml, const Program::Environment& environment = {}) {
  Folder folder;
  Finished finished = sluice({"validate", folder.write("p.yaml", yaml)}, environment);
  for (size_t at; (at = finished.err.find(folder.path(""))) != std::string::npos;) {
    finished.err.erase(at, folder.path("").size());
  }
  return finished;
}

TEST(ValidateTest, TheReadyPipelinesAreValid) {
  const Finished finished =
      sluice({"validate", SOURCE_FOLDER "/pipelines/cloudtrail-to-dashbase.yaml"});
  EXPECT_EQ(finished.status, 0) << finished.err;
  EXPECT_NE(finished.out.find("cloudtrail-to-dashbase.yaml: ok"), std::string::npos);
}

TEST(ValidateTest, ShowsAllErrorsOfAFileInOrder) {
  const Finished finished = validate(
      "source:\n"
      "  ndjsno: {}\n"
      "sink:\n"
      "  dashbase-bulk:\n"
      "    host: http://127.0.0.1:1\n"
      "    indx: a\n"
      "    op_type: upsert\n"
      "    batch: {documents: many}\n"
      "transform: []\n");
  EXPECT_EQ(finished.status, 2);
  size_t last = 0;
  for (const char* part :
       {"p.yaml:2:3: error: there is no source \"ndjsno\"", "p.yaml:6:5: error: ",
        "p.yaml:7:14: error: ", "p.yaml:8:24: error: ", "p.yaml:9:1: error: "}) {
    const size_t at = finished.err.find(part);
    EXPECT_NE(at, std::string::npos) << part << " in\n" << finished.err;
    if (at != std::string::npos) {
      EXPECT_GE(at, last) << part << " is out of order in\n" << finished.err;
      last = at;
    }
  }
  for (const char* hint :
       {"did you mean \"ndjson\"?", "did you mean \"index\"?", "did you mean \"transforms\"?"}) {
    EXPECT_NE(finished.err.find(hint), std::string::npos) << hint << " in\n" << finished.err;
  }
}

TEST(ValidateTest, AComponentsOwnComplaintHasItsPlaceToo) {
  const Finished finished = validate(
      "source: ndjson\n"
      "transforms:\n"
      "  - map:\n"
      "      - remove: [good, 'bad[']\n"
      "sink: stdout\n");
  EXPECT_EQ(finished.status, 2);
  EXPECT_NE(finished.err.find("p.yaml:4:24: error: map: "), std::string::npos) << finished.err;
}

TEST(ValidateTest, ConditionsAreCompiled) {
  const Finished finished = validate(
      "source: ndjson\n"
      "transforms:\n"
      "  - map: [{remove: [a]}]\n"
      "    if: \"has(user) && user.startWith('x')\"\n"
      "  - map: [{remove: [a]}]\n"
      "    if: size(user)\n"
      "  - map: [{remove: [a]}]\n"
      "    if: has(user)\n"
      "sink: stdout\n");
  EXPECT_EQ(finished.status, 2);
  EXPECT_NE(finished.err.find("p.yaml:4:9: error: if of \"map\": "), std::string::npos)
      << finished.err;
  EXPECT_NE(finished.err.find("did you mean \"startsWith\"?"), std::string::npos) << finished.err;
  EXPECT_NE(finished.err.find("p.yaml:6:9: error: if of \"map\": "), std::string::npos)
      << finished.err;
  EXPECT_EQ(finished.err.find("p.yaml:8"), std::string::npos) << finished.err;
}

TEST(ValidateTest, EverySinkIsChecked) {
  const Finished finished = validate(
      "source: ndjson\n"
      "sinks:\n"
      "  one: {dashbase-bulk: {host: not a url, index: a}}\n"
      "  two: stdout\n"
      "  three: {dashbase-bulk: {host: not a url, index: a}}\n");
  EXPECT_EQ(finished.status, 2);
  EXPECT_NE(finished.err.find("p.yaml:3:"), std::string::npos) << finished.err;
  EXPECT_NE(finished.err.find("p.yaml:5:"), std::string::npos) << finished.err;
}

TEST(ValidateTest, SecretsAreNeverPrinted) {
  const Finished finished = validate(
      "source: ndjson\n"
      "sink:\n"
      "  dashbase-bulk:\n"
      "    host: http://127.0.0.1:1\n"
      "    index: a\n"
      "    auth: {basic: {username: u, password: [\"${PASSWORD}\"]}}\n",
      {{"PASSWORD", "hunter2"}});
  EXPECT_EQ(finished.status, 2);
  EXPECT_EQ(finished.err.find("hunter2"), std::string::npos) << finished.err;
  EXPECT_NE(finished.err.find("p.yaml:6:"), std::string::npos) << finished.err;
}

TEST(ValidateTest, MissingVariablesAreNamedWithWhatTheirAuthorSays) {
  const Finished finished = validate(
      "source: ndjson\n"
      "sink:\n"
      "  dashbase-bulk:\n"
      "    host: ${NOT_SET_ANYWHERE:?say where the store is}\n"
      "    index: ${NOT_SET_EITHER}\n");
  EXPECT_EQ(finished.status, 2);
  EXPECT_NE(finished.err.find("say where the store is"), std::string::npos) << finished.err;
  EXPECT_NE(finished.err.find("NOT_SET_EITHER"), std::string::npos) << finished.err;
}

TEST(ValidateTest, DuplicateKeysAreRefused) {
  const Finished finished = validate("source: ndjson\nsink: stdout\nsink: stdout\n");
  EXPECT_EQ(finished.status, 2);
  EXPECT_NE(finished.err.find("p.yaml:3:1: error: duplicate key \"sink\""), std::string::npos)
      << finished.err;
}

TEST(ValidateTest, FilesThatAPipelineIsMadeOfMustBeThere) {
  const Finished finished = validate(
      "source: {ndjson: {path: not-yet.ndjson}}\n"
      "transforms:\n"
      "  - map: [{lookup: {field: a, file: no-table.csv}}]\n"
      "sink:\n"
      "  dashbase-bulk:\n"
      "    host: http://127.0.0.1:1\n"
      "    index: a\n"
      "    template: no-template.json\n");
  EXPECT_EQ(finished.status, 2);
  EXPECT_NE(finished.err.find("p.yaml:3:37: error: "), std::string::npos) << finished.err;
  EXPECT_NE(finished.err.find("no-table.csv\", which cannot be read"), std::string::npos);
  EXPECT_NE(finished.err.find("p.yaml:8:15: error: "), std::string::npos) << finished.err;
  EXPECT_NE(finished.err.find("no-template.json\", which cannot be read"), std::string::npos);
  EXPECT_EQ(finished.err.find("not-yet"), std::string::npos) << finished.err;
}

TEST(ValidateTest, TouchesNothingOutsideTheProcess) {
  Folder folder;
  const std::string yaml = folder.write(
      "p.yaml", "source: ndjson\nsink: {file: {path: " + folder.path("out.ndjson") + "}}\n");
  EXPECT_EQ(sluice({"validate", yaml}).status, 0);
  EXPECT_TRUE(read_file(folder.path("out.ndjson")).empty());
}

}  // namespace
}  // namespace sluice::cli::testing
