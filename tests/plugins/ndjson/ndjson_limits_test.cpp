// Long lines, many bad lines, large files: time and memory stay in bounds.
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "source_run.hpp"

namespace sluice::testing {
namespace {

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
  ASSERT_TRUE(
      source
          .open({sizeof(sluice_trigger), SLUICE_TRIGGER_FILE, sluice::to_text(path), {nullptr, 0}})
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
      blocks.insert(
          reinterpret_cast<const char*>(reinterpret_cast<uintptr_t>(event.original.data) >> 18));
    }
    previous = std::move(batch);
    if (state == ReadState::end) break;
  }
  EXPECT_EQ(events, static_cast<size_t>(std::count(content.begin(), content.end(), '\n')));
  EXPECT_LT(blocks.size(), 40u);  // of 256 KiB: the same ones again and again
}

}  // namespace
}  // namespace sluice::testing
