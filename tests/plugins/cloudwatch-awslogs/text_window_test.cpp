#include <cstring>
#include <string>

#include <cloudwatch-awslogs/text_window.hpp>
#include <gtest/gtest.h>
#include <support/plugin_host.hpp>

namespace {

using sluice::TextWindow;
using sluice::testing::PluginHost;

// Feeds the text in pieces and consumes what there is after every second.
std::string through(PluginHost& host, std::string_view text, size_t piece, uint64_t& replaced) {
  TextWindow window(host.host());
  window.reset(0);
  std::string out;
  for (size_t i = 0; i < text.size() || i == 0; i += piece) {
    const std::string_view part = text.substr(i, piece);
    std::memcpy(window.room(piece), part.data(), part.size());
    window.commit(part.size(), i + piece >= text.size());
    if (i / piece % 2 == 1) {
      out += window.view();
      window.consume(window.end());
    }
  }
  EXPECT_TRUE(window.complete());
  out += window.view();
  replaced = window.take_replaced();
  return out;
}

TEST(TextWindow, RepairsUtf8WhereverItIsCut) {
  PluginHost host;
  const std::string text =
      "plain \xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80 bad: \xFF \xC3( \xE2\x82 \xF0\x9F\x98 "
      "\xED\xA0\x80 \xC0\xAF end \xF0\x9F";
  uint64_t expected_replaced = 0;
  const std::string expected = through(host, text, text.size(), expected_replaced);
  EXPECT_EQ(expected_replaced, 10u);
  EXPECT_NE(expected.find("plain \xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80 bad: \xEF\xBF\xBD"),
            std::string::npos);
  for (size_t piece = 1; piece < text.size(); ++piece) {
    uint64_t replaced = 0;
    EXPECT_EQ(through(host, text, piece, replaced), expected) << piece;
    EXPECT_EQ(replaced, expected_replaced) << piece;
  }
}

TEST(TextWindow, MemoryFollowsWhatIsUnread) {
  PluginHost host;
  TextWindow window(host.host());
  window.reset(0);
  for (int i = 0; i < 10000; ++i) {
    std::memset(window.room(1000), 'x', 1000);
    window.commit(1000, false);
    window.consume(window.begin() + 1000);
    EXPECT_LT(window.room_bytes(), 8000u);
  }
}

}  // namespace
