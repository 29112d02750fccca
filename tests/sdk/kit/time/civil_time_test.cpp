#include <string>

#include <gtest/gtest.h>

#include <kit/time/civil_time.hpp>

namespace {

using namespace sluice;

std::string formatted(UnixTime time, int digits = -1, int32_t offset = 0) {
  char out[max_rfc3339_size];
  return {out, format_rfc3339(time, out, digits, offset)};
}

// The text of a text; "-" when it is not read.
std::string again(std::string_view text) {
  UnixTime time;
  return parse_rfc3339(text, time) ? formatted(time) : "-";
}

TEST(CivilTime, KnownDays) {
  EXPECT_EQ(days_from_civil(1970, 1, 1), 0);
  EXPECT_EQ(days_from_civil(2000, 3, 1), 11017);
  EXPECT_EQ(days_from_civil(0, 1, 1) * seconds_per_day, first_text_second);
  EXPECT_EQ(day_of_week(0), 4);
  EXPECT_EQ(day_of_week(-5), 6);
  EXPECT_EQ(day_of_year({2024, 12, 31}), 365);
  EXPECT_TRUE(is_leap_year(2000) && !is_leap_year(1900) && is_leap_year(2024));
}

// Every day of four centuries and around: there and back, one after the other.
TEST(CivilTime, EveryDayComesBack) {
  CivilTime last;
  for (int64_t day = -800000; day <= 800000; ++day) {
    const CivilTime civil = to_civil({day * seconds_per_day, 0});
    ASSERT_TRUE(is_valid(civil)) << day;
    ASSERT_EQ(days_from_civil(civil.year, civil.month, civil.day), day);
    if (day > -800000) {
      const bool is_next = civil.day == last.day + 1 || (civil.day == 1 && last.day >= 28);
      ASSERT_TRUE(is_next) << day;
    }
    last = civil;
  }
}

TEST(CivilTime, ReadsAndWritesRfc3339) {
  EXPECT_EQ(again("2024-02-29T12:30:00Z"), "2024-02-29T12:30:00Z");
  EXPECT_EQ(again("2024-02-29t12:30:00.2500z"), "2024-02-29T12:30:00.25Z");
  EXPECT_EQ(again("2024-01-01T00:30:00+02:00"), "2023-12-31T22:30:00Z");
  EXPECT_EQ(again("2024-01-01T00:30:00-05:30"), "2024-01-01T06:00:00Z");
  EXPECT_EQ(again("1969-12-31T23:59:59.999999999Z"), "1969-12-31T23:59:59.999999999Z");
  EXPECT_EQ(again("2024-01-01T00:00:00.1234567899Z"), "2024-01-01T00:00:00.123456789Z");
  EXPECT_EQ(again("0000-01-01T00:00:00Z"), "0000-01-01T00:00:00Z");
  EXPECT_EQ(again("9999-12-31T23:59:59Z"), "9999-12-31T23:59:59Z");
}

TEST(CivilTime, RefusesWhatIsNotRfc3339) {
  for (const char* text :
       {"", "2024", "2024-02-30T00:00:00Z", "2023-02-29T00:00:00Z", "2024-13-01T00:00:00Z",
        "2024-01-01 00:00:00Z", "2024-01-01T00:00:00", "2024-01-01T24:00:00Z",
        "2024-01-01T00:60:00Z", "2024-01-01T00:00:60Z", "2024-01-01T00:00:00.Z",
        "2024-01-01T00:00:00+0200", "2024-01-01T00:00:00+24:00", "2024-01-01T00:00:00Zx",
        "+024-01-01T00:00:00Z", "2024-1-01T00:00:00Z", "2024-01-01T00:00:0xZ"}) {
    EXPECT_EQ(again(text), "-") << text;
  }
}

TEST(CivilTime, WritesDigitsAndOffsets) {
  const UnixTime time{1700000000, 120000000};
  EXPECT_EQ(formatted(time), "2023-11-14T22:13:20.12Z");
  EXPECT_EQ(formatted(time, 0), "2023-11-14T22:13:20Z");
  EXPECT_EQ(formatted(time, 3), "2023-11-14T22:13:20.120Z");
  EXPECT_EQ(formatted(time, 0, 5400), "2023-11-14T23:43:20+01:30");
  EXPECT_EQ(formatted(time, 0, -5400), "2023-11-14T20:43:20-01:30");
}

TEST(CivilTime, Milliseconds) {
  EXPECT_EQ(UnixTime::from_ms(-1), (UnixTime{-1, 999000000}));
  EXPECT_EQ(UnixTime::from_ms(1500), (UnixTime{1, 500000000}));
  EXPECT_EQ(UnixTime::from_ms(-1).to_ms(), -1);
  EXPECT_EQ(UnixTime::from_ms(-1500).to_ms(), -1500);
}

TEST(CivilTime, Offsets) {
  int32_t seconds = 1;
  EXPECT_TRUE(parse_utc_offset("Z", seconds) && seconds == 0);
  EXPECT_TRUE(parse_utc_offset("+02:00", seconds) && seconds == 7200);
  EXPECT_TRUE(parse_utc_offset("-0530", seconds) && seconds == -19800);
  EXPECT_TRUE(parse_utc_offset("+02", seconds) && seconds == 7200);
  EXPECT_TRUE(parse_utc_offset("02:00", seconds) && seconds == 7200);
  for (const char* text : {"", "+", "+2", "+02:", "+02:0", "+02:60", "+24:00", "+02:00x", "UTC"}) {
    EXPECT_FALSE(parse_utc_offset(text, seconds)) << text;
  }
}

}  // namespace
