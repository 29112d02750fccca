// What reasons show of an expression and of a duration.
#include <gtest/gtest.h>

#include <kit/select/wording.hpp>

namespace {

using sluice::duration_text;
using sluice::shown;

TEST(Wording, ShowsTextOnOneLine) {
  EXPECT_EQ(shown("a == 'x'"), "\"a == 'x'\"");
  EXPECT_EQ(shown("a\n  ||\tb\n"), "\"a || b\"");
  EXPECT_EQ(shown(""), "\"\"");
}

TEST(Wording, CutsBetweenCharacters) {
  EXPECT_EQ(shown("abcdef", 6), "\"abcdef\"");
  EXPECT_EQ(shown("abcdefg", 6), "\"abcdef...\"");
  EXPECT_EQ(shown("abcd\u00e4\u00e4", 5), "\"abcd...\"");
  EXPECT_EQ(shown("\u20ac\u20ac", 2), "\"...\"");
}

TEST(Wording, DurationsInTheirLargestUnit) {
  EXPECT_EQ(duration_text(0), "0ms");
  EXPECT_EQ(duration_text(999), "999ms");
  EXPECT_EQ(duration_text(1'000), "1s");
  EXPECT_EQ(duration_text(90'000), "90s");
  EXPECT_EQ(duration_text(300'000), "5m");
  EXPECT_EQ(duration_text(3'600'000), "1h");
  EXPECT_EQ(duration_text(90'000'000), "25h");
  EXPECT_EQ(duration_text(172'800'000), "2d");
}

}  // namespace
