#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <data/batch_pool.hpp>
#include <data/json_services.hpp>
#include <data/utf8.hpp>

namespace sluice::data {
namespace {

constexpr std::string_view fffd = "\xEF\xBF\xBD";

struct Repaired {
  std::string text;
  uint64_t replaced = 0;
};

Repaired repair(std::string_view text) {
  Repaired out;
  // exactly what may be written, so that a byte too many is found
  const auto memory = std::make_unique<char[]>(repaired_capacity(text.size()));
  const size_t size = repair_utf8(text, memory.get(), out.replaced);
  out.text.assign(memory.get(), size);
  return out;
}

// A second opinion, from the definition: decode greedily by table 3-7 of Unicode 15.0, written as a
// list of ranges rather than as code.
struct Row {
  unsigned char low[4];
  unsigned char high[4];
  size_t size;
};
constexpr Row rows[] = {
    {{0x00}, {0x7F}, 1},
    {{0xC2, 0x80}, {0xDF, 0xBF}, 2},
    {{0xE0, 0xA0, 0x80}, {0xE0, 0xBF, 0xBF}, 3},
    {{0xE1, 0x80, 0x80}, {0xEC, 0xBF, 0xBF}, 3},
    {{0xED, 0x80, 0x80}, {0xED, 0x9F, 0xBF}, 3},
    {{0xEE, 0x80, 0x80}, {0xEF, 0xBF, 0xBF}, 3},
    {{0xF0, 0x90, 0x80, 0x80}, {0xF0, 0xBF, 0xBF, 0xBF}, 4},
    {{0xF1, 0x80, 0x80, 0x80}, {0xF3, 0xBF, 0xBF, 0xBF}, 4},
    {{0xF4, 0x80, 0x80, 0x80}, {0xF4, 0x8F, 0xBF, 0xBF}, 4},
};

// How many bytes of the row the text begins with.
size_t matching(const Row& row, std::string_view text) {
  size_t i = 0;
  while (i < row.size && i < text.size() && static_cast<unsigned char>(text[i]) >= row.low[i] &&
         static_cast<unsigned char>(text[i]) <= row.high[i]) {
    ++i;
  }
  return i;
}

// No allocation in here: the exhaustive test asks eight million times.
struct Reference {
  char text[16];
  size_t size = 0;
  uint64_t replaced = 0;
  size_t valid_prefix = 0;
};

Reference reference(std::string_view text) {
  Reference out;
  const size_t size = text.size();
  out.valid_prefix = size;
  while (!text.empty()) {
    size_t longest = 1;
    bool whole = false;
    for (const Row& row : rows) {
      const size_t match = matching(row, text);
      longest = std::max(longest, match);
      whole = whole || match == row.size;
    }
    if (!whole && out.replaced++ == 0) out.valid_prefix = size - text.size();
    const std::string_view piece = whole ? text.substr(0, longest) : fffd;
    out.size += piece.copy(out.text + out.size, piece.size());
    text.remove_prefix(longest);
  }
  return out;
}

// Only what differs is reported, or the exhaustive tests would spend their time on messages.
void expect_as_reference(std::string_view text) {
  const Reference expected = reference(text);
  char repaired[16];
  uint64_t replaced = 0;
  const size_t size = repair_utf8(text, repaired, replaced);
  if (std::string_view(repaired, size) == std::string_view(expected.text, expected.size) &&
      replaced == expected.replaced && valid_utf8_prefix(text) == expected.valid_prefix) {
    return;
  }
  std::string hex;
  for (const char c : text) hex += std::to_string(static_cast<unsigned char>(c)) + " ";
  ADD_FAILURE() << "differs from the reference on the bytes " << hex;
}

TEST(Utf8, EverySequenceOfOneAndTwoBytes) {
  for (int a = 0; a < 256; ++a) {
    const char one[] = {static_cast<char>(a)};
    expect_as_reference({one, 1});
    for (int b = 0; b < 256; ++b) {
      const char two[] = {static_cast<char>(a), static_cast<char>(b)};
      expect_as_reference({two, 2});
    }
  }
}

// One ASCII byte stands for all of them in the first place: what follows it is a sequence of two.
TEST(Utf8, EverySequenceOfThreeBytes) {
  for (int a = 0x7F; a < 256; ++a) {
    for (int b = 0; b < 256; ++b) {
      for (int c = 0; c < 256; ++c) {
        const char bytes[] = {static_cast<char>(a), static_cast<char>(b), static_cast<char>(c)};
        expect_as_reference({bytes, 3});
      }
    }
  }
}

TEST(Utf8, FourByteLeadsWithEveryKindOfRest) {
  const std::vector<int> rest = {0x41, 0x7F, 0x80, 0x8F, 0x90, 0xBF, 0xC0, 0xC2, 0xE1, 0xF1, 0xFF};
  for (int a = 0xE0; a < 256; ++a) {
    for (int b = 0; b < 256; ++b) {
      for (const int c : rest) {
        for (const int d : rest) {
          const char bytes[] = {static_cast<char>(a), static_cast<char>(b), static_cast<char>(c),
                                static_cast<char>(d), '.'};
          expect_as_reference({bytes, 5});
        }
      }
    }
  }
}

// The examples of Unicode 15.0, section 3.9, tables 3-8 to 3-11.
TEST(Utf8, MaximalSubpartsAsInTheStandard) {
  const std::pair<std::string_view, std::vector<int>> examples[] = {
      {"\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41", {1, 1, 1, 1, 1, 1, 1, 1, 0}},
      {"\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41", {1, 1, 1, 1, 1, 1, 1, 1, 0}},
      {"\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42", {1, 1, 1, 1, 1, 0, 1, 1, 0}},
      {"\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41", {1, 1, 1, 1, 0}},
  };
  for (const auto& [bytes, replaced] : examples) {
    const Repaired out = repair(bytes);
    std::string pattern;
    for (size_t i = 0; i < out.text.size();) {
      const bool is_replacement = std::string_view(out.text).substr(i, 3) == fffd;
      pattern += is_replacement ? '1' : '0';
      i += is_replacement ? 3 : 1;
    }
    std::string expected;
    for (const int one : replaced) expected += static_cast<char>('0' + one);
    EXPECT_EQ(pattern, expected);
  }
}

TEST(Utf8, ValidPrefixEndsBeforeTheFirstBadByte) {
  EXPECT_EQ(valid_utf8_prefix(""), 0u);
  EXPECT_EQ(valid_utf8_prefix("abc"), 3u);
  EXPECT_EQ(valid_utf8_prefix("ab\xC3"), 2u);  // cut in a character
  EXPECT_EQ(valid_utf8_prefix("ab\xC3\xA9"), 4u);
  EXPECT_EQ(valid_utf8_prefix("\xFF"
                              "abc"),
            0u);
  for (const size_t at : {0, 1, 31, 32, 63, 64, 65, 200, 299}) {
    std::string text(300, 'x');
    text[at] = '\x80';
    EXPECT_EQ(valid_utf8_prefix(text), at);
  }
  for (size_t size = 0; size < 200; ++size) {
    EXPECT_EQ(valid_utf8_prefix(std::string(size, 'x')), size);
  }
}

TEST(Utf8, RepairedTextIsValidAndValidTextIsLeftAlone) {
  const std::string text = "plain, \xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80" + std::string("\0z", 2);
  EXPECT_EQ(repair(text).text, text);
  EXPECT_EQ(repair(text).replaced, 0u);
  EXPECT_EQ(repair("").text, "");
  EXPECT_EQ(repair("a\xFFz").text, "a" + std::string(fffd) + "z");
}

TEST(Utf8, EncodesEveryCodePoint) {
  for (uint32_t code_point = 0; code_point < 0x110000; ++code_point) {
    if (code_point >= 0xD800 && code_point < 0xE000) continue;
    char out[4];
    const size_t size = encode_utf8(code_point, out);
    const bool right =
        reference({out, size}).replaced == 0 && size == (code_point < 0x80      ? 1u
                                                         : code_point < 0x800   ? 2u
                                                         : code_point < 0x10000 ? 3u
                                                                                : 4u);
    ASSERT_TRUE(right) << code_point;
  }
}

TEST(Utf8Service, RepairsIntoTheArena) {
  const sluice_json_services& json = json_services();
  BatchPool pool;
  const OwnedBatch batch = pool.take();
  uint64_t replaced = 99;
  const sluice_text out = json.repair_utf8(batch.get(), SLUICE_TEXT("a\xC3(\xFF"), &replaced);
  EXPECT_EQ(view(out), "a" + std::string(fffd) + "(" + std::string(fffd));
  EXPECT_EQ(replaced, 2u);
  EXPECT_EQ(json.valid_utf8(out.data, out.size), out.size);
}

// A null result means that memory is exhausted, so an empty text must not give one.
TEST(Utf8Service, RepairsAnEmptyTextInAnEmptyBatch) {
  BatchPool pool;
  const OwnedBatch batch = pool.take();
  uint64_t replaced = 99;
  const sluice_text out = json_services().repair_utf8(batch.get(), {nullptr, 0}, &replaced);
  EXPECT_NE(out.data, nullptr);
  EXPECT_EQ(out.size, 0u);
  EXPECT_EQ(replaced, 0u);
}

}  // namespace
}  // namespace sluice::data
