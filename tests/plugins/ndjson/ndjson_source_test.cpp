// What the ndjson source makes of files, pipes and payloads.
#include <algorithm>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <support/plugin_library.hpp>
#include <sys/stat.h>

#include "source_run.hpp"

namespace sluice::testing {
namespace {

TEST_F(NdjsonSourceTest, ReadsOneEventALine) {
  const Outcome out =
      read("{\"a\":1,\"b\":{\"c\":[1, 2]}}\n\n  \r\n{\"a\":\"\xC3\xA9\"}\r\n {} \n");
  EXPECT_EQ(out.lines(), "{\"a\":1,\"b\":{\"c\":[1, 2]}}\n{\"a\":\"\xC3\xA9\"}\n{}\n");
  EXPECT_EQ(out.error, "");
  EXPECT_EQ(out.input_bytes, 47u);
  ASSERT_EQ(out.events.size(), 3u);
  EXPECT_EQ(out.events[1].line, 4u);
  EXPECT_EQ(out.events[1].offset, 30u);
  EXPECT_EQ(out.events[1].original, "{\"a\":\"\xC3\xA9\"}");
  EXPECT_EQ(out.events[2].line, 5u);
}

TEST_F(NdjsonSourceTest, ReadsTheLastLineWithoutLineBreak) {
  EXPECT_EQ(read("{\"a\":1}\n{\"a\":2}").lines(), "{\"a\":1}\n{\"a\":2}\n");
  EXPECT_EQ(read("{\"a\":1}  \r").lines(), "{\"a\":1}\n");
  EXPECT_EQ(read("").events.size(), 0u);
  EXPECT_EQ(read("\n\n").events.size(), 0u);
}

TEST_F(NdjsonSourceTest, SkipsAByteOrderMark) {
  const Outcome out = read("\xEF\xBB\xBF{\"a\":1}\n");
  EXPECT_EQ(out.lines(), "{\"a\":1}\n");
  EXPECT_EQ(out.events[0].offset, 3u);
}

TEST_F(NdjsonSourceTest, BadLinesAreRejectedWithReasonAndLine) {
  using namespace std::string_literals;
  const Outcome out = read(
      "{\"a\":1}\nnot JSON\n{\"a\":}\n[1,2]\n42\n\"text\"\nnull\ntrue\n{\"a\":1} x\n{\"a\":1\n"
      "{\"b\":\n2\n{\"n\":\"\0\"}\n{\"a\":\"\\ud8\"}\n{\"a\":3}\n"s);
  std::vector<std::string> reasons;
  for (const Seen& event : out.events) reasons.push_back(event.reason);
  const std::vector<std::string> expected = {
      "",
      "line is not JSON: expected a JSON value, found 'n' at byte 0",
      "line is not JSON: expected a JSON value, found '}' at byte 5",
      "expected a JSON object, found an array",
      "expected a JSON object, found a number",
      "expected a JSON object, found a string",
      "expected a JSON object, found null",
      "expected a JSON object, found a boolean",
      "expected the end of the line after the JSON object at byte 7",
      "line is not JSON: expected more: the text ends in the middle of a value, at byte 6",
      "line is not JSON: expected more: the text ends in the middle of a value, at byte 5",
      "expected a JSON object, found a number",
      "line is not JSON: expected no control character inside a string, found byte 0x00 at byte 6",
      "line is not JSON: expected four hex digits after \\u, found '\"' at byte 10",
      ""};
  ASSERT_EQ(reasons.size(), expected.size());
  for (size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(reasons[i], expected[i]) << i;
    EXPECT_EQ(out.events[i].line, i + 1);
    EXPECT_EQ(out.events[i].id.size(), 32u);
  }
  EXPECT_EQ(out.events[12].original, "{\"n\":\"\0\"}"s);
  EXPECT_EQ(out.events[14].json, "{\"a\":3}");
}

TEST_F(NdjsonSourceTest, AnObjectOverSeveralLinesIsNotOneLine) {
  const Outcome out = read("{\n  \"a\": 1\n}\n{\"a\":2}\n");
  ASSERT_EQ(out.events.size(), 4u);
  EXPECT_EQ(out.events[3].json, "{\"a\":2}");
  for (int i = 0; i < 3; ++i) EXPECT_NE(out.events[i].reason, "");
}

TEST_F(NdjsonSourceTest, ACarriageReturnInsideAnObjectIsSpace) {
  EXPECT_EQ(read("{\"a\":\r1,\"b\":[1,\r2]}\n").lines(), "{\"a\":1,\"b\":[1,2]}\n");
}

TEST_F(NdjsonSourceTest, OutputDoesNotDependOnBatchesOrBlocks) {
  std::string content;
  for (int i = 0; i < 300; ++i) {
    content += "{\"n\":" + std::to_string(i) + ",\"t\":\"" + std::string(i % 50, 'x') + "\"}\n";
    if (i % 17 == 0) content += "bad " + std::to_string(i) + "\r\n\n";
    if (i % 23 == 0) content += "{\"u\":\"\xFF\xC3\"}\n";
  }
  const Outcome whole = read(content);
  for (const uint32_t wanted_events : {1u, 7u, UINT32_MAX}) {
    for (const size_t block_bytes : {16, 100, 1 << 20}) {
      const Outcome out = read(content, "{}", wanted_events, block_bytes);
      ASSERT_EQ(out.events.size(), whole.events.size());
      for (size_t i = 0; i < whole.events.size(); ++i) {
        EXPECT_EQ(out.events[i].json, whole.events[i].json);
        EXPECT_EQ(out.events[i].reason, whole.events[i].reason);
        EXPECT_EQ(out.events[i].original, whole.events[i].original);
        EXPECT_EQ(out.events[i].id, whole.events[i].id);
        EXPECT_EQ(out.events[i].line, whole.events[i].line);
        EXPECT_EQ(out.events[i].offset, whole.events[i].offset);
      }
      EXPECT_EQ(out.input_bytes, content.size());
    }
  }
}

TEST_F(NdjsonSourceTest, StopsWhenTheBatchHasItsBytes) {
  NdjsonSource source(host_.host());
  const std::string path = file("{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n");
  ASSERT_TRUE(
      source
          .open({sizeof(sluice_trigger), SLUICE_TRIGGER_FILE, sluice::to_text(path), {nullptr, 0}})
          .ok());
  OwnedBatch batch = host_.batch();
  batch->wanted_bytes = 9;
  EXPECT_EQ(*source.read(Batch(batch.get())), ReadState::more);
  EXPECT_EQ(batch->event_count, 2u);
  EXPECT_EQ(batch->input_bytes, 16u);
}

TEST_F(NdjsonSourceTest, InvalidUtf8IsReplacedAndCounted) {
  const Outcome out = read("{\"a\":\"x\xFFy\"}\n{\"b\":\"\xC3\xA9\"}\n{\"\xE2\x82\":1}\n\xFE\n");
  EXPECT_EQ(out.lines(),
            "{\"a\":\"x\xEF\xBF\xBDy\"}\n{\"b\":\"\xC3\xA9\"}\n{\"\xEF\xBF\xBD\":1}\n\n");
  EXPECT_EQ(host_.counter("invalid_utf8_replaced"), 3u);
  EXPECT_EQ(out.events[0].original, "{\"a\":\"x\xFFy\"}");  // as it was read
}

TEST_F(NdjsonSourceTest, LoneSurrogatesAreReplacedAndCounted) {
  EXPECT_EQ(read("{\"a\":\"\\ud800\",\"b\":\"\\ud83d\\ude00\"}\n").lines(),
            "{\"a\":\"\\ufffd\",\"b\":\"\\ud83d\\ude00\"}\n");
  EXPECT_EQ(host_.counter("lone_surrogates_replaced"), 1u);
}

TEST_F(NdjsonSourceTest, ReadsGzip) {
  const std::string content = "{\"a\":1}\n{\"a\":2}\n";
  EXPECT_EQ(read(gzip(content)).lines(), content);
  EXPECT_EQ(read(gzip(content) + gzip("{\"a\":3}\n")).lines(), content + "{\"a\":3}\n");
}

TEST_F(NdjsonSourceTest, TruncatedGzipGivesWhatCameBeforeAndThenAnError) {
  std::string content;
  unsigned random = 1;
  for (int i = 0; i < 20000; ++i) {
    random = random * 1664525 + 1013904223;
    content += "{\"n\":" + std::to_string(random) + "}\n";
  }
  std::string compressed = gzip(content);
  compressed.resize(compressed.size() / 2);
  const Outcome out = read(compressed);
  EXPECT_GT(out.events.size(), 5000u);
  EXPECT_LT(out.events.size(), 15000u);
  EXPECT_NE(out.error.find("in.ndjson"), std::string::npos) << out.error;
  EXPECT_NE(out.error.find("truncated"), std::string::npos) << out.error;
  EXPECT_NE(out.error.find("(at line " + std::to_string(out.events.size() + 1) + ")"),
            std::string::npos)
      << out.error;
}

TEST_F(NdjsonSourceTest, OpeningWhatIsNotThereIsAnError) {
  EXPECT_NE(read_file("/nowhere/x").error.find("could not open \"/nowhere/x\""), std::string::npos);
}

TEST_F(NdjsonSourceTest, ReadsAPayloadAndTheOptionPath) {
  NdjsonSource source(host_.host());
  const std::string path = file("{\"p\":1}");
  ASSERT_TRUE(source.init(host_.settings("{\"path\":\"" + path + "\"}")).ok());
  ASSERT_TRUE(source.open({sizeof(sluice_trigger), SLUICE_TRIGGER_NONE, {}, {}}).ok());
  EXPECT_EQ(drain(source).lines(), "{\"p\":1}\n");
  source.close();

  const std::string payload = "{\"a\":1}\n{\"a\":2}";
  NdjsonSource other(host_.host());
  ASSERT_TRUE(
      other.open({sizeof(sluice_trigger), SLUICE_TRIGGER_PAYLOAD, {}, sluice::to_text(payload)})
          .ok());
  EXPECT_EQ(drain(other).lines(), "{\"a\":1}\n{\"a\":2}\n");
}

TEST_F(NdjsonSourceTest, HashIdsAreStableAndTellEqualLinesApart) {
  const std::string content = "{\"a\":1}\n{\"a\":1}\nbad\n";
  const std::string path = file(content);
  const Outcome first = read_file(path);
  const Outcome again = read_file(path, "{}", 1, 16);
  std::set<std::string> ids;
  for (size_t i = 0; i < first.events.size(); ++i) {
    EXPECT_EQ(first.events[i].id, again.events[i].id);
    ids.insert(first.events[i].id);
  }
  EXPECT_EQ(ids.size(), 3u);
  EXPECT_NE(read_file(file(content, "other")).events[0].id, first.events[0].id);
  EXPECT_NE(read("{\"a\":2}\n").events[0].id, first.events[0].id);
}

TEST_F(NdjsonSourceTest, TakesTheIdFromAField) {
  const Outcome out = read(
      "{\"k\":\"a\\u0062c\"}\n{\"k\":12345678901234567890123}\n{\"k\":\"\"}\n{\"k\":null}\n{}\n"
      "{\"k\":\"" +
          std::string(513, 'x') + "\"}\n{\"k\":-1}\n{\"k\":[1]}\n",
      "{\"id_field\":\"k\"}");
  ASSERT_EQ(out.events.size(), 8u);
  EXPECT_EQ(out.events[0].id, "abc");
  EXPECT_EQ(out.events[0].json, "{\"k\":\"a\\u0062c\"}");
  EXPECT_EQ(out.events[1].id, "12345678901234567890123");
  EXPECT_EQ(out.events[6].id, "-1");
  for (const int hashed : {2, 3, 4, 5, 7}) EXPECT_EQ(out.events[hashed].id.size(), 32u) << hashed;
}

TEST_F(NdjsonSourceTest, DoesNotHoldBackWhatAPipeGave) {
  const std::string pipe = folder_ / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  std::ofstream writer;
  NdjsonSource source(host_.host());
  ASSERT_TRUE(
      source
          .open({sizeof(sluice_trigger), SLUICE_TRIGGER_FILE, sluice::to_text(pipe), {nullptr, 0}})
          .ok());
  writer.open(pipe);
  writer << "{\"a\":1}\n{\"a\":" << std::flush;
  OwnedBatch batch = host_.batch();
  EXPECT_EQ(*source.read(Batch(batch.get())), ReadState::more);
  EXPECT_EQ(PluginHost::json_lines(Batch(batch.get())), "{\"a\":1}\n");
  writer << "2}\n" << std::flush;
  batch = host_.batch();
  EXPECT_EQ(*source.read(Batch(batch.get())), ReadState::more);
  EXPECT_EQ(PluginHost::json_lines(Batch(batch.get())), "{\"a\":2}\n");

  host_.request_stop();
  batch = host_.batch();
  EXPECT_EQ(*source.read(Batch(batch.get())), ReadState::more);  // not the end
  EXPECT_EQ(batch->event_count, 0u);
  host_.request_stop(false);
  writer << "{\"a\":3}";
  writer.close();
  EXPECT_EQ(drain(source).lines(), "{\"a\":3}\n");
}

TEST(NdjsonPlugin, ExportsItsOptions) {
  sluice::testing::PluginLibrary library(PLUGIN_FILE);
  const sluice_component& component = library.component("ndjson");
  EXPECT_EQ(component.role, static_cast<uint32_t>(SLUICE_ROLE_SOURCE));
  for (const char* name : {"path", "id_field", "max_line_bytes"}) {
    EXPECT_NE(library.option(component.options, name), nullptr) << name;
  }
}

}  // namespace
}  // namespace sluice::testing
