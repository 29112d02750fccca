// A text that ends too early asks for more, wherever it is cut, and never gives a wrong value.
#include <data_testing/document.hpp>
#include <gtest/gtest.h>

namespace sluice::data_testing {
namespace {

constexpr std::string_view documents[] = {
    R"({"a":1,"b":[true,false,null],"c":{"d":"e"},"f":-1.5e+10})",
    R"(  [ "a\"b\\c\/\b\f\n\r\t" , "\u0041\ud83d\ude00\ud800" , [ [ ] , { } ] ]  )",
    "{\n  \"k\" : [\r\n 1 ,\t2 ],\n  \"k\" : \"v\"\n}\n",
    R"({"\u0061":0,"a":{"\ud83d\ude00":"\ud83dx"},"a string of more than sixteen bytes":""})",
    "\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80 and more than sixteen bytes \xC3\xA9\"",
    R"(["\ud800\ud83d\ude00\udc00"])",
    "true ",
    " null",
    "false,",
    "-12.5e-7 ",
    "0 ",
    "[0,10,-0,1e5]",
};

bool is_number(std::string_view text) {
  return text.find_first_of("-0123456789") == 0;
}

TEST(JsonCut, AsksForMoreAtEveryByteAndThenSucceeds) {
  for (const std::string_view text : documents) {
    for (const uint32_t mode : {0u, uint32_t{SLUICE_JSON_OPEN}}) {
      Document uncut(text);
      ASSERT_EQ(uncut.read(mode), SLUICE_OK) << text << ": " << uncut.error();
      const uint64_t end = uncut.result().consumed;
      for (size_t cut = 0; cut <= text.size(); ++cut) {
        SCOPED_TRACE(std::string(text) + " cut at " + std::to_string(cut));
        Document part(text.substr(0, cut));
        const bool enough = cut > end || (cut == end && !is_number(text));
        const sluice_status status = part.read(mode);
        ASSERT_EQ(status, enough ? SLUICE_OK : SLUICE_END);
        // The next try, with more text behind what the first one may have changed.
        Document more(std::string(part.text()) + std::string(text.substr(cut)));
        ASSERT_EQ(more.read(mode), SLUICE_OK) << more.error();
        ASSERT_EQ(more.result().consumed, end);
        ASSERT_EQ(more.text(), uncut.text());
        ASSERT_EQ(written(more.value()), written(uncut.value()));
        const uint32_t replaced = enough ? 0 : part.result().lone_surrogates;
        ASSERT_EQ(replaced + more.result().lone_surrogates,
                  enough ? 0 : uncut.result().lone_surrogates);
      }
    }
  }
}

TEST(JsonCut, LastMeansThatNothingFollows) {
  for (const std::string_view text : documents) {
    Document uncut(text);
    ASSERT_EQ(uncut.read(SLUICE_JSON_LAST), SLUICE_OK);
    for (size_t cut = 0; cut < uncut.result().consumed; ++cut) {
      for (const uint32_t mode : {0u, uint32_t{SLUICE_JSON_OPEN}}) {
        Document part(text.substr(0, cut));
        const sluice_status status = part.read(mode | SLUICE_JSON_LAST);
        // the beginning of a number may be a number
        if (is_number(text) && status == SLUICE_OK) continue;
        ASSERT_EQ(status, SLUICE_REJECTED) << text << " cut at " << cut;
        ASSERT_EQ(part.result().error_at, cut);
      }
    }
  }
}

TEST(JsonCut, NumbersThatTouchTheEndMayGoOn) {
  for (const std::string_view number : {"0", "-0", "1", "12", "1.5", "1e5", "1e+5", "-1.25E-10"}) {
    for (const uint32_t mode : {0u, uint32_t{SLUICE_JSON_OPEN}}) {
      Document touching(number);
      EXPECT_EQ(touching.read(mode), SLUICE_END) << number;
      EXPECT_EQ(touching.read(mode | SLUICE_JSON_LAST), SLUICE_OK) << number;
      EXPECT_EQ(touching.result().consumed, number.size());
      Document followed(std::string(number) + "\n");
      EXPECT_EQ(followed.read(mode), SLUICE_OK) << number;
      EXPECT_EQ(followed.result().consumed, number.size());
    }
  }
  Document inside("[12]");  // here the bracket ends it
  EXPECT_EQ(inside.read(SLUICE_JSON_OPEN), SLUICE_OK);
}

TEST(JsonCut, WhatIsWrongAlreadyIsNotAskedToGoOn) {
  for (const std::string_view text : {"[1,]", "{\"a\" 1", "nux", "[\"\\x", "-a", "[1.a",
                                      "\"\\ud83d\\ug", "{1", "[\"\n", "x", "[1e+-"}) {
    for (const uint32_t mode : {0u, uint32_t{SLUICE_JSON_OPEN}}) {
      Document document(text);
      EXPECT_EQ(document.read(mode), SLUICE_REJECTED) << text;
    }
  }
}

TEST(JsonCut, SpaceAloneAsksForMore) {
  for (const std::string_view text : {"", " ", "\n\n\t\r "}) {
    Document document(text);
    EXPECT_EQ(document.read(0), SLUICE_END);
    EXPECT_EQ(document.read(SLUICE_JSON_LAST), SLUICE_REJECTED);
  }
}

}  // namespace
}  // namespace sluice::data_testing
