// What the error says: what was expected, what was found, and where.
#include <memory>

#include <data_testing/document.hpp>
#include <gtest/gtest.h>

namespace sluice::data_testing {
namespace {

struct Example {
  std::string_view text;
  std::string_view error;
};

constexpr Example examples[] = {
    {"x", "expected a JSON value, found 'x' at byte 0"},
    {"  x", "expected a JSON value, found 'x' at byte 2"},
    {"nule", "expected a JSON value, found 'n' at byte 0"},
    {"\xEF\xBB\xBF{}", "expected a JSON value, found byte 0xef at byte 0"},
    {"[1,]", "expected a JSON value, found ']' at byte 3"},
    {"[\n]]", ""},
    {"[1 2]", "expected ',' or ']', found '2' at byte 3"},
    {"[[1 2]]", "expected ',' or ']', found '2' at byte 4"},
    {"{1:2}", "expected a member name in quotes, found '1' at byte 1"},
    {"{\"a\":1,}", "expected a member name in quotes, found '}' at byte 7"},
    {"[{\"a\":1,}]", "expected a member name in quotes, found '}' at byte 8"},
    {"{\"a\" 1}", "expected ':' after a member name, found '1' at byte 5"},
    {"[{\"a\" 1}]", "expected ':' after a member name, found '1' at byte 6"},
    {"{\"a\":1 \"b\"}", "expected ',' or '}' after a member, found '\"' at byte 7"},
    {"[{\"a\":1 \"b\"}]", "expected ',' or '}' after a member, found '\"' at byte 8"},
    {"\"a\nb\"", "expected no control character inside a string, found byte 0x0a at byte 2"},
    {"\"\\x\"", "expected one of \"\\/bfnrtu after a backslash, found 'x' at byte 2"},
    {"\"\\u12g4\"", "expected four hex digits after \\u, found 'g' at byte 5"},
    {"\"\\u 000\"", "expected four hex digits after \\u, found byte 0x20 at byte 3"},
    {"-x", "expected a digit, found 'x' at byte 1"},
    {"[1.]", "expected a digit after the decimal point, found ']' at byte 3"},
    {"[1e]", "expected a digit in the exponent, found ']' at byte 3"},
    {"", "expected more: the text ends in the middle of a value, at byte 0"},
    {"[1", "expected more: the text ends in the middle of a value, at byte 2"},
    {"\"abc", "expected more: the text ends in the middle of a value, at byte 4"},
    {"tru", "expected more: the text ends in the middle of a value, at byte 3"},
    {"-", "expected more: the text ends in the middle of a value, at byte 1"},
    {"{\"a\"", "expected more: the text ends in the middle of a value, at byte 4"},
    {"\"\\ud83", "expected more: the text ends in the middle of a value, at byte 6"},
};

TEST(JsonError, SaysWhatWasExpectedAndWhere) {
  for (const Example& example : examples) {
    for (const uint32_t mode : {0u, uint32_t{SLUICE_JSON_OPEN}}) {
      Document document(example.text);
      const bool fine = example.error.empty();
      EXPECT_EQ(document.read(SLUICE_JSON_LAST | mode), fine ? SLUICE_OK : SLUICE_REJECTED);
      EXPECT_EQ(document.error(), example.error) << example.text;
    }
  }
}

TEST(JsonError, NestingNamesTheLimit) {
  Document document(std::string(1001, '['));
  EXPECT_EQ(document.read(SLUICE_JSON_LAST), SLUICE_REJECTED);
  EXPECT_EQ(document.error(), "expected no more than 1000 levels of nesting, at byte 1000");
}

TEST(JsonError, FitsTheBufferOfTheCaller) {
  for (uint32_t capacity = 0; capacity < 60; ++capacity) {
    Document document("[1 2]");
    const auto text = std::make_unique<char[]>(capacity);
    sluice_error error{sizeof(sluice_error), 0, capacity, 0, text.get(), -1, nullptr};
    sluice_json_result result{};
    char json[] = "[1 2]";
    EXPECT_EQ(Document::json().read(document.batch().get(), json, 5, 0, &result, &error),
              SLUICE_REJECTED);
    EXPECT_EQ(std::string_view(text.get(), error.size),
              std::string_view("expected ',' or ']', found '2' at byte 3").substr(0, capacity));
  }
}

TEST(JsonError, NobodyNeedsToAskWhy) {
  Document document("");
  sluice_json_result result{};
  char json[] = "[1 2]";
  EXPECT_EQ(Document::json().read(document.batch().get(), json, 5, 0, &result, nullptr),
            SLUICE_REJECTED);
  EXPECT_EQ(result.error_at, 3u);
  EXPECT_EQ(Document::json().read(document.batch().get(), json, 2, 0, &result, nullptr),
            SLUICE_END);
}

}  // namespace
}  // namespace sluice::data_testing
