// What is JSON and what is not: tables in the spirit of JSONTestSuite, read raw and opened.
#include <data_testing/document.hpp>
#include <gtest/gtest.h>

namespace sluice::data_testing {
namespace {

constexpr uint32_t modes[] = {SLUICE_JSON_LAST, SLUICE_JSON_LAST | SLUICE_JSON_OPEN};

constexpr std::string_view accepted[] = {
    // literals
    "null", "true", "false", " null", "null ", "\t\r\n true \n",
    // numbers
    "0", "-0", "1", "-1", "10", "1234567890", "0.5", "-0.5", "0.0", "-0.0", "1.25", "100.001",
    "1e5", "1E5", "1e+5", "1e-5", "1E+05", "0e0", "0e+1", "0E-1", "-0e0", "1.5e300", "1e400",
    "-1e-400", "12345678901234567890123456789012345678901234567890123456",
    "0.12345678901234567890123456789012345678901234567890123456", "9223372036854775807",
    "-9223372036854775808", "18446744073709551615", "18446744073709551616",
    // strings
    R"("")", R"("a")", R"("\"")", R"("\\")", R"("\/")", R"("/")", R"("\b\f\n\r\t")", R"("\u0000")",
    R"("\u0041")", R"("\uABCD")", R"("\uabcd")", R"("\uaBcD")", R"("\uD83D\uDE00")", "\"\x7F\"",
    "\"\xC3\xA9\"", "\"\xE2\x80\xA8\xE2\x80\xA9\"", "\"\xEF\xBF\xBF\"", "\"\xF4\x8F\xBF\xBF\"",
    "\"\xEF\xBB\xBF\"", R"("a string of more than sixteen bytes, and of thirty-two")",
    R"("0123456789abcde\"")", R"("0123456789abcdef\"")", R"("0123456789abcdefg\"")", R"("[,{:}]")",
    R"("//")", R"("# not a comment")",
    // arrays
    "[]", "[ ]", "[\n]", "[1]", "[1,2]", "[ 1 , 2 ]", "[[]]", "[[[1],[]],{}]", "[null,true,false]",
    R"(["a",1,{"b":[2]}])", "[1.0e0,-0]", R"([""])", R"(["\u0000"])",
    // objects
    "{}", "{ }", "{\n}", R"({"a":1})", R"({"a":1,"b":2})", R"( { "a" : 1 , "b" : 2 } )",
    R"({"":0})", R"({"a":{"a":{}}})", R"({"\u0061":1})", R"({"a":[],"b":{}})",
    R"({"a":null,"b":true,"c":false})", R"({"a":"b"})", R"({"a":-0.0e-0})", R"({"\"":1})",
    R"({"a b":1})", "{\"\xC3\xA9\":1}"};

constexpr std::string_view refused[] = {
    // nothing, and what is not a value
    "", " ", "\n", "nul", "nulL", "Null", "NULL", "tru", "True", "fals", "falsy", "undefined", "a",
    "'a'", "NaN", "nan", "Infinity", "-Infinity", "-NaN", "<html>", "# comment", "//", "/**/1",
    "\xEF\xBB\xBF{}",
    "\xEF\xBB\xBF"
    "1",
    "@", "*", "&", "=", std::string_view("\0", 1),
    "\x0C"
    "1",
    "\x0B"
    "1",
    "\xC2\xA0"
    "1",
    "\xE2\x80\xA8"
    "1",
    // numbers
    "-", "+", "+1", ".5", "-.5", "1.", "-1.", "1.e5", "1e", "1e+", "1e-", "1E", "1.5e", "-a", "--1",
    "- 1", "[01]", "[-01]", "[00]", "[1.2.3]", "[1e5.5]", "[0x10]", "[1_000]", "[1,000", "[1 2]",
    "[1a]", "[1+2]", "[-]", "[+1]", "[.5]", "[1.]", "[0e]", "[1e1e1]", "[0.e1]", "[-Infinity]",
    "[NaN]", "[1ee5]", "[\xEF\xBC\x91]", "[1e+-5]", "[-0x1]", "[Inf]",
    // strings
    "\"", "\"a", R"("\")", R"("\a")", R"("\v")", R"("\0")", R"("\x41")", R"("\'")", R"("\u")",
    R"("\u1")", R"("\u12")", R"("\u123")", R"("\u123g")", R"("\uzzzz")", R"("\U0041")",
    R"("\u 041")", R"("\u-041")", R"("\ud83d\u12")", R"("\ud83d\u12g4")", R"("\ud83d\")",
    R"("\ud83d\x")", "\"\n\"", "\"\r\"", "\"\t\"", "\"\x01\"", "\"\x1F\"",
    std::string_view("\"\0\"", 3), std::string_view("\"0123456789abcdef\0\"", 19),
    "\"0123456789abcdef\n\"", "\"\\\n\"", "\"\\\xC3\xA9\"", R"(["a)", R"(["\u00A"])", R"(["a"b])",
    "['a']", R"(["a""b"])", "\"a\\",
    // arrays
    "[", "]", "[,", "[,]", "[,1]", "[1,", "[1,]", "[1,,2]", "[1,,]", "[1;2]", "[1:2]", "[1}", "[}",
    "[[]", "[[1]", "[1", "[ ", "[\"a\"", "[\"a\",", "[1,\n1\n,1", "[{}", "[x", "[\x0C]",
    "[1\x0B,2]", "[//\n]", "[nul]", "[true", "[tru]", "[1 true]", "[[]1]", "[...]",
    "[\"a\",\n4\n,1,",
    // objects
    "{", "}", "{,", "{,}", "{a", "{a:1}", "{'a':1}", "{\"a\"", "{\"a\"}", "{\"a\":", "{\"a\":}",
    "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{\"a\":1,,}", "{,\"a\":1}", "{\"a\" 1}", "{\"a\",1}",
    "{\"a\"::1}", "{\"a\":1 \"b\":2}", "{\"a\":1;\"b\":2}", "{1:1}", "{null:1}", "{[]:1}", "{{}:1}",
    "{\"a\":1]", "{\"a\":[1}", "{\"a\":1,\"b\"}", "{\"a\":1,\"b\":}", "{\"a\":1,b:2}", "{\"a",
    "{\"a\\u00g0\":1}", "{\"a\n\":1}", "{\"a\":a}", "{\"a\":{}", "{]", "{\"a\"=1}", "{\"a\":1/**/}",
    "{\"a\":\"b\" \"c\"}", "{ \x0C}", "{\"a\":1 , }"};

TEST(JsonAccept, AcceptsWhatIsJson) {
  for (const std::string_view text : accepted) {
    for (const uint32_t mode : modes) {
      SCOPED_TRACE(std::string(text) + (mode & SLUICE_JSON_OPEN ? " opened" : " raw"));
      Document document(text);
      EXPECT_EQ(document.read(mode), SLUICE_OK) << document.error();
      const size_t end = text.find_last_not_of(" \t\r\n") + 1;
      EXPECT_EQ(document.result().consumed, end);
      EXPECT_EQ(document.result().lone_surrogates, 0u);
      EXPECT_EQ(document.text(), text);
    }
  }
}

TEST(JsonAccept, RefusesWhatIsNot) {
  for (const std::string_view text : refused) {
    for (const uint32_t mode : modes) {
      SCOPED_TRACE(std::string(text) + (mode & SLUICE_JSON_OPEN ? " opened" : " raw"));
      Document document(text);
      EXPECT_EQ(document.read(mode), SLUICE_REJECTED);
      EXPECT_FALSE(document.error().empty());
      EXPECT_LE(document.result().error_at, text.size());
    }
  }
}

// The same in another place: as the member of an object and as the item of an array.
TEST(JsonAccept, HoldsWithinContainers) {
  for (const std::string_view text : accepted) {
    for (const uint32_t mode : modes) {
      const std::string inside(text);
      for (const std::string& around : {"[" + inside + "]", "[0," + inside + ",0]",
                                        "{\"k\":" + inside + "}", "[{\"k\":[" + inside + "]}]"}) {
        Document document(around);
        EXPECT_EQ(document.read(mode), SLUICE_OK) << around;
        EXPECT_EQ(document.result().consumed, around.size());
      }
    }
  }
  for (const std::string_view text : refused) {
    if (text.find_first_not_of(" \n") == std::string_view::npos) continue;  // [ ] is JSON
    for (const uint32_t mode : modes) {
      const std::string around = "{\"k\":[" + std::string(text) + "]}";
      if (text == "]" || text == "\"") continue;  // no longer what they are meant to test
      Document document(around);
      EXPECT_EQ(document.read(mode), SLUICE_REJECTED) << around;
    }
  }
}

TEST(JsonAccept, StopsBehindTheValue) {
  const std::pair<std::string_view, uint64_t> examples[] = {
      {"1 2", 1},           {"01", 1},      {"-01", 2},        {"null]", 4},
      {"  {}{}", 4},        {"[]]", 2},     {"\"a\"\"b\"", 3}, {"truefalse", 4},
      {"{\"a\":1}\n{}", 7}, {"1.5e3,x", 5}, {"0x1", 1},        {"nullx", 4},
  };
  for (const auto& [text, end] : examples) {
    for (const uint32_t mode : modes) {
      Document document(text);
      EXPECT_EQ(document.read(mode), SLUICE_OK) << text;
      EXPECT_EQ(document.result().consumed, end) << text;
    }
  }
}

// A thousand levels, whatever they are made of, and whatever their innermost is.
TEST(JsonAccept, DepthIsBounded) {
  const auto nested = [](size_t depth, bool objects, bool mixed) {
    std::string text;
    std::string end;
    for (size_t i = 0; i < depth; ++i) {
      const bool object = mixed ? i % 3 == 0 : objects;
      text += object ? "{\"a\":" : "[";
      end += object ? '}' : ']';
    }
    const bool innermost_is_object = !end.empty() && end.back() == '}';
    return text + (innermost_is_object ? "1" : "") + std::string(end.rbegin(), end.rend());
  };
  for (const bool objects : {false, true}) {
    for (const bool mixed : {false, true}) {
      for (const uint32_t mode : modes) {
        Document most(nested(1000, objects, mixed));
        EXPECT_EQ(most.read(mode), SLUICE_OK) << most.error();
        Document more(nested(1001, objects, mixed));
        EXPECT_EQ(more.read(mode), SLUICE_REJECTED);
        EXPECT_EQ(more.error().substr(0, 44), "expected no more than 1000 levels of nesting");
        Document far_more(std::string(200000, '['));
        EXPECT_EQ(far_more.read(mode), SLUICE_REJECTED);
        EXPECT_EQ(far_more.result().error_at, 1000u);
      }
    }
  }
}

TEST(JsonAccept, BreadthAtEveryDepthIsNotDepth) {
  std::string text = "[";
  for (int i = 0; i < 2000; ++i) text += "[[{}]],";
  text += "[]]";
  for (const uint32_t mode : modes) {
    Document document(text);
    EXPECT_EQ(document.read(mode), SLUICE_OK);
  }
}

}  // namespace
}  // namespace sluice::data_testing
