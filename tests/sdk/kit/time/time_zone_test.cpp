#include <cstdio>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include <kit/time/posix_zone.hpp>
#include <kit/time/time_zone.hpp>

namespace {

using namespace sluice;

TimeZone zone(std::string_view name) {
  Result<TimeZone> found = TimeZone::find(name);
  EXPECT_TRUE(found.ok()) << (found.ok() ? "" : found.error().message);
  return found.ok() ? *found : TimeZone();
}
std::string message(std::string_view name, const std::string& folder = "/usr/share/zoneinfo") {
  const Result<TimeZone> found = TimeZone::find(name, folder);
  return found.ok() ? "" : found.error().message;
}
int64_t at(int64_t year, int month, int day, int hour, int minute = 0) {
  return to_unix({year, month, day, hour, minute}).seconds;
}

TEST(TimeZone, FixedOffsets) {
  EXPECT_EQ(TimeZone().offset_at(0), 0);
  EXPECT_EQ(zone("UTC").offset_at(0), 0);
  EXPECT_EQ(zone("+05:30").offset_at(0), 19800);
  EXPECT_EQ(zone("-08:00").to_unix({2024, 1, 1}).seconds, at(2024, 1, 1, 8));
}

TEST(TimeZone, SummerAndWinterInBerlin) {
  const TimeZone berlin = zone("Europe/Berlin");
  EXPECT_EQ(berlin.offset_at(at(2024, 1, 15, 12)), 3600);
  EXPECT_EQ(berlin.offset_at(at(2024, 7, 15, 12)), 7200);
  EXPECT_EQ(berlin.offset_at(at(2024, 3, 31, 1) - 1), 3600);
  EXPECT_EQ(berlin.offset_at(at(2024, 3, 31, 1)), 7200);
  EXPECT_EQ(berlin.offset_at(at(2024, 10, 27, 1) - 1), 7200);
  EXPECT_EQ(berlin.offset_at(at(2024, 10, 27, 1)), 3600);
  // Before there was a zone: local mean time. Beyond the table: the rule at the file's end.
  EXPECT_EQ(berlin.offset_at(at(1800, 1, 1, 0)), 3208);
  EXPECT_EQ(berlin.offset_at(at(2500, 7, 1, 0)), 7200);
  EXPECT_EQ(berlin.offset_at(at(2500, 12, 1, 0)), 3600);
}

TEST(TimeZone, SouthOfTheEquatorAndHalfHours) {
  EXPECT_EQ(zone("Australia/Sydney").offset_at(at(2024, 1, 15, 0)), 39600);
  EXPECT_EQ(zone("Australia/Sydney").offset_at(at(2400, 1, 15, 0)), 39600);
  EXPECT_EQ(zone("Australia/Sydney").offset_at(at(2400, 7, 15, 0)), 36000);
  EXPECT_EQ(zone("Asia/Kolkata").offset_at(at(2024, 1, 15, 0)), 19800);
  EXPECT_EQ(zone("America/New_York").offset_at(at(2024, 7, 4, 0)), -14400);
}

TEST(TimeZone, LocalTimesThatComeTwiceOrNever) {
  const TimeZone berlin = zone("Europe/Berlin");
  EXPECT_EQ(berlin.to_unix({2024, 7, 1, 12}).seconds, at(2024, 7, 1, 10));
  EXPECT_EQ(berlin.to_unix({2024, 1, 1, 12}).seconds, at(2024, 1, 1, 11));
  EXPECT_EQ(berlin.to_unix({2024, 10, 27, 2, 30}).seconds, at(2024, 10, 27, 0, 30));
  EXPECT_EQ(berlin.to_unix({2024, 3, 31, 2, 30}).seconds, at(2024, 3, 31, 1, 30));
  EXPECT_EQ(berlin.to_civil({at(2024, 3, 31, 1, 30), 0}), (CivilTime{2024, 3, 31, 3, 30}));
}

TEST(TimeZone, SaysWhatIsWrongWithAName) {
  EXPECT_EQ(message("Europe/Berlim"),
            "time zone \"Europe/Berlim\": there is no such zone in \"/usr/share/zoneinfo\"");
  EXPECT_EQ(message("Europe"),
            "time zone \"Europe\": there is no such zone in \"/usr/share/zoneinfo\"");
  for (const char* name : {"", "../../../etc/passwd", "/etc/passwd", "Europe/Ber lin"}) {
    EXPECT_NE(message(name).find("not a name such as"), std::string::npos) << name;
  }
  EXPECT_NE(message("tzdata.zi").find("not a name"), std::string::npos);
  EXPECT_EQ(message("Europe/Berlin", "/no/such/folder"),
            "time zone \"Europe/Berlin\": there is no database of time zones in "
            "\"/no/such/folder\"; install the package tzdata, or use an offset such as \"+02:00\"");
}

TEST(TimeZone, SaysWhatIsWrongWithAFile) {
  std::ifstream file("/usr/share/zoneinfo/Europe/Berlin", std::ios::binary);
  const std::string whole((std::istreambuf_iterator<char>(file)), {});
  ASSERT_TRUE(TimeZone::from_tzif(whole).ok());
  for (size_t size = 0; size + 30 < whole.size(); ++size) {
    ASSERT_FALSE(TimeZone::from_tzif(whole.substr(0, size)).ok()) << size;
  }
  EXPECT_EQ(TimeZone::from_tzif("TZif").error().message, "the file is not in TZif format");
  EXPECT_EQ(TimeZone::from_tzif(whole.substr(0, 60)).error().message, "the file is cut short");
}

TEST(PosixZone, Rules) {
  PosixZone rule;
  EXPECT_TRUE(rule.parse("UTC0"));
  EXPECT_EQ(rule.offset_at(0), 0);
  EXPECT_TRUE(rule.parse("<+0330>-3:30"));
  EXPECT_EQ(rule.offset_at(0), 12600);
  EXPECT_TRUE(rule.parse("EST5EDT,M3.2.0,M11.1.0"));
  EXPECT_EQ(rule.offset_at(at(2050, 3, 13, 7) - 1), -18000);
  EXPECT_EQ(rule.offset_at(at(2050, 3, 13, 7)), -14400);
  EXPECT_TRUE(rule.parse("XXX3EDT4,0/0,J365/23"));  // RFC 8536: summer all year round
  EXPECT_EQ(rule.offset_at(at(2050, 6, 1, 0)), -14400);
  EXPECT_TRUE(rule.parse("IST-2IDT,M3.4.4/26,M10.5.0"));
  EXPECT_EQ(rule.offset_at(at(2050, 7, 1, 0)), 10800);
  for (const char* text : {"", "UT", "UTC", "UTC25", "<+03", "EST5EDT", "EST5EDT,M13.1.0,M11.1.0",
                           "EST5EDT,M3.2.0", "EST5EDT,M3.2.0,M11.1.0x", "EST5EDT,J0,J1"}) {
    EXPECT_FALSE(rule.parse(text)) << text;
  }
}

}  // namespace
