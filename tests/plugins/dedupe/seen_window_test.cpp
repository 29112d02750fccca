// The window of keys: what it remembers, what it forgets first, and that its memory is bounded. The
// reference is a list that is searched from end to end.
#include <algorithm>
#include <deque>
#include <random>
#include <string>

#include <dedupe/seen_window.hpp>
#include <gtest/gtest.h>

namespace {

using sluice::SeenWindow;
using sluice::kit::Hash128;

Hash128 key(uint64_t n) {
  return sluice::kit::hash_bytes_128(std::to_string(n));
}

TEST(SeenWindow, RemembersTheLastKeys) {
  SeenWindow window(3, {});
  for (uint64_t n = 0; n < 3; ++n) EXPECT_FALSE(window.seen(key(n), 0));
  for (uint64_t n = 0; n < 3; ++n) EXPECT_TRUE(window.seen(key(n), 0));
  EXPECT_FALSE(window.seen(key(3), 0));  // 0 leaves
  EXPECT_FALSE(window.seen(key(0), 0));  // 1 leaves
  EXPECT_TRUE(window.seen(key(2), 0));
  EXPECT_TRUE(window.seen(key(3), 0));
  EXPECT_FALSE(window.seen(key(1), 0));
  EXPECT_EQ(window.size(), 3u);
}

TEST(SeenWindow, BeingSeenAgainDoesNotMakeYounger) {
  SeenWindow window(2, {});
  EXPECT_FALSE(window.seen(key(1), 0));
  EXPECT_FALSE(window.seen(key(2), 0));
  EXPECT_TRUE(window.seen(key(1), 0));
  EXPECT_FALSE(window.seen(key(3), 0));
  EXPECT_FALSE(window.seen(key(1), 0));
}

TEST(SeenWindow, ForgetsByAge) {
  SeenWindow window(100, 50);
  EXPECT_FALSE(window.seen(key(1), 1000));
  EXPECT_FALSE(window.seen(key(2), 1030));
  EXPECT_TRUE(window.seen(key(1), 1049));
  EXPECT_FALSE(window.seen(key(1), 1050));
  EXPECT_TRUE(window.seen(key(2), 1079));
  EXPECT_FALSE(window.seen(key(2), 1080));
  EXPECT_FALSE(window.seen(key(3), 5000));
  EXPECT_EQ(window.size(), 1u);
}

TEST(SeenWindow, OneKey) {
  SeenWindow window(1, {});
  EXPECT_FALSE(window.seen(key(1), 0));
  EXPECT_TRUE(window.seen(key(1), 0));
  EXPECT_FALSE(window.seen(key(2), 0));
  EXPECT_FALSE(window.seen(key(1), 0));
}

// Keys that fall on few places of the table, so that they stand in each other's way when they
// leave.
TEST(SeenWindow, AgreesWithAList) {
  std::mt19937_64 random(7);
  for (const uint32_t most : {1u, 2u, 7u, 64u, 1500u}) {
    for (const bool has_age : {false, true}) {
      SeenWindow window(most, has_age ? std::optional<int64_t>(40) : std::nullopt);
      std::deque<std::pair<uint64_t, int64_t>> list;
      int64_t now = 0;
      for (int i = 0; i < 20'000; ++i) {
        now += static_cast<int64_t>(random() % 3 == 0);
        const uint64_t n = random() % (most * 2);
        const Hash128 crowded{n, n % 5};
        while (has_age && !list.empty() && now - list.front().second >= 40) list.pop_front();
        const bool known = std::any_of(list.begin(), list.end(),
                                       [&](const auto& entry) { return entry.first == n; });
        ASSERT_EQ(window.seen(crowded, now), known) << most << " " << i;
        if (!known) {
          if (list.size() == most) list.pop_front();
          list.emplace_back(n, now);
        }
        ASSERT_EQ(window.size(), list.size());
        if (most > 1000 && i > 2'000) break;  // crowded tables are slow
      }
    }
  }
}

TEST(SeenWindow, MemoryIsBounded) {
  SeenWindow window(100'000, {});
  EXPECT_LT(window.memory_bytes(), 64u << 10);
  for (uint64_t n = 0; n < 350'000; ++n) ASSERT_FALSE(window.seen(key(n), 0));
  EXPECT_EQ(window.size(), 100'000u);
  EXPECT_LE(window.memory_bytes(), 40u * 100'000);
  EXPECT_TRUE(window.seen(key(250'000), 0));
  EXPECT_FALSE(window.seen(key(249'999), 0));
}

}  // namespace
