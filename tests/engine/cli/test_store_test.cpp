// `sluice test` and its store: scripted replies that tested nothing, many documents, and an end in
// the middle of a case.
#include <filesystem>
#include <thread>

#include <gtest/gtest.h>

#include "program.hpp"

namespace sluice::cli::testing {
namespace {

class TestStoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_.write("p.yaml",
                  "source: ndjson\n"
                  "sink: {dashbase-bulk: {host: 'http://192.0.2.1:9', index: logs}}\n");
  }

  Finished test(const std::string& test_case) const {
    return sluice({"test", folder_.write("p.test.yaml", "cases:\n  - " + test_case)});
  }

  Folder folder_;
};

TEST_F(TestStoreTest, AReplyThatWasNotGivenFailsTheCase) {
  const Finished unused =
      test("{name: n, input: [{n: 1}], store: [{ok: true}, {status: 429}], expect: {count: 1}}");
  EXPECT_EQ(unused.status, 1) << unused.err;
  EXPECT_NE(unused.out.find("store reply 1 was not given\n"
                            "          expected: at least 2 requests\n"
                            "          actual:   1 request\n"),
            std::string::npos)
      << unused.out;
  // Some of the requests of one reply may stay away.
  EXPECT_EQ(test("{name: n, input: [{n: 1}], store: [{status: 429}, {ok: true, times: 9}], "
                 "expect: {count: 1}}")
                .status,
            0);
}

TEST_F(TestStoreTest, AReplyThatRefusedNoItemFailsTheCase) {
  const Finished none = test(
      "{name: n, set: [sink.compression=gzip], input: [{n: 1}, {n: 2}], "
      "store: [{item: [1, 2], status: 429}], expect: {count: 2}}");
  EXPECT_EQ(none.status, 1) << none.err;
  EXPECT_NE(none.out.find("store reply 0 refused no item 2\n"
                          "          expected: a request of at least 3 items\n"
                          "          actual:   one of 2 items\n"),
            std::string::npos)
      << none.out;
  EXPECT_EQ(none.out.find("no item 1"), std::string::npos) << none.out;
}

// The store gives 10 000 documents at once.
TEST_F(TestStoreTest, ManyDocumentsAreAllThere) {
  std::string lines;
  for (int i = 0; i < 10'001; ++i) lines += "{\"n\":" + std::to_string(i) + "}\n";
  folder_.write("many.ndjson", lines);
  const Finished many = test(
      "{name: n, run: true, input: {file: many.ndjson}, "
      "expect: {count: 10001, documents: {0: {n: 0}, 10000: {n: 10000}}}}");
  EXPECT_EQ(many.status, 0) << many.out << many.err;
}

TEST_F(TestStoreTest, ASignalEndsItWithNothingLeftBehind) {
  namespace fs = std::filesystem;
  const Folder scratch;
  folder_.write("p.test.yaml",
                "cases: [{name: n, input: [{n: 1}], store: [{delay: 60s}], expect: {count: 1}}]");
  Program program({SLUICE_PROGRAM, "test", folder_.path("p.test.yaml"), "--plugin-path",
                   BUILD_FOLDER "/lib/sluice"},
                  {{"TMPDIR", scratch.path("")}});
  // The request is there: the case is in its middle.
  const auto has_request = [&] {
    for (const auto& entry : fs::recursive_directory_iterator(scratch.path(""))) {
      if (entry.is_regular_file()) return true;
    }
    return false;
  };
  while (!has_request() && !program.ended()) std::this_thread::yield();
  program.signal(SIGTERM);
  EXPECT_EQ(program.wait(), -SIGTERM) << program.out() << program.err();
  EXPECT_TRUE(fs::is_empty(scratch.path("")));
}

}  // namespace
}  // namespace sluice::cli::testing
