// Strings: escapes, surrogates, and how they are decoded.
#include <data_testing/document.hpp>
#include <gtest/gtest.h>

namespace sluice::data_testing {
namespace {

constexpr uint32_t last = SLUICE_JSON_LAST;

std::string decoded(std::string_view json) {
  Document document(json);
  if (document.read(last) != SLUICE_OK) return "refused";
  document.open(document.value());
  if (document.value().type != SLUICE_VALUE_TEXT) return "not a text";
  return std::string(bytes(document.value()));
}

TEST(JsonString, DecodesEveryEscape) {
  EXPECT_EQ(decoded(R"("")"), "");
  EXPECT_EQ(decoded(R"("abc")"), "abc");
  EXPECT_EQ(decoded(R"("\"\\\/\b\f\n\r\t")"), "\"\\/\b\f\n\r\t");
  EXPECT_EQ(decoded(R"("\u0041\u00e9\u20AC")"), "A\u00e9\u20ac");
  EXPECT_EQ(decoded(R"("\ud83d\ude00\uD83D\uDE00")"), "\U0001f600\U0001f600");
  EXPECT_EQ(decoded(R"("\ud800\udc00\udbff\udfff")"), "\U00010000\U0010ffff");
  EXPECT_EQ(decoded(R"("\ud7ff\ue000\uffff")"), "\uD7FF\uE000\uFFFF");
  EXPECT_EQ(decoded(R"("a\u0000b")"), std::string("a\0b", 3));
  EXPECT_EQ(decoded("\"\x7F\""), "\x7F");
}

TEST(JsonString, DecodesEveryCodeUnit) {
  for (uint32_t unit = 0; unit < 0x10000; ++unit) {
    if (unit >= 0xD800 && unit < 0xE000) continue;
    char json[16];
    std::snprintf(json, sizeof json, "\"\\u%04x\"", unit);
    char expected[4];
    size_t size = 0;
    if (unit < 0x80) {
      expected[size++] = static_cast<char>(unit);
    } else if (unit < 0x800) {
      expected[size++] = static_cast<char>(0xC0 | unit >> 6);
      expected[size++] = static_cast<char>(0x80 | (unit & 0x3F));
    } else {
      expected[size++] = static_cast<char>(0xE0 | unit >> 12);
      expected[size++] = static_cast<char>(0x80 | (unit >> 6 & 0x3F));
      expected[size++] = static_cast<char>(0x80 | (unit & 0x3F));
    }
    ASSERT_EQ(decoded(json), std::string_view(expected, size)) << json;
  }
}

// An escape at every place, with runs of every length before and behind it: the scan works in steps
// of 16.
TEST(JsonString, EscapesMayStandAnywhere) {
  for (size_t before = 0; before < 40; ++before) {
    for (size_t behind = 0; behind < 40; ++behind) {
      const std::string a(before, 'a');
      const std::string b(behind, 'b');
      ASSERT_EQ(decoded("\"" + a + "\\n" + b + "\""), a + "\n" + b);
      ASSERT_EQ(decoded("\"" + a + "\\u20ac" + b + "\\\\\""), a + "\u20ac" + b + "\\");
      ASSERT_EQ(decoded("\"" + a + b + "\""), a + b);
    }
  }
}

TEST(JsonString, ControlCharactersAreRefusedAnywhere) {
  for (int c = 0; c < 0x20; ++c) {
    for (const size_t at : {0, 1, 14, 15, 16, 17, 31, 32, 39}) {
      std::string text = "\"" + std::string(40, 'x') + "\"";
      text[at + 1] = static_cast<char>(c);
      Document document(text);
      ASSERT_EQ(document.read(last), SLUICE_REJECTED) << c;
      ASSERT_EQ(document.result().error_at, at + 1);
    }
  }
}

struct Surrogates {
  std::string_view before;
  std::string_view after;
  uint32_t count;
};

TEST(JsonString, LoneSurrogatesAreReplacedInPlaceAndCounted) {
  const Surrogates examples[] = {
      {R"("\ud800")", R"("\ufffd")", 1},
      {R"("\uDBFF")", R"("\ufffd")", 1},
      {R"("\udc00")", R"("\ufffd")", 1},
      {R"("\uDFFF")", R"("\ufffd")", 1},
      {R"("\ud83d\ude00")", R"("\ud83d\ude00")", 0},
      {R"("\ud800x")", R"("\ufffdx")", 1},
      {R"("\ud800\n")", R"("\ufffd\n")", 1},
      {R"("\ud800\u0041")", R"("\ufffd\u0041")", 1},
      {R"("\ud800\ud800")", R"("\ufffd\ufffd")", 2},
      {R"("\ud800\ud83d\ude00")", R"("\ufffd\ud83d\ude00")", 1},
      {R"("\ude00\ud83d")", R"("\ufffd\ufffd")", 2},
      {R"("\ud83d\ude00\ude00")", R"("\ud83d\ude00\ufffd")", 1},
      {R"("\\ud800")", R"("\\ud800")", 0},
      {R"({"\ud800":"\udc00"})", R"({"\ufffd":"\ufffd"})", 2},
      {R"([["\ud800"],"\udc00"])", R"([["\ufffd"],"\ufffd"])", 2},
  };
  for (const Surrogates& example : examples) {
    for (const uint32_t mode : {last, last | SLUICE_JSON_OPEN}) {
      SCOPED_TRACE(example.before);
      Document document(example.before);
      EXPECT_EQ(document.read(mode), SLUICE_OK);
      EXPECT_EQ(document.text(), example.after);
      EXPECT_EQ(document.result().lone_surrogates, example.count);
      document.open_all(document.value());
    }
  }
  EXPECT_EQ(decoded(R"("a\ud800b")"), "a\uFFFDb");
}

TEST(JsonString, KeysWithLoneSurrogatesAreDecodedAsReplaced) {
  Document document(R"({"a\udc00":1})");
  EXPECT_EQ(document.read(last | SLUICE_JSON_OPEN), SLUICE_OK);
  EXPECT_EQ(key(document.value().as.fields[0]), "a\uFFFD");
}

// What was replaced before the text ended is not there for the next try: each try reports its own.
TEST(JsonString, LoneSurrogatesAreCountedWhenTheTextEndsEarly) {
  Document part(R"(["\ud800","\ud83d\ude00",)");
  EXPECT_EQ(part.read(0), SLUICE_END);
  EXPECT_EQ(part.result().lone_surrogates, 1u);
  Document more(std::string(part.text()) + R"("\udc00"])");
  EXPECT_EQ(more.read(0), SLUICE_OK);
  EXPECT_EQ(more.result().lone_surrogates, 1u);
}

// A raw value of a plugin's own making may hold what the reader would have replaced.
TEST(JsonString, OpeningForeignRawValuesNeverReadsBeyondThem) {
  const std::pair<std::string_view, std::string_view> examples[] = {
      {R"("\ud800")", "\uFFFD"},
      {R"("\udc00x")", "\uFFFDx"},
      {R"("\ud800\u0041")", "\uFFFDA"},
      {R"("\ud800\n")", "\uFFFD\n"},
      {R"("\ud800abcdef")", "\uFFFDabcdef"},
      {R"("\ud800\ud800")", "\uFFFD\uFFFD"},
  };
  for (const auto& [json, expected] : examples) {
    Document document(json);
    sluice_value value = raw_value(document.text());
    EXPECT_EQ(document.open(value), SLUICE_OK);
    EXPECT_EQ(bytes(value), expected) << json;
  }
}

TEST(JsonString, OpenedStringsWithoutEscapesPointIntoTheText) {
  Document document(R"({"a":"plain","b":"not\tplain"})");
  ASSERT_EQ(document.read(last | SLUICE_JSON_OPEN), SLUICE_OK);
  sluice_field* fields = document.value().as.fields;
  document.open_all(document.value());
  EXPECT_EQ(fields[0].value.as.data, document.text().data() + 6);
  EXPECT_EQ(fields[0].value.flags, SLUICE_FLAG_PLAIN);
  EXPECT_EQ(fields[1].value.flags, 0);
  EXPECT_EQ(fields[0].key_flags, uint32_t{SLUICE_FLAG_PLAIN});
}

}  // namespace
}  // namespace sluice::data_testing
