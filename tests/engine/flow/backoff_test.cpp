#include <gtest/gtest.h>

#include <flow/backoff.hpp>

namespace sluice::flow {
namespace {

TEST(BackoffTest, DoublesUpToTheMaximumWithFullJitter) {
  Backoff backoff({100, 1000, 60'000}, 7);
  int64_t highest[6] = {};
  for (int round = 0; round < 2000; ++round) {
    for (uint32_t failures = 1; failures <= 5; ++failures) {
      const int64_t wait = backoff.next_ms(failures, -1);
      ASSERT_GE(wait, 0);
      highest[failures] = std::max(highest[failures], wait);
    }
  }
  EXPECT_LE(highest[1], 100);
  EXPECT_LE(highest[2], 200);
  EXPECT_LE(highest[3], 400);
  EXPECT_LE(highest[5], 1000);
  EXPECT_GT(highest[1], 80);  // the whole range is used
  EXPECT_GT(highest[5], 900);
}

TEST(BackoffTest, NeverComesBackEarlierThanTheStoreAsked) {
  Backoff backoff({100, 1000, 60'000}, 7);
  for (int i = 0; i < 100; ++i) EXPECT_GE(backoff.next_ms(1, 5000), 5000);
}

TEST(BackoffTest, ManyFailuresDoNotOverflow) {
  Backoff backoff({1, INT64_MAX / 2, 60'000}, 7);
  for (uint32_t failures : {62u, 63u, 64u, 1000u, UINT32_MAX}) {
    const int64_t wait = backoff.next_ms(failures, -1);
    EXPECT_GE(wait, 0);
  }
}

}  // namespace
}  // namespace sluice::flow
