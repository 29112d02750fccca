// Runs the scripted pipeline of flow_testing.hpp.
#pragma once

#include <gtest/gtest.h>

#include <flow/run.hpp>

#include "flow_testing.hpp"

namespace sluice::flow::testing {

class RunTest : public ::testing::Test {
 protected:
  void SetUp() override { reset_script(); }

  /// Runs and checks what holds for every run: the ledger adds up, every batch is settled once.
  RunReport run(const Pipeline& pipeline, RunOptions options = {}) {
    script().settled.clear();
    const Logger log(LogFormat::text, LogLevel::error, log_fd_);
    flow::Run running(pipeline, log, std::move(options));
    current_ = &running;
    spec::Diagnostics diagnostics;
    EXPECT_TRUE(running.prepare(diagnostics));
    const std::vector<sluice_trigger> triggers{
        {sizeof(sluice_trigger), SLUICE_TRIGGER_NONE, {nullptr, 0}, {nullptr, 0}}};
    RunReport report = running.execute(triggers);
    current_ = nullptr;
    EXPECT_TRUE(report.ledger.accounted()) << to_text(report.ledger, 0);
    for (const auto& [token, settlements] : script().settled) {
      EXPECT_EQ(settlements.size(), 1u) << "token " << token;
    }
    return report;
  }

  /// The run at work, for scripts that stop it.
  flow::Run& current() { return *current_; }

 private:
  static constexpr int log_fd_ = -1;  // nobody reads it here
  flow::Run* current_ = nullptr;
};

inline sluice_item item(uint32_t verdict, uint32_t status, std::string_view error = {}) {
  return {verdict, status, sluice::to_text(error)};
}

}  // namespace sluice::flow::testing
