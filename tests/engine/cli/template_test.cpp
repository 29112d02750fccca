// Index templates against stores of several versions: the shipped ones fit the shipped samples, and
// index names, data streams and failover work from end to end.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "program.hpp"

namespace sluice::cli::testing {
namespace {

struct Version {
  const char* name;  // of the test
  const char* claim;
  const char* raw_type;  // what a field of any shape is mapped as
};

const std::vector<Version> versions = {
    {"Dashbase", "dashbase", R"("requestParameters":{"type":"object","enabled":false})"},
    {"Six", "elasticsearch:6.8.23", R"("requestParameters":{"type":"object","enabled":false})"},
    {"SevenTwo", "elasticsearch:7.2.0", R"("requestParameters":{"type":"object","enabled":false})"},
    {"Seven", "elasticsearch:7.17.0", R"("requestParameters":{"type":"flattened")"},
    {"Eight", "elasticsearch:8.15.0", R"("requestParameters":{"type":"flattened")"},
    {"OpenSearchOne", "opensearch:1.3.0",
     R"("requestParameters":{"type":"object","enabled":false})"},
    {"OpenSearchTwo", "opensearch:2.15.0", R"("requestParameters":{"type":"flat_object"})"},
};

class ShippedTemplateTest : public ::testing::TestWithParam<Version> {};

TEST_P(ShippedTemplateTest, FitsEveryCloudTrailRecord) {
  Folder folder;
  Store store({"--claim", GetParam().claim});
  const std::vector<std::string> arguments{
      "run",     SOURCE_FOLDER "/pipelines/cloudtrail-to-dashbase.yaml",
      "--input", SOURCE_FOLDER "/tests/data/awslogs-cloudtrail.jsonl",
      "--set",   "sink.template_required=true"};
  const Program::Environment environment{{"ES_HOST", store.url()},
                                         {"DEAD_LETTER", folder.path("dead.ndjson")}};
  const Finished first = sluice(arguments, environment);
  EXPECT_EQ(first.status, 0) << first.err;
  EXPECT_EQ(first.ledger("delivered"), 60) << read_file(folder.path("dead.ndjson"));
  EXPECT_NE(first.err.find("installed template \"sluice-cloudtrail\" version "), std::string::npos)
      << first.err;
  const std::string mapping = store.get("/cloudtrail/_mapping");
  EXPECT_NE(mapping.find(GetParam().raw_type), std::string::npos) << mapping;
  EXPECT_NE(mapping.find(R"("sourceIPAddress":{"type":"keyword")"), std::string::npos) << mapping;

  const Finished second = sluice(arguments, environment);
  EXPECT_EQ(second.ledger("duplicate"), 60) << second.err;
  EXPECT_NE(second.err.find("the store has template \"sluice-cloudtrail\""), std::string::npos)
      << second.err;
}

TEST_P(ShippedTemplateTest, FitsEveryLogEntry) {
  Folder folder;
  Store store({"--claim", GetParam().claim});
  const std::string yaml =
      folder.write("p.yaml", "source: ndjson\nsink: {dashbase-bulk: {host: " + store.url() +
                                 ", index: entries, id: none, template_required: true,"
                                 " template: " SOURCE_FOLDER "/templates/gcs-logentry.json}}\n");
  const Finished run =
      sluice({"run", yaml, "--input", SOURCE_FOLDER "/tests/data/logentries.ndjson"});
  EXPECT_EQ(run.status, 0) << run.err;
  EXPECT_EQ(run.ledger("delivered"), 30) << run.err;
  const std::string mapping = store.get("/entries/_mapping");
  EXPECT_NE(mapping.find(R"("remoteIp":{"type":"ip")"), std::string::npos) << mapping;
  // No field of any payload has become one of the mapping.
  EXPECT_EQ(mapping.find("pod_name"), std::string::npos) << mapping;
}

INSTANTIATE_TEST_SUITE_P(Stores, ShippedTemplateTest, ::testing::ValuesIn(versions),
                         [](const auto& version) { return std::string(version.param.name); });

class TemplateTest : public ::testing::Test {
 protected:
  // Runs a pipeline with these settings of the sink over some lines.
  Finished run(const std::string& sink, const std::string& input) {
    const std::string yaml = folder_.write(
        "p.yaml", "source: ndjson\nsink: {dashbase-bulk: {" + sink +
                      "}}\ndead_letter: {file: {path: " + folder_.path("dead.ndjson") +
                      "}}\nflow: {retry: {initial: 1ms, maximum: 20ms, give_up_after: 20s}}\n");
    return sluice({"run", yaml, "--input", "-"}, {}, input);
  }

  Folder folder_;
};

TEST_F(TemplateTest, DocumentsThatDoNotFitGoToTheDeadLetterWithTheStoresWords) {
  Store store({"--claim", "elasticsearch:8.15.0"});
  const std::string file =
      folder_.write("t.json", R"({"version":1,"mappings":{"properties":{"n":{"type":"long"}}}})");
  const Finished finished = run("host: " + store.url() + ", index: logs, template: " + file,
                                "{\"n\":1}\n{\"n\":\"x\"}\n");
  EXPECT_EQ(finished.status, 3) << finished.err;
  EXPECT_EQ(finished.ledger("delivered"), 1);
  EXPECT_EQ(finished.ledger("dead_lettered"), 1);
  EXPECT_NE(read_file(folder_.path("dead.ndjson")).find("failed to parse field [n] of type [long]"),
            std::string::npos);
}

TEST_F(TemplateTest, AFileThatIsNoTemplateStopsTheRunBeforeAnythingIsRead) {
  Store store({"--claim", "elasticsearch:8.15.0"});
  const std::string file = folder_.write("t.json", R"({"version":1,"mapping":{}})");
  const Finished finished =
      run("host: " + store.url() + ", index: logs, template: " + file, "{\"n\":1}\n");
  EXPECT_EQ(finished.status, 2) << finished.err;
  const size_t at = finished.err.find("\"mapping\" is not one of version, ");
  ASSERT_NE(at, std::string::npos) << finished.err;
  EXPECT_EQ(finished.err.find("\"mapping\"", at + 1), std::string::npos) << finished.err;
  EXPECT_EQ(store.count(), 0);
}

TEST_F(TemplateTest, ARequiredTemplateThatTheStoreRefusesStopsTheRun) {
  Store store({"--claim", "elasticsearch:8.15.0"});
  const std::string file =
      folder_.write("t.json", R"({"version":1,"mappings":{"properties":{"n":{"type":"none"}}}})");
  const std::string sink = "host: " + store.url() + ", index: logs, template: " + file;
  const Finished stopped = run(sink + ", template_required: true", "{\"n\":1}\n");
  EXPECT_NE(stopped.status, 0);
  EXPECT_NE(stopped.err.find("No handler for type [none] declared on field [n]"), std::string::npos)
      << stopped.err;
  EXPECT_EQ(store.count(), 0);
  const Finished warned = run(sink, "{\"n\":1}\n");
  EXPECT_EQ(warned.status, 0) << warned.err;
  EXPECT_EQ(store.count(), 1);
}

TEST_F(TemplateTest, EventsGoToTheIndexThatTheyName) {
  Store store({"--claim", "elasticsearch:8.15.0"});
  const Finished finished =
      run("host: " + store.url() + ", id: none, index: \"l-{app|none}-{t:%Y.%m}\"",
          "{\"app\":\"Web\",\"t\":\"2026-03-09T10:20:30Z\"}\n"
          "{\"t\":1773051630123}\n"
          "{\"app\":\"../x\\\"}}\\n{\\\"delete\\\":{}}\",\"t\":\"2026-03-09T10:20:30Z\"}\n"
          "{\"app\":\"" +
              std::string(300, 'y') +
              "\",\"t\":\"2026-03-09T10:20:30Z\"}\n"
              "{\"app\":\"\xc3\x9c\",\"t\":\"2026-03-09T10:20:30Z\"}\n"
              "{\"app\":\"late\"}\n");
  EXPECT_EQ(finished.status, 3) << finished.err;
  EXPECT_EQ(finished.ledger("delivered"), 5) << read_file(folder_.path("dead.ndjson"));
  EXPECT_EQ(finished.ledger("dead_lettered"), 1);
  const std::string indices = store.get("/_cat/indices");
  for (const std::string& name : {std::string("l-web-2026.03"), std::string("l-none-2026.03"),
                                  std::string("l-..-x-}}-{-delete--{}}-2026.03"),
                                  "l-" + std::string(253, 'y'), std::string("l---2026.03")}) {
    EXPECT_NE(indices.find("open " + name + " "), std::string::npos) << name << "\n" << indices;
  }
  EXPECT_NE(read_file(folder_.path("dead.ndjson")).find("\\\"t\\\" is missing"), std::string::npos);
}

TEST_F(TemplateTest, DataStreams) {
  for (const char* claim : {"elasticsearch:7.17.0", "elasticsearch:8.15.0", "opensearch:2.15.0"}) {
    Store store({"--claim", claim});
    const Finished finished =
        run("host: " + store.url() +
                ", index: logs-app, data_stream: true, id: none, template_required: true,"
                " template: " SOURCE_FOLDER "/templates/gcs-logentry.json",
            "{\"@timestamp\":\"2026-03-09T10:20:30Z\",\"a\":1}\n{\"a\":2}\n");
    EXPECT_EQ(finished.ledger("delivered"), 1) << finished.err;
    EXPECT_EQ(finished.ledger("dead_lettered"), 1) << finished.err;  // ndjson gives it no time
    EXPECT_NE(store.get("/_index_template/sluice-logs-app").find("\"data_stream\":{}"),
              std::string::npos);
  }
}

TEST_F(TemplateTest, HostsTakeOverFromEachOther) {
  Store store;
  Store busy;
  std::string dead;
  {
    Store gone;
    dead = gone.url();
  }
  busy.fault("status=503");
  std::string input;
  for (int i = 0; i < 200; ++i) input += "{\"n\":" + std::to_string(i) + "}\n";
  const Finished finished = run("host: [" + dead + ", " + busy.url() + ", " + store.url() +
                                    "], index: logs, batch: {documents: 20}",
                                input);
  EXPECT_EQ(finished.status, 0) << finished.err;
  EXPECT_EQ(finished.ledger("delivered"), 200);
  EXPECT_EQ(store.count(), 200);
  EXPECT_NE(finished.err.find(dead + " fails ("), std::string::npos) << finished.err;
  EXPECT_NE(finished.err.find(busy.url() + " fails (503), going on with " + store.url()),
            std::string::npos)
      << finished.err;
}

// Here a store answers what it is, but takes no template.
TEST_F(TemplateTest, AnotherHostTakesTheTemplateThatOneIsTooBusyFor) {
  const std::string file = folder_.write(
      "t.json", R"({"version":1,"mappings":{"properties":{"n":{"type":"keyword"}}}})");
  for (const char* required : {"true", "false"}) {
    Store store({"--claim", "elasticsearch:8.15.0"});
    Store busy({"--claim", "elasticsearch:8.15.0"});
    busy.fault("match=other,status=503");
    const Finished finished =
        run("host: [" + busy.url() + ", " + store.url() + "], index: logs, template: " + file +
                ", template_required: " + required,
            "{\"n\":1}\n");
    EXPECT_EQ(finished.status, 0) << finished.err;
    EXPECT_EQ(store.count(), 1) << finished.err;
    EXPECT_EQ(busy.count(), 0);
    EXPECT_NE(store.get("/_index_template/sluice-logs").find("keyword"), std::string::npos)
        << finished.err;
  }
}

}  // namespace
}  // namespace sluice::cli::testing
