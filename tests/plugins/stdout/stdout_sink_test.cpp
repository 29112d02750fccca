// The stdout sink against pipes.
#include <array>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <stdout/stdout_sink.hpp>
#include <support/plugin_host.hpp>
#include <support/plugin_library.hpp>
#include <support/sink_request.hpp>
#include <unistd.h>

namespace {

using sluice::Batch;
using sluice::StatusCode;
using sluice::StdoutSink;
using sluice::testing::PluginHost;
using sluice::testing::SinkRequest;

class Pipe {
 public:
  Pipe() {
    if (::pipe2(ends_.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2 failed");
  }
  ~Pipe() {
    close_reader();
    close_writer();
  }
  int writer() const { return ends_[1]; }
  int reader() const { return ends_[0]; }
  void close_reader() { close(ends_[0]); }
  void close_writer() { close(ends_[1]); }
  std::string read_all() {
    std::string all;
    std::array<char, 65536> part;
    for (ssize_t size; (size = ::read(ends_[0], part.data(), part.size())) > 0;) {
      all.append(part.data(), static_cast<size_t>(size));
    }
    return all;
  }

 private:
  static void close(int& fd) {
    if (fd >= 0) ::close(fd);
    fd = -1;
  }
  std::array<int, 2> ends_{-1, -1};
};

TEST(StdoutSink, WritesOneLineForEachEvent) {
  PluginHost host;
  Pipe pipe;
  StdoutSink sink(host.host(), pipe.writer());
  SinkRequest request(sink);
  auto batch = host.events({R"({"a":1.50,"b":"x\ny"})", R"({ "c" : [1, 2] })", "{}"});
  request.add_all(Batch(batch.get()));
  ASSERT_TRUE(request.deliver().ok());
  pipe.close_writer();
  EXPECT_EQ(pipe.read_all(), "{\"a\":1.50,\"b\":\"x\\ny\"}\n{\"c\":[1, 2]}\n{}\n");
  EXPECT_EQ(request.verdicts(), "DDD");
  EXPECT_EQ(request.bytes_sent(), request.body().size());
}

TEST(StdoutSink, LimitsRequests) {
  PluginHost host;
  StdoutSink sink(host.host());
  sluice_sink_limits limits{};
  sink.limits(limits);
  EXPECT_EQ(limits.max_bytes, 1u << 20);
  EXPECT_EQ(limits.max_documents, 0u);
}

TEST(StdoutSink, AClosedReaderEndsTheRunWithoutSigpipe) {
  ASSERT_NE(::signal(SIGPIPE, SIG_DFL), SIG_ERR);  // would end this test if it were raised
  PluginHost host;
  Pipe pipe;
  pipe.close_reader();
  StdoutSink sink(host.host(), pipe.writer());
  SinkRequest request(sink);
  auto batch = host.events({R"({"a":1})"});
  request.add_all(Batch(batch.get()));
  const sluice::Status status = request.deliver();
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, StatusCode::fatal);
  EXPECT_EQ(status.error().message, "could not write to standard output: its reader has closed it");
  sigset_t pending;
  sigpending(&pending);
  EXPECT_EQ(sigismember(&pending, SIGPIPE), 0);
  sigset_t blocked;
  pthread_sigmask(SIG_SETMASK, nullptr, &blocked);
  EXPECT_EQ(sigismember(&blocked, SIGPIPE), 0);
}

TEST(StdoutSink, AFullDeviceAndAClosedOutputAreFatal) {
  PluginHost host;
  auto batch = host.events({R"({"a":1})"});
  const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  ASSERT_GE(full, 0);
  StdoutSink to_full(host.host(), full);
  SinkRequest request(to_full);
  request.add_all(Batch(batch.get()));
  const sluice::Status no_space = request.deliver();
  ::close(full);
  ASSERT_FALSE(no_space.ok());
  EXPECT_NE(no_space.error().message.find("No space left"), std::string::npos);

  StdoutSink closed(host.host(), -1);
  SinkRequest other(closed);
  other.add_all(Batch(batch.get()));
  const sluice::Status not_open = other.deliver();
  ASSERT_FALSE(not_open.ok());
  EXPECT_EQ(not_open.error().message, "could not write to standard output: it is not open");
}

// Two lanes with requests larger than a pipe holds, into a pipe that somebody made non-blocking.
TEST(StdoutSink, LinesOfTwoLanesDoNotMix) {
  PluginHost host;
  Pipe pipe;
  ASSERT_EQ(::fcntl(pipe.writer(), F_SETFL, O_NONBLOCK), 0);
  auto write_lane = [&](char letter) {
    StdoutSink sink(host.host(), pipe.writer());
    SinkRequest request(sink);
    auto batch = host.events(
        std::vector<std::string>(50, "{\"text\":\"" + std::string(5000, letter) + "\"}"));
    request.add_all(Batch(batch.get()));
    for (int i = 0; i < 4; ++i) EXPECT_TRUE(request.deliver().ok());
  };
  std::string all;
  std::thread reader([&] { all = pipe.read_all(); });
  std::thread a(write_lane, 'a');
  std::thread b(write_lane, 'b');
  a.join();
  b.join();
  pipe.close_writer();
  reader.join();
  size_t lines = 0;
  for (size_t at = 0; at < all.size(); ++lines) {
    const size_t end = all.find('\n', at);
    ASSERT_NE(end, std::string::npos);
    const std::string line = all.substr(at, end - at);
    ASSERT_TRUE(line == "{\"text\":\"" + std::string(5000, 'a') + "\"}" ||
                line == "{\"text\":\"" + std::string(5000, 'b') + "\"}");
    at = end + 1;
  }
  EXPECT_EQ(lines, 400u);
}

TEST(StdoutPlugin, IsWired) {
  const sluice::testing::PluginLibrary library(PLUGIN_FILE);
  const sluice_component& component = library.component("stdout");
  EXPECT_EQ(component.role, static_cast<uint32_t>(SLUICE_ROLE_SINK));
  EXPECT_EQ(component.options.count, 0u);
  EXPECT_TRUE(library.exports(SLUICE_PLUGIN_SYMBOL));
}

}  // namespace
