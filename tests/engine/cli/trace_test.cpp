// `dry-run --trace`: what people and programs are told of each event.
#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <support/terminal.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include "golden.hpp"
#include "program.hpp"

namespace sluice::cli::testing {
namespace {

using sluice::testing::Terminal;

constexpr const char* pipeline = R"(source: {ndjson: {}}
transforms:
  - map:
      - rename: {a: b.c}
      - convert: {n: integer}
      - set: {env: prod}
        if: "x == 1"
      - remove: [gone]
      - drop: {}
        if: has(k)
      - set: {n.o: 1}
        on_failure: [set: {helped: true}]
  - filter: {keep: "n != 0"}
    if: "n != 'q'"
  - route: {rules: [{if: "n == 4", sink: [hot, cold], index: "n-{n}"}]}
  - map: [lowercase: t]
sinks:
  hot: {dashbase-bulk: {host: "http://127.0.0.1:1", index: i}}
  cold: {file: {path: /nowhere}}
dead_letter: {file: {path: /nowhere}}
)";

// Renamed and routed; with a failure; filtered; dropped; with what must not steer a terminal;
// unreadable.
constexpr const char* input =
    "{\"a\":1,\"n\":\"4\",\"t\":\"LOUD\"}\n{\"a\":{\"d\":[2]},\"n\":\"q\",\"x\":1}\n{\"n\":0}\n"
    "{\"k\":1}\n{\"n\":1,\"t\":\"\\u001b[2J\"}\nnot JSON\n";

std::vector<std::string> arguments(const Folder& folder) {
  return {"dry-run", folder.write("traced.yaml", pipeline), "--input", "-"};
}

Finished traced(const std::vector<std::string>& more) {
  const Folder folder;
  std::vector<std::string> all = arguments(folder);
  all.insert(all.end(), more.begin(), more.end());
  return sluice(all, {}, input);
}

TEST(TraceTest, IsJsonWhereNobodyLooks) {
  const Finished finished = traced({"--trace"});
  EXPECT_EQ(finished.status, 3);
  expect_golden("tests/engine/cli/trace/trace.jsonl", finished.out);
  EXPECT_EQ(finished.ledger("read"), 6) << finished.err;
  EXPECT_EQ(finished.ledger("would_be_filtered"), 2) << finished.err;
}

TEST(TraceTest, IsTextForPeople) {
  const Finished finished = traced({"--trace=text"});
  EXPECT_EQ(finished.status, 3);
  expect_golden("tests/engine/cli/trace/trace.txt", finished.out);
  EXPECT_EQ(finished.out.find('\x1b'), std::string::npos);
}

TEST(TraceTest, IsColouredTextOnATerminal) {
  for (const bool wants_colours : {true, false}) {
    const Folder folder;
    std::vector<std::string> all = arguments(folder);
    all.insert(all.begin(), SLUICE_PROGRAM);
    all.back() = folder.write("input", input);
    all.insert(all.end(), {"--trace", "--events", "1"});
    std::vector<char*> argv;
    for (std::string& argument : all) argv.push_back(argument.data());
    argv.push_back(nullptr);
    Terminal terminal;
    const pid_t child = ::fork();
    if (child == 0) {
      ::setenv("TERM", wants_colours ? "xterm" : "dumb", 1);
      ::unsetenv("NO_COLOR");
      ::dup2(terminal.fd(), STDOUT_FILENO);
      ::execv(argv[0], argv.data());
      ::_exit(127);
    }
    terminal.close_program();
    terminal.read_to_end();
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(WEXITSTATUS(status), 3);
    const std::string& bytes = terminal.bytes();
    const std::string moved =
        wants_colours ? "\x1b[36m> a -> b.c: 1\x1b[0m" : "    > a -> b.c: 1\r";
    EXPECT_NE(bytes.find(moved), std::string::npos) << bytes;
    EXPECT_EQ(bytes.find('\x1b') != std::string::npos, wants_colours) << bytes;
    EXPECT_EQ(bytes.find("event 2"), std::string::npos) << bytes;
  }
}

TEST(TraceTest, ShowsTheBytesOfOneSink) {
  const Finished finished = traced({"--trace", "--events", "1", "--sink", "cold"});
  EXPECT_EQ(finished.status, 3);
  EXPECT_NE(finished.out.find(R"("requests":[{"sink":"cold","bytes":")"), std::string::npos)
      << finished.out;
  EXPECT_EQ(std::count(finished.out.begin(), finished.out.end(), '\n'), 1);
  EXPECT_EQ(finished.ledger("read"), 6) << finished.err;  // the others were only not shown
}

TEST(TraceTest, MistakesAreExplained) {
  EXPECT_NE(traced({"--trace=xml"}).err.find("error: --trace: \"xml\" is not one of text|json"),
            std::string::npos);
  EXPECT_NE(traced({"--trace", "--events", "0"}).err.find("\"0\" is no whole number from 1"),
            std::string::npos);
  const Finished untraced = traced({"--events", "1"});
  EXPECT_EQ(untraced.status, 2);
  EXPECT_NE(untraced.err.find("--events"), std::string::npos) << untraced.err;
}

}  // namespace
}  // namespace sluice::cli::testing
