// The ndjson source against files, pipes and payloads.
#include <ndjson/ndjson_source.hpp>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <support/plugin_host.hpp>
#include <support/plugin_library.hpp>

namespace {

namespace fs = std::filesystem;
using sluice::Batch;
using sluice::NdjsonSource;
using sluice::OwnedBatch;
using sluice::ReadState;
using sluice::view;
using sluice::testing::PluginHost;

// What a test wants to know of one event.
struct Seen {
  std::string json;  // "" for a rejected one
  std::string reason;
  std::string original;
  std::string id;
  uint64_t line;
  uint64_t offset;
};

struct Outcome {
  std::vector<Seen> events;
  std::string error;
  uint64_t input_bytes = 0;

  std::string lines() const {
    std::string text;
    for (const Seen& event : events) text += event.json + "\n";
    return text;
  }
};

std::string gzip(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

class NdjsonSourceTest : public ::testing::Test {
 protected:
  NdjsonSourceTest() {
    std::string pattern = (fs::temp_directory_path() / "sluice-ndjson-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~NdjsonSourceTest() override { fs::remove_all(folder_); }

  std::string file(const std::string& content, const std::string& name = "in.ndjson") {
    std::ofstream(folder_ / name, std::ios::binary) << content;
    return folder_ / name;
  }

  Outcome drain(NdjsonSource& source, uint32_t wanted_events = UINT32_MAX) {
    Outcome out;
    uint64_t last_token = 0;
    std::vector<OwnedBatch> held;  // as in a queue: their memory must stay as it is
    for (;;) {
      OwnedBatch owned = host_.batch();
      const Batch batch(owned.get());
      batch->wanted_events = wanted_events;
      auto state = source.read(batch);
      EXPECT_GT(batch->token, last_token);
      last_token = batch->token;
      EXPECT_LE(batch->event_count, wanted_events);
      out.input_bytes += batch->input_bytes;
      held.push_back(std::move(owned));
      if (!state.ok()) {
        EXPECT_EQ(state.error().code, sluice::StatusCode::fatal);
        out.error = state.error().message;
      }
      if (!state.ok() || *state == ReadState::end) break;
    }
    for (const OwnedBatch& batch : held) {
      for (const sluice_event& event : Batch(batch.get()).events()) out.events.push_back(see(event));
    }
    return out;
  }

  static Seen see(const sluice_event& event) {
    EXPECT_NE(event.origin, nullptr);
    EXPECT_EQ(event.index, SLUICE_NO_INDEX);
    const bool live = event.state == SLUICE_EVENT_LIVE;
    return {live ? PluginHost::json(event) : "",
            std::string(view(event.reason)),
            std::string(view(event.original)),
            std::string(event.id, event.id_size),
            event.line,
            event.offset};
  }

  Outcome read_file(const std::string& path, const std::string& settings = "{}",
                    uint32_t wanted_events = UINT32_MAX,
                    size_t block_bytes = NdjsonSource::default_block_bytes) {
    NdjsonSource source(host_.host(), block_bytes);
    EXPECT_TRUE(source.init(host_.settings(settings)).ok());
    const sluice_trigger trigger{sizeof(sluice_trigger), SLUICE_TRIGGER_FILE, sluice::to_text(path),
                                 {nullptr, 0}};
    auto opened = source.open(trigger);
    if (!opened.ok()) {
      Outcome out;
      out.error = opened.error().message;
      return out;
    }
    Outcome out = drain(source, wanted_events);
    source.close();
    return out;
  }

  Outcome read(const std::string& content, const std::string& settings = "{}",
               uint32_t wanted_events = UINT32_MAX,
               size_t block_bytes = NdjsonSource::default_block_bytes) {
    return read_file(file(content), settings, wanted_events, block_bytes);
  }

  PluginHost host_;
  fs::path folder_;
};

TEST_F(NdjsonSourceTest, ReadsOneEventALine) {
  const Outcome out = read("{\"a\":1,\"b\":{\"c\":[1, 2]}}\n\n  \r\n{\"a\":\"\xC3\xA9\"}\r\n {} \n");
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
  ASSERT_TRUE(source
                  .open({sizeof(sluice_trigger), SLUICE_TRIGGER_FILE, sluice::to_text(path),
                         {nullptr, 0}})
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

TEST_F(NdjsonSourceTest, ALineThatIsTooLongIsCutAndPassedOver) {
  const std::string settings = "{\"max_line_bytes\":2000}";
  const std::string content = "{\"a\":1}\n{\"t\":\"" + std::string(3000, 'x') + "\"}\n{\"a\":2}\n" +
                              "{\"t\":\"" + std::string(1990, 'y') + "\"}\n" +
                              std::string(5000, 'z') + "\n{\"a\":3}\n" + std::string(2500, 'w');
  for (const size_t block_bytes : {64, 1 << 20}) {
    const Outcome out = read(content, settings, UINT32_MAX, block_bytes);
    ASSERT_EQ(out.events.size(), 7u);
    EXPECT_EQ(out.events[1].reason,
              "line is longer than \"max_line_bytes\", 2000 bytes: only its beginning is kept");
    EXPECT_EQ(out.events[1].original, "{\"t\":\"" + std::string(1018, 'x'));
    EXPECT_EQ(out.events[1].line, 2u);
    EXPECT_EQ(out.events[2].json, "{\"a\":2}");
    EXPECT_EQ(out.events[3].reason, "");  // 1,998 bytes
    EXPECT_EQ(out.events[4].original, std::string(1024, 'z'));
    EXPECT_EQ(out.events[5].json, "{\"a\":3}");
    EXPECT_EQ(out.events[5].line, 6u);
    EXPECT_EQ(out.events[5].offset, content.find("{\"a\":3}"));
    EXPECT_EQ(out.events[6].original, std::string(1024, 'w'));
  }
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
      "{\"k\":\"" + std::string(513, 'x') + "\"}\n{\"k\":-1}\n{\"k\":[1]}\n",
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
  ASSERT_TRUE(source
                  .open({sizeof(sluice_trigger), SLUICE_TRIGGER_FILE, sluice::to_text(pipe),
                         {nullptr, 0}})
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

TEST_F(NdjsonSourceTest, ManyBadLinesTakeLinearTime) {
  std::string content;
  for (int i = 0; i < 200000; ++i) content += "{\"a\":[1,\n";
  EXPECT_EQ(read(content).events.size(), 200000u);
}

TEST_F(NdjsonSourceTest, MemoryStaysConstant) {
  std::string content;
  while (content.size() < (size_t{32} << 20)) {
    content += "{\"message\":\"" + std::string(900, 'm') + "\",\"n\":1}\n";
  }
  NdjsonSource source(host_.host());
  const std::string path = file(content);
  ASSERT_TRUE(source
                  .open({sizeof(sluice_trigger), SLUICE_TRIGGER_FILE, sluice::to_text(path),
                         {nullptr, 0}})
                  .ok());
  std::set<const char*> blocks;
  size_t events = 0;
  OwnedBatch previous;
  for (;;) {
    OwnedBatch batch = host_.batch();
    batch->wanted_bytes = 1 << 20;
    const ReadState state = *source.read(Batch(batch.get()));
    events += batch->event_count;
    EXPECT_LT(sluice::data::memory_bytes(*batch), size_t{2} << 20);
    for (const sluice_event& event : Batch(batch.get()).events()) {
      blocks.insert(reinterpret_cast<const char*>(
          reinterpret_cast<uintptr_t>(event.original.data) >> 18));
    }
    previous = std::move(batch);
    if (state == ReadState::end) break;
  }
  EXPECT_EQ(events, static_cast<size_t>(std::count(content.begin(), content.end(), '\n')));
  EXPECT_LT(blocks.size(), 40u);  // of 256 KiB: the same ones again and again
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
