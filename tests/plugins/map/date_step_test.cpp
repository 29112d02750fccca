#include <string>
#include <vector>

#include "map_testing.hpp"

extern size_t heap_allocations;  // heap_count.cpp

namespace {

using namespace sluice;
using sluice::testing::MapTest;
using sluice::testing::PluginHost;

TEST_F(MapTest, Dates) {
  check({
      {R"([{"date":{"field":"t","formats":["ISO8601"]}}])", R"({"t":"2024-05-01T12:00:00+02:00"})",
       R"({"t":"2024-05-01T12:00:00+02:00","@timestamp":"2024-05-01T10:00:00Z"})"},
      {R"([{"date":{"field":"a.t","target_field":"a.t","formats":["UNIX_MS"]}}])",
       R"({"a":{"t":1714557600123}})", R"({"a":{"t":"2024-05-01T10:00:00.123Z"}})"},
      {R"([{"date":{"field":"t","target_field":"u","formats":["%Y%m%d"]}}])", R"({"t":20240501})",
       R"({"t":20240501,"u":"2024-05-01T00:00:00Z"})"},
      {R"([{"date":{"field":"t","target_field":"u","formats":["%d\/%b\/%Y","UNIX","ISO8601"]}}])",
       R"({"t":"2024\u002d05-01"})", R"({"t":"2024\u002d05-01","u":"2024-05-01T00:00:00Z"})"},
      {R"([{"date":{"field":"t","target_field":"u","formats":["%F %T"],"timezone":"-05:00"}}])",
       R"({"t":"2024-05-01 10:00:00"})",
       R"({"t":"2024-05-01 10:00:00","u":"2024-05-01T15:00:00Z"})"},
      {R"([{"date":{"field":"t","target_field":"u","formats":["%F %T %Z"]}},)"
       R"({"date":{"field":"t","target_field":"v","formats":["%F %T %Z"]}}])",
       R"({"t":"2024-05-01 10:00:00 Europe/Berlin"})",
       R"({"t":"2024-05-01 10:00:00 Europe/Berlin","u":"2024-05-01T08:00:00Z",)"
       R"("v":"2024-05-01T08:00:00Z"})"},
      {R"([{"date":{"field":"t","formats":["UNIX"]}}])", R"({"t":null})", R"({"t":null})"},
      {R"([{"date":{"field":"t","formats":["UNIX"]}}])", R"({})", R"({})"},
      {R"([{"date":{"field":"t","formats":["UNIX"],"override":false}}])",
       R"({"t":1,"@timestamp":"x"})", R"({"t":1,"@timestamp":"x"})"},
  });
  EXPECT_EQ(host_.counter("missing"), 2u);
}

TEST_F(MapTest, DateOutputs) {
  const auto with = [this](const std::string& output, const std::string& value) {
    return apply(R"([{"date":{"field":"t","target_field":"t","formats":["UNIX_NS","ISO8601"],)"
                 R"("output_format":")" +
                     output + "\"}}]",
                 R"({"t":)" + value + "}");
  };
  const std::string t = "1714557600123456789";
  EXPECT_EQ(with("iso", t), R"({"t":"2024-05-01T10:00:00.123456789Z"})");
  EXPECT_EQ(with("unix", t), R"({"t":1714557600})");
  EXPECT_EQ(with("unix_ms", t), R"({"t":1714557600123})");
  EXPECT_EQ(with("unix_us", t), R"({"t":1714557600123456})");
  EXPECT_EQ(with("unix_ns", t), R"({"t":1714557600123456789})");
  EXPECT_EQ(with("unix", "-1"), R"({"t":-1})");
  EXPECT_EQ(with("unix_ms", "-1"), R"({"t":-1})");
  EXPECT_EQ(without_errors(with("unix_ns", R"("2300-01-01")")), R"({"t":"2300-01-01"})");
  EXPECT_EQ(host_.logged("the time does not fit nanoseconds in 64 bits, which end in 2262"), 1u);
}

TEST_F(MapTest, DatesThatAreNone) {
  EXPECT_EQ(apply(R"([{"date":{"field":"t","formats":["ISO8601","%d\/%m\/%Y"]}}])",
                  R"({"t":"2023-02-29"})"),
            R"({"t":"2023-02-29","_meta":{"errors":[{"step":"date t",)"
            R"("message":"\"2023-02-29\" is no date of the formats ISO8601, %d/%m/%Y"}]}})");
  EXPECT_EQ(apply(R"([{"date":{"field":"t","formats":["UNIX"]}}])", R"({"t":true})"),
            R"({"t":true,"_meta":{"errors":[{"step":"date t",)"
            R"("message":"\"t\" holds true or false, not text or a number"}]}})");
  EXPECT_EQ(apply(R"([{"date":{"field":"t","formats":["UNIX"],"target_field":"a.b"}}])",
                  R"({"t":1,"a":2})"),
            R"({"t":1,"a":2,"_meta":{"errors":[{"step":"date t",)"
            R"("message":"\"a\" holds a number, not an object"}]}})");
  EXPECT_EQ(without_errors(apply(R"([{"date":{"field":"t","formats":["UNIX"]}}])", R"({"t":[1]})")),
            R"({"t":[1]})");
}

TEST_F(MapTest, DatesWithoutAYearAreReadBesideTheEventsTime) {
  MapTransform map(host_.host());
  ASSERT_TRUE(map.init(host_.settings(R"({"steps":[{"date":{"field":"t","target_field":"u",)"
                                      R"("formats":["%b %e %T"],"set_timestamp":true}}]})"))
                  .ok());
  host_.set_time_ms(1714557600000);  // 2024-05-01T10:00:00Z
  auto batch = host_.events({R"({"t":"Oct  2 13:04:05"})", R"({"t":"Oct  2 13:04:05"})"});
  batch->events[1].timestamp_ms = 1602000000000;  // 2020-10-06
  ASSERT_TRUE(map.apply(Batch(batch.get())).ok());
  EXPECT_EQ(PluginHost::json_lines(Batch(batch.get())),
            "{\"t\":\"Oct  2 13:04:05\",\"u\":\"2023-10-02T13:04:05Z\"}\n"
            "{\"t\":\"Oct  2 13:04:05\",\"u\":\"2020-10-02T13:04:05Z\"}\n");
  EXPECT_EQ(batch->events[0].timestamp_ms, 1696251845000);
  EXPECT_EQ(batch->events[1].timestamp_ms, 1601643845000);
}

TEST_F(MapTest, TheEventsTimeIsLeftAloneOtherwise) {
  MapTransform map(host_.host());
  ASSERT_TRUE(
      map.init(host_.settings(R"({"steps":[{"date":{"field":"t","formats":["UNIX"]}}]})")).ok());
  auto batch = host_.events({R"({"t":1})"});
  batch->events[0].timestamp_ms = 5;
  ASSERT_TRUE(map.apply(Batch(batch.get())).ok());
  EXPECT_EQ(batch->events[0].timestamp_ms, 5);
}

TEST_F(MapTest, WrongDateSettings) {
  std::string at;
  EXPECT_EQ(init_error(R"([{"date":{"field":"t","formats":["UNIX","%Q"]}}])", &at),
            R"(date format "%Q": there is no %Q)");
  EXPECT_EQ(at, R"("%Q")");
  EXPECT_EQ(init_error(R"([{"date":{"field":"t","formats":[]}}])"),
            "date needs at least one of its formats");
  EXPECT_NE(init_error(R"([{"date":{"field":"t","formats":["UNIX"],"timezone":"Mars"}}])", &at),
            "");
  EXPECT_EQ(at, R"("Mars")");
  EXPECT_EQ(init_error(R"([{"date":{"field":"t","formats":["UNIX"],"output_format":"text"}}])"),
            R"(there is no output_format "text")");
}

// Also not for a zone that texts name, but for the first time.
TEST_F(MapTest, DatesDoNotAllocateOnTheHeap) {
  MapTransform map(host_.host());
  ASSERT_TRUE(
      map.init(host_.settings(R"({"steps":[{"date":{"field":"a","formats":["UNIX","ISO8601"]}},)"
                              R"({"date":{"field":"b","target_field":"b",)"
                              R"("formats":["%b %e %T"],"timezone":"Europe/Berlin"}},)"
                              R"({"date":{"field":"c","target_field":"c","formats":["%F %T %Z"],)"
                              R"("output_format":"unix"}}]})"))
          .ok());
  const std::string event = R"({"a":"2024-05-01T12:00:00.5+02:00","b":"Oct  2 13:04:05",)"
                            R"("c":"2024-05-01 12:00:00 Asia/Tokyo"})";
  host_.set_time_ms(1714557600000);
  auto first = host_.events({event});
  ASSERT_TRUE(map.apply(Batch(first.get())).ok());
  auto batch = host_.events(std::vector<std::string>(500, event));
  const size_t before = heap_allocations;
  ASSERT_TRUE(map.apply(Batch(batch.get())).ok());
  EXPECT_LT(heap_allocations - before, 20u);
  EXPECT_EQ(PluginHost::json(batch->events[499]),
            R"({"a":"2024-05-01T12:00:00.5+02:00","b":"2023-10-02T11:04:05Z","c":1714532400,)"
            R"("@timestamp":"2024-05-01T10:00:00.5Z"})");
}

}  // namespace
