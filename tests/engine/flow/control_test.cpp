#include <thread>

#include <gtest/gtest.h>

#include <flow/control.hpp>

namespace sluice::flow {
namespace {

TEST(ControlTest, WithoutADeadlineItGoesOn) {
  Control control;
  EXPECT_FALSE(control.stopping());
  EXPECT_FALSE(control.expired());
  EXPECT_EQ(control.remaining_ms(), -1);
  EXPECT_TRUE(control.wait(0));
  EXPECT_TRUE(control.wait(1));
}

TEST(ControlTest, APassedDeadlineEndsDelivery) {
  Control control(monotonic_ms() - 1);
  EXPECT_TRUE(control.stopping());
  EXPECT_TRUE(control.expired());
  EXPECT_EQ(control.remaining_ms(), 0);
  EXPECT_FALSE(control.wait(60'000));
}

TEST(ControlTest, AStopLeavesAGracePeriod) {
  Control control;
  control.request_stop(60'000);
  EXPECT_TRUE(control.stopping());
  EXPECT_FALSE(control.expired());
  EXPECT_GT(control.remaining_ms(), 50'000);
  control.request_stop(0);
  EXPECT_TRUE(control.expired());
}

TEST(ControlTest, AStopNeverMovesTheDeadlineOut) {
  Control control(monotonic_ms() + 1000);
  control.request_stop(60'000);
  EXPECT_LE(control.remaining_ms(), 1000);
}

TEST(ControlTest, AFailureWakesWhoWaitsAndKeepsTheFirstReason) {
  Control control;
  std::thread waiting([&] { EXPECT_FALSE(control.wait(60'000)); });
  control.fail("first");
  control.fail("second");
  waiting.join();
  EXPECT_EQ(control.failure(), "first");
  EXPECT_TRUE(control.expired());
}

TEST(ControlTest, AStopWakesWhoWaitsWhenItsGraceIsOver) {
  Control control;
  std::thread waiting([&] { EXPECT_FALSE(control.wait(60'000)); });
  control.request_stop(0);
  waiting.join();
}

}  // namespace
}  // namespace sluice::flow
