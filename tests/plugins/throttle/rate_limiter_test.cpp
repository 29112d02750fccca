// Token buckets: how many pass, in what time, for how many keys.
#include <deque>
#include <random>
#include <string>
#include <unordered_map>

#include <gtest/gtest.h>
#include <throttle/rate_limiter.hpp>

namespace {

using sluice::RateLimit;
using sluice::RateLimiter;
using sluice::kit::Hash128;

Hash128 key(uint64_t n) {
  return sluice::kit::hash_bytes_128(std::to_string(n));
}

// How many of `tries` pass at this time.
int passes(RateLimiter& limiter, int tries, int64_t now_ms, const Hash128& k = {}) {
  int passed = 0;
  for (int i = 0; i < tries; ++i) passed += limiter.take(k, now_ms) ? 1 : 0;
  return passed;
}

TEST(RateLimiter, BurstsAndThenKeepsTheRate) {
  RateLimiter limiter({10, 1000, 3}, 10);
  EXPECT_EQ(passes(limiter, 10, 0), 3);
  EXPECT_EQ(passes(limiter, 10, 99), 0);
  EXPECT_EQ(passes(limiter, 10, 100), 1);
  EXPECT_EQ(passes(limiter, 10, 250), 1);
  EXPECT_EQ(passes(limiter, 10, 300), 1);
  EXPECT_EQ(passes(limiter, 10, 100'000), 3);
}

TEST(RateLimiter, TheRateHoldsOverALongTime) {
  for (const RateLimit rate : {RateLimit{3, 1000, 1}, RateLimit{7, 60'000, 7},
                               RateLimit{333, 1000, 5}, RateLimit{1, 3'600'000, 1}}) {
    RateLimiter limiter(rate, 1);
    int passed = 0;
    const int64_t end_ms = 100'000;
    for (int64_t now = 0; now < end_ms; ++now) passed += passes(limiter, 2, now);
    const double expected = rate.burst + rate.limit * static_cast<double>(end_ms) / rate.per_ms;
    EXPECT_LE(passed, expected);
    EXPECT_GE(passed, expected - 2) << rate.limit;
  }
}

TEST(RateLimiter, TimeThatGoesBackGivesNothing) {
  RateLimiter limiter({1, 1000, 1}, 1);
  EXPECT_EQ(passes(limiter, 2, 10'000), 1);
  EXPECT_EQ(passes(limiter, 2, 0), 0);
  EXPECT_EQ(passes(limiter, 2, 10'999), 0);
  EXPECT_EQ(passes(limiter, 2, 11'000), 1);
}

TEST(RateLimiter, TimesAtTheEndsOfTheirRange) {
  RateLimiter limiter({1, 1000, 2}, 1);
  EXPECT_EQ(passes(limiter, 3, INT64_MIN), 2);
  EXPECT_EQ(passes(limiter, 3, INT64_MAX), 2);
  EXPECT_EQ(passes(limiter, 3, INT64_MIN), 0);
}

TEST(RateLimiter, KeysHaveBucketsOfTheirOwn) {
  RateLimiter limiter({1, 1000, 2}, 10);
  EXPECT_EQ(passes(limiter, 5, 0, key(1)), 2);
  EXPECT_EQ(passes(limiter, 5, 0, key(2)), 2);
  EXPECT_EQ(passes(limiter, 5, 0, key(1)), 0);
  EXPECT_EQ(limiter.keys(), 2u);
}

TEST(RateLimiter, ForgetsTheKeyThatWasNotUsedTheLongest) {
  RateLimiter limiter({1, 1000, 1}, 2);
  EXPECT_TRUE(limiter.take(key(1), 0));
  EXPECT_TRUE(limiter.take(key(2), 0));
  EXPECT_FALSE(limiter.take(key(1), 0));
  EXPECT_TRUE(limiter.take(key(3), 0));  // 2 is forgotten
  EXPECT_FALSE(limiter.take(key(1), 0));
  EXPECT_TRUE(limiter.take(key(2), 0));  // 3 is forgotten
  EXPECT_FALSE(limiter.take(key(1), 0));
  EXPECT_EQ(limiter.forgotten(), 2u);
  EXPECT_EQ(limiter.keys(), 2u);
}

// Against a list in order of use; crowded keys stand in each other's way in the table.
TEST(RateLimiter, AgreesWithAList) {
  std::mt19937_64 random(11);
  for (const uint32_t most : {1u, 2u, 5u, 40u, 700u}) {
    RateLimiter limiter({1, 1e12, 2}, most);  // two for each key, and no more of them
    std::deque<std::pair<uint64_t, int>> used;
    for (int i = 0; i < 20'000; ++i) {
      const uint64_t n = random() % (most * 2);
      int taken = 0;
      for (auto it = used.begin(); it != used.end(); ++it) {
        if (it->first != n) continue;
        taken = it->second;
        used.erase(it);
        break;
      }
      ASSERT_EQ(limiter.take({n, n % 7}, 0), taken < 2) << most << " " << i;
      used.emplace_back(n, std::min(taken + 1, 2));
      if (used.size() > most) used.pop_front();
      ASSERT_EQ(limiter.keys(), used.size());
    }
  }
}

TEST(RateLimiter, MemoryIsBounded) {
  RateLimiter limiter({1, 1000, 1}, 10'000);
  EXPECT_LT(limiter.memory_bytes(), 32u << 10);
  for (uint64_t n = 0; n < 50'000; ++n) ASSERT_TRUE(limiter.take(key(n), 0));
  EXPECT_EQ(limiter.keys(), 10'000u);
  EXPECT_EQ(limiter.forgotten(), 40'000u);
  EXPECT_LE(limiter.memory_bytes(), 56u * 10'000);
}

}  // namespace
