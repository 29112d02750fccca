// The program: start, port file, signals, kill -9, wrong arguments.
#include <csignal>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support.hpp"

namespace sluice::bulkd {
namespace {

// bulkd as a child process; its stdout and stderr come through one pipe.
class Program {
 public:
  explicit Program(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), BULKD_PROGRAM);
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) std::abort();
    pid_ = fork();
    if (pid_ == 0) {
      dup2(ends[1], STDOUT_FILENO);
      dup2(ends[1], STDERR_FILENO);
      execv(BULKD_PROGRAM, argv.data());
      _exit(127);
    }
    close(ends[1]);
    output_ = ends[0];
  }
  ~Program() {
    if (pid_ > 0) finish(SIGKILL);
    close(output_);
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  std::string read_line() {
    std::string line;
    char c = 0;
    while (read(output_, &c, 1) == 1 && c != '\n') line += c;
    return line;
  }
  std::string read_all() {
    std::string all;
    char c = 0;
    while (read(output_, &c, 1) == 1) all += c;
    return all;
  }
  // Sends a signal (0: none) and waits: the exit status, or minus the signal that ended it.
  int finish(int signal) {
    if (signal != 0) kill(pid_, signal);
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

 private:
  pid_t pid_ = -1;
  int output_ = -1;
};

TEST(Program, SaysWhereItListensAndStops) {
  for (const int signal : {SIGTERM, SIGINT}) {
    const TemporaryDirectory directory;
    Program program({"--port", "0", "--port-file", directory.file("port")});
    const std::string line = program.read_line();
    const int port = std::stoi(read_file(directory.file("port")));
    EXPECT_EQ(line, "bulkd listens on http://127.0.0.1:" + std::to_string(port) +
                        " as dashbase 6.8.23, documents in memory");
    EXPECT_EQ(httplib::Client("127.0.0.1", port).Get("/")->status, 200);
    EXPECT_EQ(program.finish(signal), 0);
  }
}

TEST(Program, LosesNothingAcknowledgedWhenKilled) {
  const TemporaryDirectory directory;
  const std::string data = directory.file("data.db");
  const auto start = [&](const std::string& port_file) {
    return std::make_unique<Program>(
        std::vector<std::string>{"--port", "0", "--port-file", port_file, "--data", data});
  };
  int acknowledged = 0;
  for (int round = 0; round < 3; ++round) {
    const std::string port_file = directory.file("port" + std::to_string(round));
    const auto program = start(port_file);
    program->read_line();
    const int port = std::stoi(read_file(port_file));
    httplib::Client client("127.0.0.1", port);
    client.set_keep_alive(true);
    for (int i = 0; i < 10; ++i) {
      const std::string prefix = std::to_string(round) + "-" + std::to_string(i) + "-";
      const auto result = client.Post("/_bulk", creates(100, prefix), ndjson);
      ASSERT_TRUE(result && result->status == 200);
      acknowledged += 100;
    }
    // One more request is under way when the process dies; it may be there or not, but whole.
    std::thread unlucky([&] {
      httplib::Client("127.0.0.1", port)
          .Post("/_bulk", creates(5000, std::to_string(round) + "-unlucky-", "unlucky"), ndjson);
    });
    program->finish(SIGKILL);
    unlucky.join();
  }
  const auto program = start(directory.file("last"));
  program->read_line();
  httplib::Client client("127.0.0.1", std::stoi(read_file(directory.file("last"))));
  EXPECT_EQ(client.Get("/logs/_count?filter_path=count")->body,
            "{\"count\":" + std::to_string(acknowledged) + "}");
  EXPECT_EQ(client.Get("/logs/_doc/2-9-100")->status, 200);
  const auto partial =
      nlohmann::json::parse(client.Get("/unlucky/_count?ignore_unavailable=true")->body);
  EXPECT_EQ(partial["count"].get<int>() % 5000, 0);
}

TEST(Program, RefusesWrongArguments) {
  const TemporaryDirectory directory;
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{"--bogus"}, "--bogus"},
      {{"--port", "70000"}, "70000"},
      {{"--claim", "elastic:8"}, "did you mean \"elasticsearch\"?"},
      {{"--fault", "stauts=503"}, "did you mean \"status\"?"},
      {{"--max-content-length", "10 apples"}, "not a size such as 100mb"},
      {{"--max-content-length", "0"}, "not a size"},
      {{"--basic", "nocolon"}, "user:password"},
      {{"--tls-cert", "x.pem"}, "--tls-key"},
      {{"--port", "0", "--data", directory.file("no/such.db")}, "could not open data file"},
      {{"--port", "0", "--record", directory.file("no/such")}, "could not open record file"},
      {{"--port", "0", "--port-file", directory.file("no/such")}, "could not write"},
  };
  for (const auto& [arguments, expected] : cases) {
    Program program(arguments);
    const std::string output = program.read_all();
    EXPECT_NE(output.find(expected), std::string::npos) << output;
    EXPECT_GT(program.finish(0), 0) << expected;
  }
}

TEST(Program, Helps) {
  Program program({"--help"});
  EXPECT_NE(program.read_all().find("Examples:"), std::string::npos);
  EXPECT_EQ(program.finish(0), 0);
}

}  // namespace
}  // namespace sluice::bulkd
