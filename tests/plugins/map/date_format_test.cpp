// Reading dates: formats, what is left out, and what does not fit.
#include <string>

#include <gtest/gtest.h>
#include <map/date_format.hpp>

namespace {

using namespace sluice;

// 2024-05-01T10:00:00Z, a Wednesday
constexpr UnixTime may_day{1714557600, 0};

std::string read(const std::string& format, const std::string& text, UnixTime reference = may_day,
                 const std::string& zone = "UTC") {
  const Result<DateFormat> compiled = DateFormat::parse(format);
  if (!compiled) return compiled.error().message;
  const Result<TimeZone> clocks = TimeZone::find(zone);
  if (!clocks) return clocks.error().message;
  DateParts parts;
  if (!compiled->read(text, parts)) return "does not fit";
  Result<TimeZone> named = TimeZone::find(parts.zone_name.empty() ? zone : parts.zone_name);
  UnixTime time;
  if (!named || !resolve(parts, *named, reference, time)) return "no such time";
  char out[max_rfc3339_size];
  return std::string(out, format_rfc3339(time, out));
}

struct DateCase {
  const char* format;
  const char* text;
  const char* expected;
};

void check(std::initializer_list<DateCase> cases) {
  for (const DateCase& c : cases) {
    EXPECT_EQ(read(c.format, c.text), c.expected) << c.format << " on " << c.text;
  }
}

TEST(DateFormatTest, Iso8601) {
  const char* f = "ISO8601";
  check({
      {f, "2024-05-01", "2024-05-01T00:00:00Z"},
      {f, "2024-05-01T10:00", "2024-05-01T10:00:00Z"},
      {f, "2024-05-01T10:00Z", "2024-05-01T10:00:00Z"},
      {f, "2024-05-01T10", "2024-05-01T10:00:00Z"},
      {f, "2024-05-01T10:00:01.5Z", "2024-05-01T10:00:01.5Z"},
      {f, "2024-05-01 10:00:01,123", "2024-05-01T10:00:01.123Z"},
      {f, "2024-05-01T10:00:01.123456789Z", "2024-05-01T10:00:01.123456789Z"},
      {f, "2024-05-01T10:00:01.1234567899999Z", "2024-05-01T10:00:01.123456789Z"},
      {f, "2024-05-01t10:00:00z", "2024-05-01T10:00:00Z"},
      {f, "2024-05-01T10:00:00+02:00", "2024-05-01T08:00:00Z"},
      {f, "2024-05-01T10:00:00 +0200", "2024-05-01T08:00:00Z"},
      {f, "2024-05-01T10:00:00-05", "2024-05-01T15:00:00Z"},
      {f, "20240501T100000Z", "2024-05-01T10:00:00Z"},
      {f, "20240501T1000", "2024-05-01T10:00:00Z"},
      {f, "20240501", "2024-05-01T00:00:00Z"},
      {f, "2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"},
      {f, "0000-01-01", "0000-01-01T00:00:00Z"},
      {f, "9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999999999Z"},
      {"iso8601", "2024-02-29", "2024-02-29T00:00:00Z"},
  });
}

TEST(DateFormatTest, WhatIsNoIso8601) {
  for (const char* text : {"",
                           "2024",
                           "2024-05",
                           "2024-5-1",
                           "24-05-01",
                           "2024-05-01T",
                           "2024-05-01T1",
                           "2024-05-01X10",
                           "2024-05-01T10:",
                           "2024-05-01T10:00:",
                           "2024-05-01T10:00:00.",
                           "2024-05-01T10:00:00+",
                           "2024-05-01T10:00:00+2",
                           "2024-05-01T10:00:00+25:00",
                           "2024-05-01T10:00:00Zx",
                           "2024-05-01T10:00:00 CET",
                           "2024-13-01",
                           "2024-00-01",
                           "2024-05-32",
                           "2024-05-01T24:00:00",
                           "2024-05-01T10:60:00",
                           "2024-05-01T10:00:61",
                           "20240501T10:00",
                           "2024-05-01T1000",
                           " 2024-05-01",
                           "2024-05-01 ",
                           "２０２４-05-01"}) {
    EXPECT_EQ(read("ISO8601", text), "does not fit") << text;
  }
  EXPECT_EQ(read("ISO8601", "2023-02-29"), "no such time");
  EXPECT_EQ(read("ISO8601", "2024-04-31T10:00:00Z"), "no such time");
  EXPECT_EQ(read("ISO8601", "0000-01-01T00:00:00+01:00"), "no such time");
  EXPECT_EQ(read("ISO8601", "9999-12-31T23:59:59-01:00"), "no such time");
}

TEST(DateFormatTest, UnixTimes) {
  check({
      {"UNIX", "1714557600", "2024-05-01T10:00:00Z"},
      {"UNIX", "1714557600.25", "2024-05-01T10:00:00.25Z"},
      {"UNIX", "0", "1970-01-01T00:00:00Z"},
      {"UNIX", "-1", "1969-12-31T23:59:59Z"},
      {"UNIX", "-0.25", "1969-12-31T23:59:59.75Z"},
      {"UNIX", "-0", "1970-01-01T00:00:00Z"},
      {"unix_ms", "1714557600123", "2024-05-01T10:00:00.123Z"},
      {"UNIX_MS", "-1", "1969-12-31T23:59:59.999Z"},
      {"UNIX_MS", "1714557600123.4567899", "2024-05-01T10:00:00.123456789Z"},
      {"UNIX_US", "1714557600123456", "2024-05-01T10:00:00.123456Z"},
      {"UNIX_NS", "1714557600123456789", "2024-05-01T10:00:00.123456789Z"},
      {"UNIX_NS", "1.9", "1970-01-01T00:00:00.000000001Z"},
      {"UNIX", "253402300799", "9999-12-31T23:59:59Z"},
      {"UNIX", "253402300800", "no such time"},
      {"UNIX", "-62167219201", "no such time"},
      {"UNIX", "9223372036854775799", "no such time"},
      {"UNIX", "99999999999999999999", "does not fit"},
      {"UNIX", "", "does not fit"},
      {"UNIX", "-", "does not fit"},
      {"UNIX", "1.", "does not fit"},
      {"UNIX", ".5", "does not fit"},
      {"UNIX", "1e9", "does not fit"},
      {"UNIX", "+1", "does not fit"},
      {"UNIX", "1 ", "does not fit"},
  });
}

TEST(DateFormatTest, Patterns) {
  check({
      {"%d/%b/%Y:%H:%M:%S %z", "01/May/2024:10:00:00 +0200", "2024-05-01T08:00:00Z"},
      {"%Y-%m-%d %H:%M:%S.%f", "2024-05-01 10:00:01.5", "2024-05-01T10:00:01.5Z"},
      {"%Y-%m-%d %H:%M:%S,%L", "2024-05-01 10:00:01,123", "2024-05-01T10:00:01.123Z"},
      {"%F %T", "2024-05-01 10:00:01", "2024-05-01T10:00:01Z"},
      {"%FT%R%z", "2024-05-01T10:00Z", "2024-05-01T10:00:00Z"},
      {"%D", "05/01/24", "2024-05-01T00:00:00Z"},
      {"%y%m%d", "690501", "1969-05-01T00:00:00Z"},
      {"%y%m%d", "680501", "2068-05-01T00:00:00Z"},
      {"%Y%j", "2024122", "2024-05-01T00:00:00Z"},
      {"%Y-%j", "2024-366", "2024-12-31T00:00:00Z"},
      {"%a, %d %b %Y %H:%M:%S %Z", "Wed, 01 May 2024 10:00:00 GMT", "2024-05-01T10:00:00Z"},
      {"%A %B %e %Y", "WEDNESDAY  may   1 2024", "2024-05-01T00:00:00Z"},
      {"%a %h %d %Y", "wed May 1 2024", "2024-05-01T00:00:00Z"},
      {"%m/%d/%Y %I:%M:%S %p", "5/1/2024 12:30:00 am", "2024-05-01T00:30:00Z"},
      {"%m/%d/%Y %I:%M %p", "5/1/2024 12:30 PM", "2024-05-01T12:30:00Z"},
      {"%m/%d/%Y %l:%M %p", "5/1/2024  9:30 pm", "2024-05-01T21:30:00Z"},
      {"%p %I %F", "PM 1 2024-05-01", "2024-05-01T13:00:00Z"},
      {"%F %k:%M", "2024-05-01  9:05", "2024-05-01T09:05:00Z"},
      {"%s.%L", "1714557600.123", "2024-05-01T10:00:00.123Z"},
      {"%s", "-1", "1969-12-31T23:59:59Z"},
      {"%F%n%t%T", "2024-05-01 \t 10:00:00", "2024-05-01T10:00:00Z"},
      {"100%% %F", "100% 2024-05-01", "2024-05-01T00:00:00Z"},
      {"é %F", "é 2024-05-01", "2024-05-01T00:00:00Z"},
      {"[%F]", "[2024-05-01", "does not fit"},
      {"%F", "2024-05-01x", "does not fit"},
      {"%d %b", "1 Foo", "does not fit"},
      {"%Y-%m-%d", "2024-02-30", "no such time"},
      {"%Y-%j", "2023-366", "no such time"},
      {"%I %p", "13 PM", "does not fit"},
      {"%I %p", "10 XM", "does not fit"},
      {"%f", "x", "does not fit"},
  });
}

TEST(DateFormatTest, Zones) {
  check({
      {"%F %T %Z", "2024-05-01 10:00:00 EST", "2024-05-01T15:00:00Z"},
      {"%F %T %Z", "2024-05-01 10:00:00 pdt", "2024-05-01T17:00:00Z"},
      {"%F %T %Z", "2024-05-01 10:00:00 Europe/Berlin", "2024-05-01T08:00:00Z"},
      {"%F %T %Z", "2024-05-01 10:00:00 +02:00", "2024-05-01T08:00:00Z"},
      {"%F %T %Z", "2024-05-01 10:00:00 IST", "does not fit"},
      {"%F %T %Z", "2024-05-01 10:00:00 Europe/Nowhere", "no such time"},
      {"%F %T %Z", "2024-05-01 10:00:00 ../../etc/passwd", "does not fit"},
      {"%F %T %Z", "2024-05-01 10:00:00 a/../../etc/passwd", "does not fit"},
      {"%F %T %Z", "2024-05-01 10:00:00 ", "does not fit"},
      {"%F %T %z", "2024-05-01 10:00:00 CET", "does not fit"},
  });
  EXPECT_EQ(read("%F %T", "2024-07-01 12:00:00", may_day, "Europe/Berlin"), "2024-07-01T10:00:00Z");
  EXPECT_EQ(read("%F %T", "2024-01-01 12:00:00", may_day, "Europe/Berlin"), "2024-01-01T11:00:00Z");
  EXPECT_EQ(read("ISO8601", "2024-07-01T12:00:00Z", may_day, "Europe/Berlin"),
            "2024-07-01T12:00:00Z");
  // clocks are set forward over it: as if they had not been
  EXPECT_EQ(read("%F %T", "2024-03-31 02:30:00", may_day, "Europe/Berlin"), "2024-03-31T01:30:00Z");
}

TEST(DateFormatTest, WithoutAYearItIsTheLastOneThatIsNotInTheFuture) {
  const char* const syslog = "%b %e %H:%M:%S";
  EXPECT_EQ(read(syslog, "Oct  2 13:04:05"), "2023-10-02T13:04:05Z");
  EXPECT_EQ(read(syslog, "May 01 09:59:59"), "2024-05-01T09:59:59Z");
  EXPECT_EQ(read(syslog, "May  2 09:59:59"), "2024-05-02T09:59:59Z");  // clocks differ a little
  EXPECT_EQ(read(syslog, "May  2 10:00:01"), "2023-05-02T10:00:01Z");
  EXPECT_EQ(read(syslog, "Feb 29 00:00:00"), "2024-02-29T00:00:00Z");
  constexpr UnixTime new_year{1704067205, 0};  // 2024-01-01T00:00:05Z
  EXPECT_EQ(read(syslog, "Dec 31 23:59:59", new_year), "2023-12-31T23:59:59Z");
  EXPECT_EQ(read(syslog, "Jan  1 00:00:07", new_year), "2024-01-01T00:00:07Z");
  constexpr UnixTime old_year{1704067195, 0};  // 2023-12-31T23:59:55Z
  EXPECT_EQ(read(syslog, "Jan  1 00:00:01", old_year), "2024-01-01T00:00:01Z");
  EXPECT_EQ(read(syslog, "Feb 29 00:00:00", new_year), "2020-02-29T00:00:00Z");
  EXPECT_EQ(read(syslog, "Feb 29 00:00:00", {-2051222400, 0}), "1904-02-29T00:00:00Z");  // 1905
  EXPECT_EQ(read(syslog, "Feb 30 00:00:00"), "no such time");
  EXPECT_EQ(read("%b %e %T %z", "May  2 12:00:01 +0200"), "2023-05-02T10:00:01Z");
}

TEST(DateFormatTest, WithoutADateItIsTheDayOfTheReference) {
  EXPECT_EQ(read("%H:%M:%S", "23:00:00"), "2024-05-01T23:00:00Z");
  EXPECT_EQ(read("%H:%M", "01:00", {1714604400, 0}, "Europe/Berlin"), "2024-05-01T23:00:00Z");
}

TEST(DateFormatTest, WrongFormats) {
  EXPECT_EQ(read("dd/MM/yyyy", ""),
            "date format \"dd/MM/yyyy\": it is none of ISO8601, UNIX, UNIX_MS, UNIX_US, UNIX_NS, "
            "and has no % as patterns of strptime do, such as %d/%b/%Y");
  EXPECT_EQ(read("", "").substr(0, 14), "date format \"\"");
  EXPECT_EQ(read("%Q", ""), "date format \"%Q\": there is no %Q");
  EXPECT_EQ(read("%", ""), "date format \"%\": it ends in a single %; write %% for the character");
  EXPECT_EQ(read("%%%", ""),
            "date format \"%%%\": it ends in a single %; write %% for the character");
  EXPECT_EQ(read("%j", ""), "date format \"%j\": %j needs the year beside it, %Y");
}

}  // namespace
