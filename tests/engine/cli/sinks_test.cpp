// Several sinks in one pipeline, as their users run them: a store and a file.
#include <algorithm>

#include <gtest/gtest.h>

#include "program.hpp"

namespace sluice::cli::testing {
namespace {

/// 30 events: 10 errors for both sinks, 10 for the archive alone, 10 for the first sink.
std::string events() {
  std::string text;
  const char* const levels[] = {"error", "debug", "info"};
  for (int i = 0; i < 30; ++i) {
    text += "{\"n\":" + std::to_string(i) + ",\"level\":\"" + levels[i % 3] + "\"}\n";
  }
  return text;
}

class SinksTest : public ::testing::Test {
 protected:
  Finished with(const std::string& command, const std::string& store_url,
                std::vector<std::string> more = {}) const {
    std::vector<std::string> arguments = {command, yaml_,         "--input",
                                          input_,  "--set",       "sinks.store.host=" + store_url,
                                          "--set", "flow.lanes=1"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return sluice(arguments);
  }
  std::string archive() const { return read_file(folder_.path("archive.ndjson")); }
  static int64_t lines(const std::string& text) {
    return std::count(text.begin(), text.end(), '\n');
  }

  Folder folder_;
  std::string input_ = folder_.write("events.ndjson", events());
  std::string yaml_ = folder_.write(
      "p.yaml",
      "source: ndjson\n"
      "transforms:\n"
      "  - route:\n"
      "      - {if: \"level == 'error'\", sink: [store, archive]}\n"
      "      - {if: \"level == 'debug'\", sink: archive}\n"
      "  - map: [{set: {seen: true}}]\n"
      "    if: level != 'debug'\n"
      "sinks:\n"
      "  store: {dashbase-bulk: {host: http://x, index: logs, batch: {documents: 8}}}\n"
      "  archive: {file: {path: " +
          folder_.path("archive.ndjson") +
          "}}\n"
          "dead_letter: {file: {path: " +
          folder_.path("dead.ndjson") +
          "}}\n"
          "flow: {retry: {initial: 1ms, maximum: 20ms, give_up_after: 20s}}\n");
};

TEST_F(SinksTest, EventsFanOutAndEachIsCountedOnce) {
  const Store store;
  const Finished run = with("run", store.url());
  EXPECT_EQ(run.status, 0) << run.err;
  EXPECT_EQ(run.ledger("read"), 30);
  EXPECT_EQ(run.ledger("delivered"), 30);
  EXPECT_EQ(store.count(), 20);
  EXPECT_EQ(lines(archive()), 20);
  EXPECT_NE(archive().find("{\"n\":0,\"level\":\"error\",\"seen\":true}\n"), std::string::npos)
      << archive();
  EXPECT_NE(archive().find("{\"n\":1,\"level\":\"debug\"}\n"), std::string::npos) << archive();
  EXPECT_NE(run.err.find(" sink.archive.delivered=20 sink.store.delivered=20"), std::string::npos)
      << run.err;
}

TEST_F(SinksTest, ADryRunPrintsEverySinksRequestsOrThoseOfOne) {
  const Finished archived = with("dry-run", "http://127.0.0.1:1", {"--sink", "archive"});
  EXPECT_EQ(archived.status, 0) << archived.err;
  const Finished stored = with("dry-run", "http://127.0.0.1:1", {"--sink", "store"});
  const Finished all = with("dry-run", "http://127.0.0.1:1");
  EXPECT_EQ(lines(archived.out), 20);
  EXPECT_EQ(lines(stored.out), 40);  // an action before each document
  EXPECT_EQ(all.out.size(), archived.out.size() + stored.out.size());
  EXPECT_EQ(all.ledger("would_be_delivered"), 30) << all.err;

  const Finished wrong = with("dry-run", "http://127.0.0.1:1", {"--sink", "archiv"});
  EXPECT_EQ(wrong.status, 2);
  EXPECT_TRUE(wrong.out.empty());
  EXPECT_NE(wrong.err.find("the pipeline has no sink \"archiv\"; did you mean \"archive\"?"),
            std::string::npos)
      << wrong.err;

  const Store store;
  with("run", store.url());
  EXPECT_EQ(archived.out, archive());
}

TEST_F(SinksTest, WhatOneSinkRejectsTheOtherStillGets) {
  const Store store;
  store.fault("items=every:4:400");
  const Finished run = with("run", store.url(), {"--set", "sinks.store.batch.documents=100"});
  EXPECT_EQ(run.status, 3) << run.err;
  EXPECT_EQ(run.ledger("dead_lettered"), 5);
  EXPECT_EQ(run.ledger("delivered"), 25);
  EXPECT_EQ(store.count(), 15);
  EXPECT_EQ(lines(archive()), 20);
  const std::string letters = read_file(folder_.path("dead.ndjson"));
  EXPECT_EQ(lines(letters), 5);
  EXPECT_NE(letters.find(R"("sink":"store")"), std::string::npos) << letters;
  EXPECT_NE(run.err.find("dead_lettered: 5 by \"store\": rejected by the store with status 400"),
            std::string::npos)
      << run.err;
}

TEST_F(SinksTest, AStoreThatIsDownHandsBackWhatIsNotInAllOfItsSinks) {
  std::string url;
  {
    const Store gone;
    url = gone.url();
  }
  const Finished run = with("run", url, {"--set", "flow.retry.give_up_after=0s"});
  EXPECT_EQ(run.status, 4) << run.err;
  EXPECT_EQ(run.ledger("delivered") + run.ledger("handed_back"), 30);
  EXPECT_GE(run.ledger("handed_back"), 20);

  const Store store;  // a second run brings the rest
  const Finished second = with("run", store.url());
  EXPECT_EQ(second.status, 0) << second.err;
  EXPECT_EQ(store.count(), 20);
}

}  // namespace
}  // namespace sluice::cli::testing
