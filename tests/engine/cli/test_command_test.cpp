// `sluice test`: cases that pass and that fail, what it says of them, and test files that are
// wrong.
#include <algorithm>
#include <filesystem>

#include <gtest/gtest.h>

#include "program.hpp"

namespace sluice::cli::testing {
namespace {

// Indents every line, so that it can stand below a key.
std::string below(std::string_view text, size_t indent) {
  std::string out;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    out += std::string(indent, ' ') + std::string(text.substr(0, end)) + "\n";
    text.remove_prefix(std::min(text.size(), end + 1));
  }
  return out;
}

class TestCommandTest : public ::testing::Test {
 protected:
  // Carries out cases, each a YAML text of the keys below its name.
  Finished test(const std::vector<std::string>& cases, std::vector<std::string> more = {}) const {
    std::string text = "cases:\n";
    for (size_t i = 0; i < cases.size(); ++i) {
      text += "  - name: case " + std::to_string(i) + "\n" + below(cases[i], 4);
    }
    folder_.write("p.test.yaml", text);
    std::vector<std::string> arguments{"test", folder_.path("p.test.yaml")};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return sluice(arguments);
  }
  void expect_pass(const std::string& test_case) const {
    const Finished finished = test({test_case});
    EXPECT_EQ(finished.status, 0) << test_case << "\n" << finished.out << finished.err;
    EXPECT_NE(finished.out.find("1 passed, 0 failed"), std::string::npos) << finished.out;
  }
  // The case fails, and the report has all of these texts.
  void expect_failure(const std::string& test_case, const std::vector<std::string>& texts) const {
    const Finished finished = test({test_case});
    EXPECT_EQ(finished.status, 1) << test_case << "\n" << finished.out << finished.err;
    for (const std::string& text : texts) {
      EXPECT_NE(finished.out.find(text), std::string::npos) << text << "\n" << finished.out;
    }
  }
  void pipeline(const std::string& text) const { folder_.write("p.yaml", text); }

  Folder folder_;

  void SetUp() override {
    pipeline(
        "source: ndjson\n"
        "transforms: [{map: [{remove: [secret]}, {set: {stage: '${STAGE:-test}'}}]}]\n"
        "sink: {dashbase-bulk: {host: 'http://192.0.2.1:9', index: logs}}\n"
        "dead_letter: {file: {path: /nowhere/dead.ndjson}}\n");
  }
};

TEST_F(TestCommandTest, WholeDocumentsAreComparedAsJson) {
  expect_pass(
      "input: [{b: 1, a: [x, null], secret: s, big: 12345678901234567890123}]\n"
      "expect: {documents: [{a: [x, null], b: 1.0, stage: test, big: 12345678901234567890123}]}");
  expect_failure(
      "input: [{a: 1, b: {c: [1, 2]}}]\nexpect: {documents: [{a: 1, b: {c: [1, 3]}, "
      "stage: test}]}",
      {"FAILED", "document 0\n", "-       3\n", "+       2\n", "    \"b\": {\n"});
  expect_failure("input: [{n: 1}, {n: 2}]\nexpect: {documents: [{n: 1, stage: test}]}",
                 {"another number of documents", "1 document", "2 documents", "document 1"});
  // One change far down in a long list.
  std::string list = "0";
  for (int i = 1; i < 3000; ++i) list += ", " + std::to_string(i);
  expect_failure(
      "input: [{l: [" + list + "]}]\nexpect: {documents: [{l: [" + list + ", 7], stage: test}]}",
      {"...\n                2996,\n", "-     2999,\n          -     7\n          +     2999\n"});
  // The last digit of a long number counts.
  expect_failure(
      "input: [{n: 12345678901234567891}]\n"
      "expect: {documents: [{n: 12345678901234567892, stage: test}]}",
      {"12345678901234567891"});
}

TEST_F(TestCommandTest, PathsTakeValuesAndMatchers) {
  expect_pass(
      "input: [{a: {b: [{c: 1}]}, 'x.y': 2, t: some text, l: [1, two], e: {}, z: null, f: 1.5}]\n"
      "expect:\n"
      "  documents:\n"
      "    0:\n"
      "      a.b[0].c: 1\n"
      "      '[\"x.y\"]': 2\n"
      "      t: {matches: '^some\\s', contains: me t, type: text, size: 9, one_of: [some text]}\n"
      "      l: {contains: two, type: list, size: 2}\n"
      "      e: {equals: {}, type: object}\n"
      "      z: null\n"
      "      f: {type: number}\n"
      "      a.b[0]: {equals: {c: 1}}\n"
      "      a.b[1]: {absent: true}\n"
      "      secret: {exists: false}\n"
      "    every: {stage: test, t: {exists: true}}");
  expect_failure("input: [{a: {b: 1}}]\nexpect: {documents: {0: {a.b: 2}}}",
                 {"document 0, a.b", "expected: 2", "actual:   1"});
  expect_failure("input: [{a: 1}]\nexpect: {documents: {0: {b: {exists: true}}}}",
                 {"document 0, b", "expected: exists: true", "actual:   (absent)"});
  expect_failure("input: [{a: 1}]\nexpect: {documents: {0: {a: {absent: true}}}}",
                 {"expected: absent: true", "actual:   1"});
  expect_failure("input: [{a: abc}]\nexpect: {documents: {0: {a: {matches: '^b'}}}}",
                 {"matches: \"^b\"", "\"abc\""});
  expect_failure("input: [{a: 1.5}]\nexpect: {documents: {0: {a: {type: integer}}}}",
                 {"type: \"integer\""});
  expect_failure("input: [{a: 1}, {a: 2}]\nexpect: {documents: {every: {a: 1}}}",
                 {"document 1, a"});
  expect_failure("input: [{a: 1}]\nexpect: {documents: {3: {a: 1}}}", {"there is no document 3"});
  expect_failure("input: []\nexpect: {documents: {every: {a: 1}}}", {"there is no document"});
}

TEST_F(TestCommandTest, InputComesInEveryShape) {
  folder_.write("in.ndjson", "{\"n\":1}\n{\"n\":2}\n");
  expect_pass("input: '{\"n\":1}'\nexpect: {documents: {0: {n: 1}}, count: 1}");
  expect_pass("input: |\n  {\"n\":1}\n  {\"n\":2}\nexpect: {count: 2}");
  expect_pass("input: {json: {n: {m: 1}}}\nexpect: {documents: {0: {n.m: 1}}}");
  expect_pass("input: {file: in.ndjson}\nexpect: {documents: {1: {n: 2}}}");
  expect_pass("input: [{n: 1}, '{\"n\": 2}']\nexpect: {documents: {1: {n: 2}}}");
  expect_pass("inputs: ['{\"n\":1}', [{n: 2}], {file: in.ndjson}]\nexpect: {count: 4}");
  pipeline("source: cloudwatch-awslogs\nsink: {dashbase-bulk: {host: 'http://x', index: i}}\n");
  expect_pass(
      "input:\n"
      "  awslogs:\n"
      "    logGroup: g\n"
      "    logEvents: [{id: one, timestamp: 5, message: {a: 1}, extractedFields: {k: v}}]\n"
      "expect:\n"
      "  documents: [{id: one, timestamp: 5, a: 1, extractedFields: {k: v}, owner: "
      "'111122223333',\n"
      "               messageType: DATA_MESSAGE, logGroup: g, logStream: test-stream,\n"
      "               subscriptionFilters: []}]\n"
      "  ids: [one]");
}

TEST_F(TestCommandTest, OutcomesReasonsIdsAndRequests) {
  expect_pass(
      "input: [{n: 1}, not json]\n"
      "expect: {outcomes: {delivered: 1, dead_lettered: 1}, index: logs, sinks: [sink],\n"
      "         reasons: [line is not JSON], log: 'payload:2', requests: 1, exit_status: 3}");
  expect_failure("input: [{n: 1}]\nexpect: {outcomes: {filtered: 1}}",
                 {"outcomes", "- delivered: 0", "+ delivered: 1", "- filtered: 1"});
  expect_failure("input: [nonsense]\nexpect: {reasons: [another reason]}",
                 {"reasons", "another reason"});
  expect_failure("input: [{n: 1}]\nexpect: {reasons: [a reason]}", {"reasons"});
  expect_failure("input: [{n: 1}]\nexpect: {ids: [x], index: other, sinks: nowhere}",
                 {"ids", "expected: x", "index", "expected: other", "sinks"});
  expect_failure("input: [{n: 1}]\nexpect: {log: never said}",
                 {"no line of the log contains this", "never said"});
  expect_failure("input: [{n: 1}]\nexpect: {exit_status: 3}",
                 {"exit status", "expected: 3", "actual:   0"});
  expect_failure("input: [{n: 1}]\nexpect: {count: 2, requests: 2}",
                 {"2 documents", "1 document", "2 requests", "1 request"});
  const std::string body =
      "set: [sink.id=none]\ninput: [{n: 1}]\n"
      "expect:\n  requests:\n    - |\n      {\"create\":{\"_index\":\"logs\"}}\n      ";
  expect_pass(body + "{\"n\":1,\"stage\":\"test\"}");
  expect_failure(body + "{\"n\":2,\"stage\":\"test\"}",
                 {"request 0", "- {\"n\":2,\"stage\":\"test\"}", "+ {\"n\":1,\"stage\":\"test\"}"});
}

TEST_F(TestCommandTest, TheEnvironmentIsThatOfTheCaseAlone) {
  expect_pass("environment: {STAGE: prod}\ninput: [{}]\nexpect: {documents: [{stage: prod}]}");
  const Finished hermetic =
      sluice({"test", folder_.write("p.test.yaml",
                                    "cases:\n  - {name: n, input: [{}], "
                                    "expect: {documents: [{stage: test}]}}\n")},
             {{"STAGE", "leaked"}});
  EXPECT_EQ(hermetic.status, 0) << hermetic.out;
  pipeline("source: ndjson\nsink: {dashbase-bulk: {host: '${HOST}', index: i}}\n");
  expect_failure("input: [{}]\nexpect: {count: 1}",
                 {"the pipeline was refused", "environment variable \"HOST\" is not set"});
  expect_pass("input: [{}]\nexpect: {error: '\"HOST\" is not set'}");
  expect_pass("expect: {error: '\"HOST\" is not set'}");
}

TEST_F(TestCommandTest, APipelineMayHaveToBeRefused) {
  expect_pass("set: [sink.idnex=x]\nexpect: {error: did you mean \"index\"}");
  expect_failure("set: [sink.idnex=x]\nexpect: {error: something else}",
                 {"refused for another reason", "something else", "idnex"});
  expect_failure("expect: {error: x}", {"was not refused", "it is valid"});
  expect_failure("set: ['sink=']\ninput: [{}]\nexpect: {count: 1}", {"the pipeline was refused"});
}

// --- delivery ------------------------------------------------------------------------------------

TEST_F(TestCommandTest, TheStoreAnswersAsItIsTold) {
  const std::string three = "input: [{n: 0}, {n: 1}, {n: 2}]\n";
  expect_pass(three +
              "store: []\n"
              "expect: {documents: {0: {n: 0}, 2: {n: 2}}, outcomes: {delivered: 3}, index: logs,\n"
              "         sinks: sink, requests: 1, exit_status: 0}");
  expect_pass(three + "run: true\nexpect: {count: 3}");
  expect_pass(three +
              "store: [{status: 429, retry_after: 30}, {status: 503, body: busy}]\n"
              "expect: {count: 3, outcomes: {delivered: 3}, requests: 3, log: in 30.0 s}");
  expect_pass(three + "store: [{ok: true}]\nexpect: {requests: 1}");
  expect_pass(three +
              "store: [{item: 1, status: 400}]\n"
              "expect: {documents: {0: {n: 0}, 1: {n: 2}}, count: 2, exit_status: 3,\n"
              "         outcomes: {delivered: 2, dead_lettered: 1}, reasons: [rejected],\n"
              "         dead_letters: {0: {status: 400, document.n: 1, original: {contains: n}}}}");
  expect_pass(three +
              "store: [{item: [0, 2], status: 429}, {ok: true}]\n"
              "expect: {documents: {0: {n: 0}, 1: {n: 1}, 2: {n: 2}}, requests: 2}");
  expect_pass(three +
              "store: [{drop: before}]\nexpect: {count: 3, requests: 2,\n"
              "  outcomes: {delivered: 3}}");
  expect_pass(three +
              "store: [{drop: after}]\nexpect: {count: 3, requests: 2,\n"
              "  outcomes: {duplicate: 3}}");
  expect_pass(three + "store: [{empty: true}]\nexpect: {count: 3, outcomes: {delivered: 3}}");
  expect_pass(three +
              "store: [{empty: true, stored: true}]\n"
              "expect: {count: 3, outcomes: {duplicate: 3}}");
  expect_pass(three + "store: [{cut: 10}]\nexpect: {count: 3, outcomes: {duplicate: 3}}");
  expect_pass(three + "store: [{delay: 1ms}]\nexpect: {count: 3}");
  expect_pass(three + "store: [{status: 503, times: 4}]\nexpect: {count: 3, requests: 5}");
  expect_pass(three +
              "store: {claim: 'elasticsearch:8.15.0', replies: [{status: 429}]}\n"
              "expect: {count: 3, log: 'Elasticsearch 8.15.0'}");
  expect_pass(three +
              "set: [flow.retry.give_up_after=0ms]\nstore: [{status: 503}]\n"
              "expect: {count: 0, outcomes: {handed_back: 3}, exit_status: 4,\n"
              "         log: gave up on 3 events}");
  expect_failure(three + "store: [{status: 401}]\nexpect: {count: 0}", {"the run ended early"});
  expect_failure(
      three + "store: [{item: 0, status: 400}]\nexpect: {count: 3}",
      {"expected: 3 documents", "actual:   2 documents", "the run said:", "rejected by the store"});
}

TEST_F(TestCommandTest, RequestsOfARunAreThoseThatTheStoreGot) {
  const std::string body =
      "      {\"create\":{\"_index\":\"logs\"}}\n      {\"n\":1,\"stage\":\"test\"}\n";
  expect_pass(
      "set: [sink.id=none]\ninput: [{n: 1}]\nstore: [{status: 503}]\n"
      "expect:\n  requests:\n    - |\n" +
      body + "    - |\n" + body);
}

TEST_F(TestCommandTest, WhatIsExpectedOfTheDeadLetterIsARun) {
  expect_pass(
      "input: [{n: 1}, broken]\n"
      "expect: {dead_letters: {0: {pipeline: p, line: 2, original: broken,\n"
      "                            time: {matches: '^\\d{4}-'}}}}");
  expect_failure("input: [{n: 1}]\nexpect: {dead_letters: {0: {line: 2}}}",
                 {"there is no dead letter 0"});
  expect_pass("input: [{n: 1}]\nexpect: {dead_letters: []}");
}

TEST_F(TestCommandTest, SinksThatWriteLocallyWriteToFilesOfTheTest) {
  pipeline("source: ndjson\nsink: stdout\n");
  expect_pass("input: [{n: 1}]\nrun: true\nexpect: {documents: [{n: 1}], sinks: sink}");
  expect_failure("input: [{n: 1}]\nrun: true\nexpect: {requests: [x]}",
                 {"unknown: the run has no store"});
  pipeline("source: ndjson\nsink: {file: {path: /nowhere/out.ndjson}}\n");
  expect_pass("input: [{n: 1}]\nrun: true\nexpect: {documents: [{n: 1}], exit_status: 0}");
}

TEST_F(TestCommandTest, EachOfSeveralSinksHasItsDocuments) {
  pipeline(
      "source: ndjson\n"
      "transforms:\n"
      "  - route:\n"
      "      - {if: n == 1, sink: [audit, archive]}\n"
      "      - {if: n == 2, sink: audit, index: 'audit-{kind}'}\n"
      "sinks:\n"
      "  logs: {dashbase-bulk: {host: 'http://192.0.2.1:9', index: logs}}\n"
      "  audit: {dashbase-bulk: {host: 'http://192.0.2.1:9', index: audit}}\n"
      "  archive: {file: {path: /nowhere/archive.ndjson}}\n");
  const std::string events = "input: [{n: 0}, {n: 1}, {n: 2, kind: x}]\n";
  const std::string expected =
      "  documents: [{n: 0}, {n: 1}, {n: 1}, {n: 2, kind: x}]\n"
      "  outcomes: {delivered: 3}\n";
  expect_pass(events + "expect:\n" + expected +
              "  sinks: [logs, audit, archive, audit]\n  index: [logs, audit, '', audit-x]");
  expect_pass(events + "store: [{status: 429}]\nexpect:\n" + expected +
              "  sinks: [logs, audit, archive, audit]\n  index: [logs, audit, '', audit-x]");
  pipeline("source: ndjson\nsinks: {sink: {file: {path: /nowhere/x}}}\n");
  expect_pass("input: [{n: 0}]\nrun: true\nexpect: {documents: [{n: 0}], sinks: sink}");
}

TEST_F(TestCommandTest, ValidateTakesTestFilesToo) {
  const std::string path =
      folder_.write("p.test.yaml", "cases: [{name: n, input: x, expect: {count: 0}}]\n");
  const Finished good = sluice({"validate", folder_.path("p.yaml"), path});
  EXPECT_EQ(good.status, 0) << good.err;
  EXPECT_NE(good.out.find(path + ": ok"), std::string::npos) << good.out;
  folder_.write("p.test.yaml", "cases: [{name: n, input: x, expect: {cuont: 0}}]\n");
  const Finished bad = sluice({"validate", path});
  EXPECT_EQ(bad.status, 2);
  EXPECT_NE(bad.err.find("did you mean \"count\"?"), std::string::npos) << bad.err;
}

TEST_F(TestCommandTest, ColoursAreForTerminals) {
  folder_.write("p.test.yaml", "cases: [{name: n, input: [{n: 1}], expect: {count: 2}}]");
  const std::string script =
      "import os, pty, sys\n"
      "out = b''\n"
      "def read(fd):\n"
      "    global out\n"
      "    data = os.read(fd, 65536)\n"
      "    out += data\n"
      "    return b''\n"
      "pty.spawn(sys.argv[1:], read)\n"
      "print('coloured' if b'\\x1b[31mFAILED' in out else 'plain', b'FAILED' in out)\n";
  const std::vector<std::string> command{PYTHON_PROGRAM, "-c",   script,
                                         SLUICE_PROGRAM, "test", folder_.path("p.test.yaml")};
  const auto said = [&](const Program::Environment& environment) {
    Program program(command, environment);
    EXPECT_EQ(program.wait(), 0) << program.err();
    return program.out();
  };
  EXPECT_EQ(said({{"TERM", "xterm"}, {"NO_COLOR", ""}}), "coloured True\n");
  EXPECT_EQ(said({{"TERM", "xterm"}, {"NO_COLOR", "1"}}), "plain True\n");
  EXPECT_EQ(said({{"TERM", "dumb"}, {"NO_COLOR", ""}}), "plain True\n");
}

TEST_F(TestCommandTest, NothingIsLeftBehind) {
  const Folder scratch;
  folder_.write("p.test.yaml",
                "cases: [{name: n, input: [{n: 1}], store: [], expect: {count: 1}}]");
  const Finished finished =
      sluice({"test", folder_.path("p.test.yaml")}, {{"TMPDIR", scratch.path("")}});
  EXPECT_EQ(finished.status, 0) << finished.out << finished.err;
  EXPECT_TRUE(std::filesystem::is_empty(scratch.path("")));
}

TEST_F(TestCommandTest, AMissingStoreIsSaid) {
  const std::string alone = folder_.path("sluice");
  std::filesystem::copy_file(SLUICE_PROGRAM, alone);
  folder_.write("p.test.yaml",
                "cases: [{name: n, input: [{n: 1}], store: [], expect: {count: 1}}]");
  Program program(
      {alone, "test", folder_.path("p.test.yaml"), "--plugin-path", BUILD_FOLDER "/lib/sluice"},
      {{"PATH", "/nowhere"}});
  EXPECT_EQ(program.wait(), 1);
  EXPECT_NE(program.out().find("could not find \"bulkd\""), std::string::npos) << program.out();
}

// Each block of YAML in the documentation that begins with `# NAME.yaml` is that file.
TEST_F(TestCommandTest, TheExampleOfTheDocumentationPasses) {
  const std::string page = read_file(SOURCE_FOLDER "/pipelines/TESTING.md");
  const std::string_view mark = "```yaml\n# ";
  size_t files = 0;
  for (size_t at = page.find(mark); at != std::string::npos; at = page.find(mark, at)) {
    const size_t name = at + mark.size();
    at = page.find("```\n", name);
    ASSERT_NE(at, std::string::npos);
    folder_.write(page.substr(name, page.find('\n', name) - name),
                  page.substr(name - 2, at - name + 2));
    ++files;
  }
  EXPECT_EQ(files, 2u);
  const Finished finished = sluice({"test", folder_.path("web.test.yaml")});
  EXPECT_EQ(finished.status, 0) << finished.out << finished.err;
  EXPECT_NE(finished.out.find("5 passed, 0 failed"), std::string::npos) << finished.out;
}

TEST(ShippedPipelinesTest, EachHasATestFile) {
  for (const auto& entry : std::filesystem::directory_iterator(SOURCE_FOLDER "/pipelines")) {
    const std::string path = entry.path().string();
    if (!path.ends_with(".yaml") || path.ends_with(".test.yaml")) continue;
    const std::string tests = path.substr(0, path.size() - 5) + ".test.yaml";
    EXPECT_TRUE(std::filesystem::exists(tests)) << tests;
  }
}

// --- the command ---------------------------------------------------------------------------------

TEST_F(TestCommandTest, CasesAreChosenListedAndCounted) {
  const std::string good = "input: [{n: 1}]\nexpect: {count: 1}";
  const std::string bad = "input: [{n: 1}]\nexpect: {count: 2}";
  const Finished all = test({good, bad, good});
  EXPECT_EQ(all.status, 1);
  EXPECT_NE(all.out.find("2 passed, 1 failed"), std::string::npos) << all.out;
  EXPECT_NE(all.out.find("ok      " + folder_.path("p.test.yaml") + ": case 0 ("),
            std::string::npos)
      << all.out;
  EXPECT_NE(all.out.find("p.test.yaml:5:5"), std::string::npos) << all.out;
  EXPECT_EQ(all.out.find('\x1b'), std::string::npos);
  EXPECT_EQ(test({good, bad}, {"-k", "case 0"}).status, 0);
  EXPECT_EQ(test({good, bad}, {"--filter", "case 1"}).status, 1);
  const Finished none = test({good}, {"-k", "nothing"});
  EXPECT_EQ(none.status, 2);
  EXPECT_NE(none.err.find("no case has \"nothing\""), std::string::npos) << none.err;
  const Finished list = test({good, bad}, {"--list"});
  EXPECT_EQ(list.status, 0);
  EXPECT_EQ(list.out, folder_.path("p.test.yaml") + ": case 0\n" + folder_.path("p.test.yaml") +
                          ": case 1\n");
}

TEST_F(TestCommandTest, FilesAreSearchedInFolders) {
  std::filesystem::create_directories(folder_.path("a/b"));
  std::filesystem::create_directories(folder_.path("a/.hidden"));
  const std::string text =
      "pipeline: ../../p.yaml\ncases: [{name: n, input: [{n: 1}], expect: {count: 1}}]\n";
  folder_.write("a/b/x.test.yaml", text);
  folder_.write("a/b/y.test.yaml", text);
  folder_.write("a/.hidden/z.test.yaml", text);
  const Finished finished = sluice({"test", folder_.path("a")});
  EXPECT_EQ(finished.status, 0) << finished.out << finished.err;
  EXPECT_NE(finished.out.find("2 passed, 0 failed"), std::string::npos) << finished.out;
  const Finished twice = sluice({"test", folder_.path("a/b/x.test.yaml"), folder_.path("a/b")});
  EXPECT_NE(twice.out.find("2 passed, 0 failed"), std::string::npos) << twice.out;
}

TEST_F(TestCommandTest, WhatIsNoTestIsAnError) {
  const auto expect_error = [&](const std::string& path, const std::string& message) {
    const Finished finished = sluice({"test", path});
    EXPECT_EQ(finished.status, 2);
    EXPECT_NE(finished.err.find(message), std::string::npos) << finished.err;
    EXPECT_TRUE(finished.out.empty()) << finished.out;
  };
  const Folder empty;
  expect_error(empty.path(""), "there is no file *.test.yaml in");
  expect_error(folder_.path("none.test.yaml"), "No such file or directory");
  folder_.write("p.test.yaml", "cases: []");
  expect_error(folder_.path("p.yaml"), "did you mean \"" + folder_.path("p.test.yaml") + "\"?");
  expect_error(folder_.path("p.test.yaml"), "there is no case");
}

TEST_F(TestCommandTest, TheReportForMachinesIsJUnitXml) {
  folder_.write("p.test.yaml",
                "cases:\n"
                "  - {name: \"good <&> \\\"quoted\\\"\", input: [{n: 1}], expect: {count: 1}}\n"
                "  - {name: bad, input: [{n: \"\\x01<b>]]>\\uFFFE\"}], "
                "expect: {documents: {0: {n: x}}}}\n");
  const std::string xml = folder_.path("junit.xml");
  const Finished finished = sluice({"test", folder_.path("p.test.yaml"), "--junit", xml});
  EXPECT_EQ(finished.status, 1) << finished.out << finished.err;
  const std::string script =
      "import sys, xml.etree.ElementTree as tree\n"
      "root = tree.parse(sys.argv[1]).getroot()\n"
      "assert root.tag == 'testsuites' and root.get('tests') == '2', root.attrib\n"
      "assert root.get('failures') == '1', root.attrib\n"
      "suite, = root\n"
      "assert suite.get('name').endswith('p.test.yaml') and suite.get('failures') == '1'\n"
      "good, bad = suite\n"
      "assert good.get('name') == 'good <&> \"quoted\"' and len(good) == 0, good.attrib\n"
      "assert float(good.get('time')) >= 0 and good.get('line') == '2', good.attrib\n"
      "failure, = bad\n"
      "assert failure.tag == 'failure' and failure.get('message') == 'document 0, n'\n"
      "assert '<b>]]>' in failure.text and 'expected: \"x\"' in failure.text, failure.text\n";
  Program check({PYTHON_PROGRAM, "-c", script, xml});
  EXPECT_EQ(check.wait(), 0) << check.err() << read_file(xml);
  const Finished unwritable =
      sluice({"test", folder_.path("p.test.yaml"), "--junit", "/nowhere/x.xml"});
  EXPECT_EQ(unwritable.status, 2);
  EXPECT_NE(unwritable.err.find("could not write \"/nowhere/x.xml\""), std::string::npos);
}

struct Wrong {
  const char* name;
  const char* text;
  const char* message;
};

class WrongTestFileTest : public TestCommandTest, public ::testing::WithParamInterface<Wrong> {};

TEST_P(WrongTestFileTest, IsExplained) {
  const std::string path = folder_.write("p.test.yaml", GetParam().text);
  const Finished finished = sluice({"test", path});
  EXPECT_EQ(finished.status, 2) << finished.out;
  EXPECT_TRUE(finished.out.empty()) << finished.out;
  EXPECT_NE(finished.err.find(path + GetParam().message), std::string::npos) << finished.err;
}

INSTANTIATE_TEST_SUITE_P(
    All, WrongTestFileTest,
    ::testing::Values(
        Wrong{"Empty", "", ": error: a test file must be a map with \"cases\""},
        Wrong{"NoYaml", "cases: [", ":"},
        Wrong{"Key", "csaes: []\n", ":1:1: error: unknown option \"csaes\""},
        Wrong{"NoPipeline", "pipeline: q.yaml\ncases: [{name: n, input: x, expect: {count: 1}}]\n",
              ":1:11: error: could not open the pipeline"},
        Wrong{"Folder", "cases: [{name: n, input: {file: .}, expect: {count: 1}}]\n",
              ":1:26: error: could not open the input"},
        Wrong{"NoInput", "cases:\n  - {name: n, expect: {count: 1}}\n",
              ":2:5: error: case \"n\" has no input"},
        Wrong{"NoInputFile", "cases:\n  - {name: n, input: {file: no.txt}, expect: {count: 1}}\n",
              ":2:22: error: could not open the input"},
        Wrong{"BothInputs", "cases:\n  - {name: n, input: x, inputs: [x], expect: {count: 1}}\n",
              ":2:33: error: \"input\" and \"inputs\" exclude each other"},
        Wrong{"NoExpectation", "cases:\n  - {name: n, input: x, expect: {}}\n",
              ":2:33: error: case \"n\" expects nothing"},
        Wrong{"NameTwice",
              "cases:\n  - {name: n, input: x, expect: {count: 1}}\n"
              "  - {name: n, input: x, expect: {count: 1}}\n",
              ":3:12: error: another case is called \"n\" too"},
        Wrong{"Expectation", "cases:\n  - {name: n, input: x, expect: {docments: []}}\n",
              ":2:34: error: unknown option \"cases[0].expect.docments\""},
        Wrong{"Matcher",
              "cases:\n  - {name: n, input: x, expect: {documents: {0: {a: {exist: true}}}}}\n",
              ":2:53: error: unknown matcher \"exist\" at path \"a\"; did you mean \"exists\"?"},
        Wrong{"MatcherValue",
              "cases:\n  - {name: n, input: x, expect: {documents: {0: {a: {type: string}}}}}\n",
              ":2:53: error: matcher \"type\" at path \"a\" is \"string\"; it must be one of"},
        Wrong{"Pattern",
              "cases:\n  - {name: n, input: x, expect: {documents: {0: {a: {matches: '('}}}}}\n",
              ":2:53: error: pattern \"(\" at path \"a\" is no regular expression"},
        Wrong{"Path", "cases:\n  - {name: n, input: x, expect: {documents: {0: {a..b: 1}}}}\n",
              ":2:56: error: path \"a..b\": expected a field name"},
        Wrong{"DocumentNumber",
              "cases:\n  - {name: n, input: x, expect: {documents: {one: {a: 1}}}}\n",
              ":2:51: error: \"one\" is no document"},
        Wrong{"Reply", "cases:\n  - {name: n, input: x, store: [{}], expect: {count: 1}}\n",
              ":2:33: error: the reply says nothing"},
        Wrong{"ReplyBoth",
              "cases:\n  - {name: n, input: x, store: [{drop: after, empty: true}], "
              "expect: {count: 1}}\n",
              ":2:33: error: \"status\", \"item\", \"drop\""},
        Wrong{"ReplyItem",
              "cases:\n  - {name: n, input: x, store: [{item: 1}], expect: {count: 1}}\n",
              ":2:33: error: \"item\" needs a \"status\""},
        Wrong{"ErrorAndMore", "cases:\n  - {name: n, input: x, expect: {error: e, count: 1}}\n",
              ":2:33: error: \"error\" stands alone"},
        Wrong{"Awslogs",
              "cases:\n  - {name: n, input: {awslogs: {owner: x}}, expect: {count: 1}}\n",
              ":2:22: error: \"awslogs\" needs \"messages\" or \"logEvents\""}),
    [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace sluice::cli::testing
