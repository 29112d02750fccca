// The main job, as its users run it.
#include <algorithm>

#include <gtest/gtest.h>

#include "program.hpp"

namespace sluice::cli::testing {
namespace {

const std::string pipeline = SOURCE_FOLDER "/pipelines/cloudtrail-to-dashbase.yaml";
const std::string sample = SOURCE_FOLDER "/tests/data/awslogs-cloudtrail.jsonl";

Program::Environment environment_for(const Store& store, const Folder& folder) {
  return {{"ES_HOST", store.url()}, {"DEAD_LETTER", folder.path("dead.ndjson")}};
}

TEST(DeliveryTest, DeliversEveryRecordAndASecondRunFindsThemAll) {
  Folder folder;
  Store store;
  const Finished first =
      sluice({"run", pipeline, "--input", sample}, environment_for(store, folder));
  EXPECT_EQ(first.status, 0) << first.err;
  EXPECT_EQ(first.ledger("read"), 60);
  EXPECT_EQ(first.ledger("delivered"), 60);
  EXPECT_EQ(store.count(), 60);
  EXPECT_TRUE(first.out.empty());

  const Finished second =
      sluice({"run", pipeline, "--input", sample}, environment_for(store, folder));
  EXPECT_EQ(second.status, 0) << second.err;
  EXPECT_EQ(second.ledger("delivered"), 0);
  EXPECT_EQ(second.ledger("duplicate"), 60);
  EXPECT_EQ(store.count(), 60);
}

TEST(DeliveryTest, DryRunPrintsByteForByteWhatRunSends) {
  Folder folder;
  const std::string record = folder.path("record");
  Store store({"--record", record});
  const std::vector<std::string> settings{"--set", "sink.batch.documents=7"};
  std::vector<std::string> arguments{"dry-run", pipeline, "--input", sample};
  arguments.insert(arguments.end(), settings.begin(), settings.end());
  // one lane, so that the requests arrive in order
  arguments.insert(arguments.end(), {"--set", "flow.lanes=1"});
  const Finished dry = sluice(arguments, environment_for(store, folder));
  EXPECT_EQ(dry.status, 0) << dry.err;
  EXPECT_EQ(store.count(), 0);
  EXPECT_NE(dry.err.find("dry run, nothing was sent: read=60"), std::string::npos) << dry.err;

  arguments[0] = "run";
  const Finished run = sluice(arguments, environment_for(store, folder));
  EXPECT_EQ(run.status, 0) << run.err;
  EXPECT_EQ(run.ledger("requests"), dry.ledger("requests"));
  EXPECT_EQ(run.ledger("bytes_out"), dry.ledger("bytes_out"));
  EXPECT_EQ(dry.out, read_file(record));
}

TEST(DeliveryTest, ReadsStandardInputAndSeveralFiles) {
  Folder folder;
  Store store;
  const std::string more = SOURCE_FOLDER "/tests/data/awslogs-syslog.jsonl";
  const Finished run = sluice({"run", pipeline, "--input", "-", "--input", more},
                              environment_for(store, folder), read_file(sample));
  EXPECT_EQ(run.status, 0) << run.err;
  EXPECT_EQ(run.ledger("delivered"), 100);
}

TEST(DeliveryTest, ControlMessagesSucceedAndYieldNothing) {
  Folder folder;
  Store store;
  const Finished run =
      sluice({"run", pipeline, "--input", SOURCE_FOLDER "/tests/data/awslogs-control.jsonl"},
             environment_for(store, folder));
  EXPECT_EQ(run.status, 0) << run.err;
  EXPECT_EQ(run.ledger("read"), 0);
  EXPECT_NE(run.err.find("cloudwatch-awslogs.control_messages=1"), std::string::npos) << run.err;
}

TEST(DeliveryTest, GzipRequestsArriveTheSame) {
  Folder folder;
  Store store;
  const Finished run =
      sluice({"run", pipeline, "--input", sample, "--set", "sink.compression=gzip"},
             environment_for(store, folder));
  EXPECT_EQ(run.status, 0) << run.err;
  EXPECT_EQ(store.count(), 60);
  EXPECT_LT(run.ledger("bytes_out"), run.ledger("bytes_in") / 2);
}

TEST(DeliveryTest, BadRecordsGoToTheDeadLetterAndEverythingElseIsDelivered) {
  Folder folder;
  Store store;
  const std::string input =
      folder.write("input.jsonl", "this is no JSON\n" + read_file(sample) +
                                      "{\"awslogs\":{\"data\":\"!!!\"}}\n{\"other\":1}\n");
  const Finished run = sluice({"run", pipeline, "--input", input}, environment_for(store, folder));
  EXPECT_EQ(run.status, 3) << run.err;
  EXPECT_EQ(run.ledger("read"), 63);
  EXPECT_EQ(run.ledger("delivered"), 60);
  EXPECT_EQ(run.ledger("dead_lettered"), 3);
  const std::string letters = read_file(folder.path("dead.ndjson"));
  EXPECT_EQ(std::count(letters.begin(), letters.end(), '\n'), 3);
  EXPECT_NE(letters.find(R"("line":1)"), std::string::npos) << letters;
  EXPECT_NE(letters.find("this is no JSON"), std::string::npos) << letters;
  EXPECT_NE(run.err.find("input.jsonl:1: "), std::string::npos) << run.err;
}

TEST(DeliveryTest, WithoutADeadLetterBadRecordsAreHandedBack) {
  Folder folder;
  const std::string yaml = folder.write("p.yaml", "source: ndjson\nsink: stdout\n");
  const Finished run = sluice({"run", yaml, "--input", "-"}, {}, "{\"a\":1}\nbroken\n");
  EXPECT_EQ(run.status, 4) << run.err;
  EXPECT_EQ(run.out, "{\"a\":1}\n");
  EXPECT_EQ(run.ledger("handed_back"), 1);
}

TEST(DeliveryTest, MapsFieldsOnTheWay) {
  Folder folder;
  const std::string yaml = folder.write("p.yaml",
                                        "source: ndjson\n"
                                        "transforms:\n"
                                        "  - map:\n"
                                        "      - rename: {a: b.c}\n"
                                        "      - remove: [secret]\n"
                                        "      - set: {env: prod, n: 1}\n"
                                        "sink: stdout\n");
  const Finished run = sluice({"run", yaml, "--input", "-"}, {},
                              "{\"a\": 1.50, \"secret\": 1, \"big\": 123456789012345678901}\n");
  EXPECT_EQ(run.status, 0) << run.err;
  EXPECT_EQ(run.out,
            "{\"big\":123456789012345678901,\"b\":{\"c\":1.50},\"env\":\"prod\",\"n\":1}\n");
}

TEST(DeliveryTest, TheLedgerIsJsonForMachines) {
  Folder folder;
  const std::string yaml = folder.write("p.yaml", "source: ndjson\nsink: stdout\n");
  const Finished run = sluice({"--log", "json", "run", yaml, "--input", "-"}, {}, "{\"a\":1}\n");
  EXPECT_EQ(run.status, 0);
  EXPECT_NE(run.err.find(R"("message":"ledger","read":1,"delivered":1,"duplicate":0)"),
            std::string::npos)
      << run.err;
}

}  // namespace
}  // namespace sluice::cli::testing
