// Constant memory, whatever the number of log events.
#include <algorithm>
#include <string>

#include <gtest/gtest.h>
#include <malloc.h>
#include <zlib.h>

#include <data/batch_pool.hpp>

#include "source_run.hpp"

namespace sluice::testing {
namespace {

constexpr size_t mebibyte = size_t{1} << 20;
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr size_t document_mebibytes = 50;  // 300 would take half a minute
#else
constexpr size_t document_mebibytes = 300;
#endif

/// gzip of a document of `megabytes` of log events; made piece by piece.
std::string large_payload(size_t megabytes, size_t& events) {
  z_stream stream{};
  deflateInit2(&stream, 1, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string out;
  std::string buffer(mebibyte, '\0');
  const auto write = [&](const std::string& text, int flush) {
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    do {
      stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
      stream.avail_out = static_cast<uInt>(buffer.size());
      deflate(&stream, flush);
      out.append(buffer, 0, buffer.size() - stream.avail_out);
    } while (stream.avail_out == 0);
  };
  const std::string event = log_event(1, "{\"k\":\"" + std::string(1000, 'v') + "\",\"n\":12}");
  std::string block;
  size_t in_block = 0;
  while (block.size() < mebibyte) {
    block += event + ",";
    ++in_block;
  }
  write("{\"logEvents\":[", Z_NO_FLUSH);
  for (size_t i = 0; i < megabytes; ++i) write(block, Z_NO_FLUSH);
  write(event + "],\"owner\":\"last\"}", Z_FINISH);
  deflateEnd(&stream);
  events = in_block * megabytes + 1;
  return out;
}

size_t heap_bytes() {
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

TEST(AwslogsMemory, DoesNotGrowWithTheDocument) {
  PluginHost host;
  size_t expected = 0;
  const std::string input = awslogs_event(large_payload(document_mebibytes, expected));
  AwslogsSource source(host.host());
  ASSERT_TRUE(source.init(host.settings("{\"max_decoded_bytes\":1000000000}")).ok());
  ASSERT_TRUE(
      source.open({sizeof(sluice_trigger), SLUICE_TRIGGER_PAYLOAD, {nullptr, 0}, to_text(input)})
          .ok());
  const size_t before = heap_bytes();
  size_t most = 0;
  size_t events = 0;
  OwnedBatch previous;
  for (;;) {
    OwnedBatch batch = host.batch();
    batch->wanted_events = 1000;
    batch->wanted_bytes = mebibyte;
    const Result<ReadState> state = source.read(Batch(batch.get()));
    ASSERT_TRUE(state.ok());
    events += batch->event_count;
    for (const sluice_event& event : Batch(batch.get()).events()) {
      ASSERT_EQ(event.state, static_cast<uint32_t>(SLUICE_EVENT_LIVE));
    }
    most = std::max(most, heap_bytes());
    EXPECT_LT(data::memory_bytes(*batch), 6 * mebibyte);
    if (batch->event_count > 0) previous = std::move(batch);
    if (*state == ReadState::end) break;
  }
  EXPECT_EQ(events, expected);
  EXPECT_NE(PluginHost::json_lines(Batch(previous.get())).find("\"owner\":\"last\""),
            std::string::npos);
  EXPECT_LT(most - std::min(most, before), 40 * mebibyte);
}

TEST(AwslogsMemory, ManySmallLogEventsAreNotKept) {
  PluginHost host;
  std::string events = "{}";
  for (int i = 1; i < 500000; ++i) events += ",{}";
  const std::string text = document(events);
  const size_t before = heap_bytes();
  AwslogsSource source(host.host());
  ASSERT_TRUE(
      source.open({sizeof(sluice_trigger), SLUICE_TRIGGER_PAYLOAD, {nullptr, 0}, to_text(text)})
          .ok());
  size_t count = 0;
  size_t most = 0;
  for (;;) {
    OwnedBatch batch = host.batch();
    batch->wanted_events = 1000;
    const Result<ReadState> state = source.read(Batch(batch.get()));
    ASSERT_TRUE(state.ok());
    count += batch->event_count;
    most = std::max(most, heap_bytes());
    if (*state == ReadState::end) break;
  }
  EXPECT_EQ(count, 500000u);
  EXPECT_LT(most - std::min(most, before), 40 * mebibyte);
}

TEST(AwslogsMemory, ManySmallDocumentsInOnePayloadAreBounded) {
  PluginHost host;
  std::string text;
  for (int i = 0; i < 100000; ++i) text += "{\"logEvents\":[{}]}";
  RunOptions options;
  options.wanted_events = 1000;
  const Outcome out = run(host, awslogs_text(text), options);
  EXPECT_EQ(out.events.size(), 100000u);
  options.sizes.window_bytes = 100000;
  EXPECT_EQ(run(host, awslogs_text(text), options).events.size(), 100000u);
}

}  // namespace
}  // namespace sluice::testing
