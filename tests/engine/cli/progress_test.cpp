// `run --progress` as somebody at a terminal sees it, and as a pipe does not.
#include <string>
#include <vector>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <support/terminal.hpp>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "program.hpp"

namespace sluice::cli::testing {
namespace {

using sluice::testing::Terminal;

class ProgressTest : public ::testing::Test {
 protected:
  std::string pipeline(const std::string& sink) {
    return folder_.write("pipeline.yaml",
                         "source: {ndjson: {}}\n"
                         "transforms: [{map: [{set: {a: 1}}]}]\n"
                         "sink: " +
                             sink + "\nflow: {linger: 10ms}\n");
  }
  std::string to_file() { return "{file: {path: " + folder_.path("out") + "}}"; }

  // With standard error on the terminal, and standard output where `out` says.
  static pid_t run_on(Terminal& terminal, std::vector<std::string> arguments, int out) {
    const pid_t child = ::fork();
    if (child == 0) {
      arguments.insert(arguments.begin(), SLUICE_PROGRAM);
      std::vector<char*> argv;
      for (std::string& argument : arguments) argv.push_back(argument.data());
      argv.push_back(nullptr);
      ::dup2(out, STDOUT_FILENO);
      ::dup2(terminal.fd(), STDERR_FILENO);
      ::execv(argv[0], argv.data());
      ::_exit(127);
    }
    terminal.close_program();
    return child;
  }
  static int wait(pid_t child) {
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

  Folder folder_;
};

// The input is a pipe that stays open until the line has shown what came out of it.
TEST_F(ProgressTest, ShowsWhatIsDoneAndLeavesTheLogAlone) {
  const std::string input = folder_.path("input");
  ASSERT_EQ(::mkfifo(input.c_str(), 0600), 0);
  const int feed = ::open(input.c_str(), O_RDWR);
  ASSERT_GE(feed, 0);
  ::fcntl(feed, F_SETFD, FD_CLOEXEC);
  const int nowhere = ::open("/dev/null", O_WRONLY);
  Terminal terminal;
  const pid_t child =
      run_on(terminal, {"run", pipeline(to_file()), "--input", input, "--progress"}, nowhere);
  ASSERT_EQ(::write(feed, "{}\n{}\n{}\n", 9), 9);
  terminal.wait_for("delivered 3");
  ::close(feed);
  terminal.read_to_end();
  EXPECT_EQ(wait(child), 0);
  ::close(nowhere);
  EXPECT_EQ(terminal.screen().substr(0, 19), "read=3 delivered=3 ") << terminal.bytes();
  EXPECT_EQ(terminal.screen().find("events/s"), std::string::npos);
}

TEST_F(ProgressTest, KnowsTheEndOfPlainFiles) {
  const std::string input = folder_.write("input", std::string(64 << 10, '\n'));
  const int nowhere = ::open("/dev/null", O_WRONLY);
  Terminal terminal;
  const pid_t child =
      run_on(terminal, {"run", pipeline(to_file()), "--input", input, "--progress"}, nowhere);
  terminal.read_to_end();
  EXPECT_EQ(wait(child), 0);
  ::close(nowhere);
  EXPECT_NE(terminal.bytes().find(" of 64.0 KiB"), std::string::npos) << terminal.bytes();
}

// A line that is drawn anew and lines of events would stand in each other.
TEST_F(ProgressTest, IsSilentWhereEventsGoToTheTerminal) {
  const std::string input = folder_.write("input", "{\"b\":2}\n");
  Terminal terminal;
  const pid_t child = run_on(
      terminal, {"run", pipeline("{stdout: {}}"), "--input", input, "--progress"}, terminal.fd());
  terminal.read_to_end();
  EXPECT_EQ(wait(child), 0);
  EXPECT_EQ(terminal.bytes().find('\x1b'), std::string::npos) << terminal.bytes();
  EXPECT_EQ(terminal.screen().substr(0, 14), "{\"b\":2,\"a\":1}\n");
}

TEST_F(ProgressTest, IsSilentWithoutATerminal) {
  const std::string input = folder_.write("input", "{}\n");
  const Finished with = sluice({"run", pipeline(to_file()), "--input", input, "--progress"});
  EXPECT_EQ(with.status, 0) << with.err;
  EXPECT_EQ(with.err.substr(0, 19), "read=1 delivered=1 ");
  EXPECT_EQ(with.err.find('\x1b'), std::string::npos);
  EXPECT_EQ(with.err.find('\r'), std::string::npos);
  EXPECT_TRUE(with.out.empty());
}

}  // namespace
}  // namespace sluice::cli::testing
