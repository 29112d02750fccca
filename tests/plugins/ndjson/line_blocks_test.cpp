// Lines cut into blocks: nothing lost, doubled or moved under a batch.
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <ndjson/line_blocks.hpp>

namespace {

using sluice::Block;
using sluice::LineBlocks;
using sluice::kit::InputStream;
using Fill = sluice::LineBlocks::Fill;

// Everything that comes out, and what the shared blocks held at the time.
struct Drained {
  std::string lines;
  size_t long_lines = 0;
};

Drained drain(LineBlocks& blocks, const std::string& input) {
  blocks.open(InputStream::from_memory(input));
  Drained out;
  struct Held {
    std::shared_ptr<Block> block;
    const char* data;
    std::string bytes;
  };
  std::vector<Held> held;
  bool skipping = false;
  for (;;) {
    auto filled = skipping ? blocks.skip_long_line() : blocks.fill();
    EXPECT_TRUE(filled.ok());
    if (*filled == Fill::end) break;
    skipping = *filled == Fill::long_line;
    if (skipping) {
      ++out.long_lines;
      continue;
    }
    EXPECT_EQ(blocks.offset() + static_cast<size_t>(blocks.end() - blocks.next()) <= input.size(),
              true);
    const std::string lines(blocks.next(), blocks.lines_end());
    EXPECT_EQ(input.substr(blocks.offset(), lines.size()), lines);
    held.push_back({blocks.share(), blocks.next(), lines});
    if (held.size() > 3) held.erase(held.begin());  // goes back to the pool
    out.lines += lines;
    blocks.advance(blocks.lines_end());
    for (const Held& h : held) EXPECT_EQ(h.bytes, std::string(h.data, h.bytes.size()));
  }
  return out;
}

TEST(LineBlocks, GivesEveryLineOnce) {
  std::string input;
  for (int i = 0; i < 500; ++i) input += "line " + std::to_string(i * 7919 % 1000003) + "\n";
  input += "no line break";
  for (const size_t block_bytes : {16, 17, 64, 1000, 1 << 20}) {
    LineBlocks blocks(block_bytes, 1000);
    EXPECT_EQ(drain(blocks, input).lines, input) << block_bytes;
    EXPECT_EQ(drain(blocks, input).lines, input) << block_bytes << ", the second time";
  }
}

TEST(LineBlocks, GrowsForALineLongerThanABlock) {
  const std::string input = "a\n" + std::string(5000, 'x') + "\nb\n";
  LineBlocks blocks(64, 5000);
  const Drained out = drain(blocks, input);
  EXPECT_EQ(out.lines, input);
  EXPECT_EQ(out.long_lines, 0u);
}

TEST(LineBlocks, PassesOverLinesThatAreTooLong) {
  const std::string input = std::string(999, 'x') + "\na\n" + std::string(5000, 'y') + "\n" +
                            std::string(300, 'z') + "\nb\n" + std::string(500, 'w');
  LineBlocks blocks(64, 100);
  const Drained out = drain(blocks, input);
  EXPECT_EQ(out.lines, "a\nb\n");
  EXPECT_EQ(out.long_lines, 4u);
}

TEST(LineBlocks, EmptyInputEnds) {
  LineBlocks blocks(64, 100);
  EXPECT_EQ(drain(blocks, "").lines, "");
  EXPECT_EQ(drain(blocks, "\n").lines, "\n");
}

TEST(BlockPool, RecyclesWhatIsReleased) {
  sluice::BlockPool pool(1024, 1);
  auto first = pool.take(10);
  const char* const data = first->data.get();
  first.reset();
  auto again = pool.take(1024);
  EXPECT_EQ(again->data.get(), data);
  auto large = pool.take(2000);
  EXPECT_GE(large->capacity, 2000u);
}

}  // namespace
