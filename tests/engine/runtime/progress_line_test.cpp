// The live line and the log on one terminal: neither leaves anything of the other behind.
#include <atomic>
#include <string>

#include <gtest/gtest.h>
#include <support/terminal.hpp>
#include <unistd.h>

#include <runtime/progress_line.hpp>

namespace {

using sluice::flow::LogFormat;
using sluice::flow::Logger;
using sluice::flow::LogLevel;
using sluice::flow::Progress;
using sluice::runtime::InputSizes;
using sluice::runtime::ProgressLine;
using sluice::testing::Terminal;

TEST(ProgressLine, IsDrawnAnewAndErasedAtTheEnd) {
  Terminal terminal;
  const Logger log(LogFormat::text, LogLevel::info, terminal.fd());
  std::atomic<uint64_t> delivered{7};
  {
    const ProgressLine line(log, InputSizes{{}, 1}, [&] {
      Progress progress;
      progress.read = 50;
      progress.settled.delivered = delivered;
      return progress;
    });
    terminal.wait_for("delivered 7");
    EXPECT_EQ(terminal.screen(), "0 B read  0 events/s  delivered 7");
    delivered = 12;
    terminal.wait_for("delivered 12");
  }
  log.info("the end");
  terminal.close_program();
  terminal.read_to_end();
  EXPECT_EQ(terminal.screen(), "info: the end\n");
}

TEST(ProgressLine, GivesWayToLogLines) {
  Terminal terminal;
  const Logger log(LogFormat::text, LogLevel::info, terminal.fd());
  {
    const ProgressLine line(log, InputSizes{{}, 1}, [] { return Progress(); });
    terminal.wait_for("events/s");
    log.warn("x");
    log.result("y", {});
    terminal.wait_for("y\r\n");
    terminal.wait_for("delivered 0");
  }
  terminal.close_program();
  terminal.read_to_end();
  EXPECT_EQ(terminal.screen(), "warning: x\ny\n");
}

TEST(ProgressLine, StaysInItsTerminal) {
  Terminal terminal(24);
  const Logger log(LogFormat::text, LogLevel::info, terminal.fd());
  {
    const ProgressLine line(log, InputSizes{{}, 1}, [] { return Progress(); });
    terminal.wait_for("events/s");
  }
  terminal.close_program();
  terminal.read_to_end();
  EXPECT_EQ(terminal.bytes().find("delivered"), std::string::npos);
  EXPECT_EQ(terminal.screen(), "");
}

// Neither to a pipe, nor among lines for machines.
TEST(ProgressLine, IsSilentElsewhere) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  std::atomic<int> looks{0};
  const auto look = [&] {
    ++looks;
    return Progress();
  };
  { const ProgressLine line(Logger(LogFormat::text, LogLevel::info, ends[1]), {}, look); }
  ::close(ends[1]);
  char byte = 0;
  EXPECT_EQ(::read(ends[0], &byte, 1), 0);
  ::close(ends[0]);

  Terminal terminal;
  const Logger log(LogFormat::json, LogLevel::info, terminal.fd());
  { const ProgressLine line(log, {}, look); }
  terminal.close_program();
  terminal.read_to_end();
  EXPECT_EQ(terminal.bytes(), "");
  EXPECT_EQ(looks, 0);
}

}  // namespace
