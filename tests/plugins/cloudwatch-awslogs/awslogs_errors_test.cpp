// Bad input: each record is rejected for a reason that says what is wrong, and nothing else of the
// input is lost.
#include <string>

#include <gtest/gtest.h>

#include "source_run.hpp"

namespace sluice::testing {
namespace {

const std::string good = document(log_event(1, "good"));

class AwslogsErrors : public ::testing::Test {
 protected:
  // The reason for which `bad` is rejected between two good records, on lines of their own and,
  // when `joins`, without line breaks too.
  std::string reason(const std::string& bad, const std::string& settings = "{}",
                     bool joins = true) {
    std::string found;
    for (const std::string separator : {"\n", ""}) {
      if (separator.empty() && !joins) break;
      for (const size_t read_bytes : {7, 1 << 19}) {
        RunOptions options;
        options.settings = settings;
        options.sizes.read_bytes = read_bytes;
        const Outcome out =
            run(host_, awslogs_text(good) + separator + bad + separator + good, options);
        EXPECT_EQ(out.error, "");
        EXPECT_EQ(out.events.size(), 3u) << out.lines();
        if (out.events.size() != 3) return out.lines();
        EXPECT_EQ(out.events[0].id, "id1");
        EXPECT_EQ(out.events[2].id, "id1");
        const Seen& rejected = out.events[1];
        EXPECT_EQ(rejected.replay(), bad);
        EXPECT_EQ(rejected.line, separator.empty() ? 1u : 2u);
        EXPECT_EQ(rejected.offset, awslogs_text(good).size() + separator.size());
        EXPECT_EQ(rejected.index, SLUICE_NO_INDEX);
        EXPECT_EQ(rejected.id.size(), 32u);
        EXPECT_TRUE(found.empty() || found == rejected.reason) << found << "\n" << rejected.reason;
        found = rejected.reason;
      }
    }
    return found;
  }
  std::string data_reason(const std::string& compressed) {
    return reason(awslogs_event(compressed));
  }

  PluginHost host_;
};

TEST_F(AwslogsErrors, NotJson) {
  EXPECT_EQ(reason("garbage", "{}", false),
            "record is not JSON: expected a JSON object, found 'g' at byte 0");
  EXPECT_EQ(reason("[1,2]", "{}", false),
            "record is not JSON: expected a JSON object, found '[' at byte 0");
  EXPECT_EQ(reason("{\"awslogs\":oops}"),
            "record is not JSON: expected a JSON value, found 'o' at byte 11");
  EXPECT_EQ(reason("{\"awslogs\":{\"data\":\"H4sI", "{}", false),
            "record is not JSON: expected no control character inside a string, found byte 0x0a at "
            "byte 24");
  EXPECT_EQ(reason("{\"awslogs\":{\"data\":\"H4sI\"}", "{}", false),
            "record is not JSON: expected ',' or '}' after a member, found '{' at byte 27");
}

TEST_F(AwslogsErrors, TheLastRecordIsCut) {
  const std::string cut = awslogs_text(good).substr(0, 60);
  const Outcome out = run(host_, good + "\n" + cut + "\n");
  ASSERT_EQ(out.events.size(), 2u);
  EXPECT_EQ(out.events[1].original, cut);
  const size_t inside = good.find("\"message\":") + 3;
  const Outcome out_inside = run(host_, good + good.substr(0, inside));
  ASSERT_EQ(out_inside.events.size(), 2u);
  EXPECT_EQ(out_inside.events[1].reason,
            "record is not JSON: in log event 0: expected more: the text ends in the middle of a "
            "value at byte " +
                std::to_string(inside));
}

TEST_F(AwslogsErrors, ABadRecordEndsWhereTheNextSeemsToBegin) {
  // no line break: the next is known by its first name
  const Outcome out =
      run(host_, "{\"x\":}" + good + "{\"y\"}" + awslogs_text(good) + "{}}\n" + good);
  ASSERT_EQ(out.events.size(), 7u) << out.lines();
  EXPECT_EQ(out.events[0].original, "{\"x\":}");
  EXPECT_EQ(out.events[1].id, "id1");
  EXPECT_EQ(out.events[2].original, "{\"y\"}");
  EXPECT_EQ(out.events[3].id, "id1");
  EXPECT_EQ(out.events[4].original, "{}");
  EXPECT_EQ(out.events[5].original, "}");
  EXPECT_EQ(out.events[6].id, "id1");
}

TEST_F(AwslogsErrors, NeitherEventNorDocument) {
  EXPECT_EQ(reason("{\"a\":1,\"b\":[2]}"),
            "record is neither an awslogs event nor a log document (it has \"a\", \"b\")");
  EXPECT_EQ(reason("{}"), "record is neither an awslogs event nor a log document (it is empty)");
  EXPECT_EQ(reason("{\"Records\":[{\"eventSource\":\"aws:s3\"}]}"),
            "record is neither an awslogs event nor a log document (it has \"Records\"): it looks "
            "like an S3 notification");
  EXPECT_EQ(reason("{\"Records\":[{\"eventSource\":\"aws:kinesis\"}]}"),
            "record is neither an awslogs event nor a log document (it has \"Records\"): it looks "
            "like a Kinesis event");
  std::string many = "{\"m0\":0";
  for (int i = 1; i < 20; ++i) many += ",\"m" + std::to_string(i) + "\":0";
  EXPECT_EQ(reason(many + "}"),
            "record is neither an awslogs event nor a log document (it has \"m0\", \"m1\", \"m2\", "
            "\"m3\", \"m4\", \"m5\", \"m6\", \"m7\" and 12 more)");
}

TEST_F(AwslogsErrors, NoData) {
  EXPECT_EQ(reason("{\"awslogs\":{\"dat\":1}}"),
            "awslogs event has no \"awslogs.data\" (it has \"dat\")");
  EXPECT_EQ(reason("{\"awslogs\":{}}"), "awslogs event has no \"awslogs.data\" (it is empty)");
  EXPECT_EQ(reason("{\"awslogs\":[1]}"),
            "could not read \"awslogs\": expected an object, found an array");
  EXPECT_EQ(reason("{\"awslogs\":{\"data\":null}}"),
            "could not decode \"awslogs.data\": expected a string, found null");
}

TEST_F(AwslogsErrors, BadBase64) {
  EXPECT_NE(
      reason("{\"awslogs\":{\"data\":\"H4sI!AAA\"}}").find("could not decode \"awslogs.data\": "),
      std::string::npos);
  EXPECT_NE(reason("{\"awslogs\":{\"data\":\"H4sI!AAA\"}}").find("offset 4"), std::string::npos);
  EXPECT_NE(reason("{\"awslogs\":{\"data\":\"H4sIA\"}}").find("offset 4"), std::string::npos);
}

TEST_F(AwslogsErrors, NotGzip) {
  EXPECT_EQ(reason("{\"awslogs\":{\"data\":\"\"}}"),
            "could not decode \"awslogs.data\": not gzip or zlib data (it is empty)");
  EXPECT_EQ(data_reason(good),
            "could not decode \"awslogs.data\": not gzip or zlib data (starts with 0x7b22)");
}

TEST_F(AwslogsErrors, TruncatedGzip) {
  const std::string compressed = gzip(good);
  for (const size_t size : {size_t{5}, size_t{15}, compressed.size() - 9, compressed.size() - 1}) {
    EXPECT_NE(data_reason(compressed.substr(0, size)).find("gzip data is truncated"),
              std::string::npos);
  }
}

TEST_F(AwslogsErrors, WrongChecksum) {
  std::string compressed = gzip(good);
  compressed[compressed.size() - 7] ^= 1;
  EXPECT_NE(data_reason(compressed).find("gzip CRC-32 mismatch"), std::string::npos);
  compressed = gzip(good);
  compressed[compressed.size() - 1] ^= 1;
  EXPECT_NE(data_reason(compressed).find("gzip length mismatch"), std::string::npos);
  compressed = zlib(good);
  compressed[compressed.size() - 1] ^= 1;
  EXPECT_NE(data_reason(compressed).find("zlib Adler-32 mismatch"), std::string::npos);
}

TEST_F(AwslogsErrors, ZlibIsAccepted) {
  EXPECT_EQ(run(host_, awslogs_event(zlib(good))).lines(), run(host_, good).lines());
}

TEST_F(AwslogsErrors, GarbageBehindTheMemberOrTheDocument) {
  EXPECT_NE(data_reason(gzip(good) + "garbage").find("7 bytes after the end of gzip data"),
            std::string::npos);
  EXPECT_EQ(data_reason(gzip(good + "garbage")),
            "could not read document 2 in \"awslogs.data\": expected a JSON object, found 'g' at "
            "byte 0");
  EXPECT_EQ(data_reason(gzip(good + good.substr(0, 20))),
            "could not read document 2 in \"awslogs.data\": expected more: the text ends in the "
            "middle of a value at byte 20");
}

TEST_F(AwslogsErrors, TheDocumentInTheDataIsBad) {
  EXPECT_EQ(
      data_reason(gzip("")),
      "could not read the log document in \"awslogs.data\": expected a JSON object, found the "
      "end of the text at byte 0");
  EXPECT_EQ(data_reason(gzip("{\"logEvents\":[{\"id\":\"1\"},{\"id\":}]}")),
            "could not read the log document in \"awslogs.data\": in log event 1: expected a JSON "
            "value, found '}' at byte 31");
  EXPECT_EQ(data_reason(gzip("{\"logEvents\":{}}")),
            "could not read the log document in \"awslogs.data\": expected \"logEvents\" to be an "
            "array, not an object at byte 13");
  EXPECT_EQ(data_reason(gzip("{\"logEvents\":[\"x\"]}")),
            "could not read the log document in \"awslogs.data\": expected log event 0 to be an "
            "object, not a string at byte 14");
  EXPECT_EQ(data_reason(gzip("{\"a\":1}")),
            "the log document in \"awslogs.data\" has no \"logEvents\" (it has \"a\")");
  EXPECT_EQ(reason("{\"messageType\":\"DATA_MESSAGE\"}"),
            "the log document has no \"logEvents\" (it has \"messageType\")");
}

TEST_F(AwslogsErrors, NothingOfABadDocumentIsDelivered) {
  std::string events = log_event(0, "x");
  for (int i = 1; i < 3000; ++i) events.append(",").append(log_event(i, std::string(100, 'x')));
  const std::string text = document(events);
  for (const size_t window_bytes : {1000, 8 << 20}) {
    RunOptions options;
    options.sizes.window_bytes = window_bytes;
    EXPECT_EQ(run(host_, awslogs_text(text.substr(0, text.size() - 1)), options).events.size(), 1u);
    std::string compressed = gzip(text);
    compressed[compressed.size() - 5] ^= 1;
    EXPECT_EQ(run(host_, awslogs_event(compressed), options).events.size(), 1u);
    EXPECT_EQ(run(host_, awslogs_text(text), options).events.size(), 3000u);
  }
}

TEST_F(AwslogsErrors, NestingDeeperThanAThousand) {
  const auto nested = [](int depth) {
    return "{\"logEvents\":[{\"a\":" + std::string(depth - 3, '[') + std::string(depth - 3, ']') +
           "}]}";
  };
  EXPECT_EQ(run(host_, nested(1000)).events[0].reason, "");
  EXPECT_EQ(data_reason(gzip(nested(1003))),
            "could not read the log document in \"awslogs.data\": in log event 0: expected no more "
            "than 1000 levels of nesting at byte 1018");
  EXPECT_EQ(reason(nested(1003)),
            "record is not JSON: in log event 0: expected no more than 1000 levels of nesting at "
            "byte 1018");
}

TEST_F(AwslogsErrors, DecompressionBomb) {
  const std::string bomb = gzip(std::string(1 << 20, ' ') + good);
  EXPECT_EQ(run(host_, awslogs_event(bomb)).events[0].reason, "");
  RunOptions options;
  options.settings = "{\"max_decoded_bytes\":1000000}";
  for (const size_t window_bytes : {1000, 8 << 20}) {
    options.sizes.window_bytes = window_bytes;
    const Outcome out = run(host_, awslogs_event(bomb) + good, options);
    ASSERT_EQ(out.events.size(), 2u);
    EXPECT_EQ(out.events[0].reason,
              "could not decode \"awslogs.data\": it inflates to more than \"max_decoded_bytes\", "
              "1000000 bytes");
    EXPECT_EQ(out.events[1].id, "id1");
  }
}

TEST_F(AwslogsErrors, ARecordThatIsTooLarge) {
  const std::string large = document(log_event(7, std::string(3000, 'x')));
  for (const std::string separator : {"\n", ""}) {
    for (const size_t read_bytes : {7, 1 << 19}) {
      RunOptions options;
      options.settings = "{\"max_record_bytes\":2000}";
      options.sizes.read_bytes = read_bytes;
      const Outcome out =
          run(host_, good + separator + large + separator + good + separator + large, options);
      ASSERT_EQ(out.events.size(), 4u) << out.lines();
      EXPECT_EQ(out.events[1].reason,
                "record is larger than \"max_record_bytes\", 2000 bytes: only its beginning is "
                "kept");
      EXPECT_EQ(out.events[1].original, large.substr(0, 1024));
      EXPECT_EQ(out.events[2].id, "id1");
      EXPECT_EQ(out.events[2].offset, good.size() + large.size() + 2 * separator.size());
    }
  }
}

TEST_F(AwslogsErrors, ALogEventThatIsTooLargeForTheWindow) {
  const std::string text = document(log_event(1, "a") + "," + log_event(2, std::string(9000, 'x')));
  RunOptions options;
  options.sizes.window_bytes = 1000;
  EXPECT_EQ(run(host_, awslogs_text(text), options).events.size(), 2u);
  options.settings = "{\"max_record_bytes\":3000}";
  const Outcome out = run(host_, awslogs_text(text), options);
  ASSERT_EQ(out.events.size(), 1u);
  EXPECT_EQ(out.events[0].reason,
            "could not decode \"awslogs.data\": a log event or another member is larger than "
            "\"max_record_bytes\", 3000 bytes");
}

TEST_F(AwslogsErrors, MoreGarbageThanARecordMayHave) {
  RunOptions options;
  options.settings = "{\"max_record_bytes\":2000}";
  options.sizes.read_bytes = 512;
  const Outcome out = run(host_, "x\"" + std::string(50000, '{') + "\n" + good, options);
  ASSERT_EQ(out.events.size(), 2u);
  EXPECT_LT(out.events[0].original.size(), 5000u);
  EXPECT_EQ(out.events[1].id, "id1");
}

TEST_F(AwslogsErrors, TooManyMembers) {
  std::string text = "{\"logEvents\":[]";
  for (int i = 0; i < 5000; ++i) text += ",\"m" + std::to_string(i) + "\":0";
  EXPECT_EQ(data_reason(gzip(text + "}")),
            "could not read the log document in \"awslogs.data\": expected at most 4096 members "
            "besides \"logEvents\", and less than 16 MiB of them");
}

}  // namespace
}  // namespace sluice::testing
