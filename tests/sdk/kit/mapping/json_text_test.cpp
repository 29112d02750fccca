// The strict JSON check, against a table and against nlohmann-json; walks over checked text.
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <kit/mapping/json_text.hpp>

namespace sluice::mapping {
namespace {

bool sound(std::string_view text) {
  return !find_json_error(text).has_value();
}

TEST(JsonCheck, TakesWhatTheGrammarTakes) {
  for (const char* text : {"{}", " { } ", "[]", "0", "-0", "1e999", "-1.5E+10", "\"\"", "true",
                           "false", "null", R"({"a":[1,{"b":null}]})", R"("\u00e9\n\/\\\"")",
                           R"("\ud800")", "\"\xC3\xA9\"", "\"\xF0\x9F\x98\x80\"", "{\"a\"\t:\r\n1}",
                           R"({"a":{"x":1},"b":{"x":1}})", "123456789012345678901234567890.5"}) {
    EXPECT_TRUE(sound(text)) << text;
  }
}

TEST(JsonCheck, RefusesWhatItDoesNot) {
  for (const char* text : {"",
                           "  ",
                           "{",
                           "}",
                           "{\"a\"}",
                           "{\"a\":}",
                           "{\"a\":1,}",
                           "{a:1}",
                           "{'a':1}",
                           "[1,]",
                           "[1 2]",
                           "01",
                           "+1",
                           "1.",
                           ".5",
                           "1e",
                           "-",
                           "tru",
                           "True",
                           "nul",
                           "NaN",
                           "Infinity",
                           "\"a",
                           "\"\\x\"",
                           "\"\\u12g4\"",
                           "\"\\u12",
                           "\"\t\"",
                           "{} {}",
                           "{}x",
                           "\xEF\xBB\xBF{}",
                           "\"\xC3\"",
                           "\"\xC0\x80\"",
                           "\"\xED\xA0\x80\"",
                           "\"\xF5\x80\x80\x80\"",
                           "\"\xE2\x82\"",
                           "/**/{}",
                           "{\"a\":1 /* */}",
                           "\"\xFF\""}) {
    EXPECT_FALSE(sound(text)) << text;
  }
}

TEST(JsonCheck, RefusesNulBytes) {
  EXPECT_FALSE(sound(std::string_view("{}\0", 3)));
  EXPECT_FALSE(sound(std::string_view("{\"a\0\":1}", 8)));
}

TEST(JsonCheck, RefusesAKeyTwice) {
  EXPECT_FALSE(sound(R"({"a":1,"b":2,"a":3})"));
  EXPECT_FALSE(sound(R"({"a":1,"\u0061":3})"));
  EXPECT_FALSE(sound(R"([{"x":{"a":1,"a":1}}])"));
  std::string many = "{";
  for (int i = 0; i < 100; ++i) many += "\"k" + std::to_string(i) + "\":0,";
  EXPECT_TRUE(sound(many + "\"k100\":0}"));
  EXPECT_FALSE(sound(many + "\"k3\":0}"));
  EXPECT_FALSE(sound(many + "\"k99\":0}"));
}

TEST(JsonCheck, BoundsDepth) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_TRUE(sound(nested(max_json_depth)));
  EXPECT_FALSE(sound(nested(max_json_depth + 10)));
  EXPECT_FALSE(sound(std::string(1'000'000, '[')));
}

TEST(JsonCheck, SaysWhere) {
  const auto error = find_json_error(R"({"a":1,"b":x})");
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->offset, 11U);
  EXPECT_EQ(error->reason, "unexpected 'x', expected a value");
}

// Damaged variants of a document: both readers must agree on each, but for the differences that
// json_text.hpp names.
TEST(JsonCheck, AgreesWithNlohmann) {
  const std::string seed = R"({"a":[1,-2.5e3,true,null],"b":{"c":"x\u00e9\"\\","d":{}},"e":"h)"
                           "\xC3\xA9\xF0\x9F\x98\x80"
                           R"(","f":[[],[{"g":0}]]})";
  const std::string alphabet = "{}[]\",:\\ue01-+.tfn \x80\xC3\xE2\x01";
  std::mt19937 random(20240229);
  int refused = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string text = seed;
    for (unsigned i = 0; i <= random() % 3; ++i) {
      const std::size_t at = random() % text.size();
      switch (random() % 3) {
        case 0:
          text[at] = alphabet[random() % alphabet.size()];
          break;
        case 1:
          text.erase(at, 1);
          break;
        default:
          text.insert(at, 1, alphabet[random() % alphabet.size()]);
          break;
      }
    }
    const auto error = find_json_error(text);
    if (error && error->reason.starts_with("duplicate field")) continue;
    if (text.find("\\u") != std::string::npos && text.find("\\ud") != std::string::npos) continue;
    refused += error ? 1 : 0;
    ASSERT_EQ(!error, nlohmann::json::accept(text)) << text;
  }
  EXPECT_GT(refused, 5'000);
  EXPECT_LT(refused, 20'000);
}

TEST(JsonWalk, VisitsMembersAsTheyStand) {
  std::vector<std::string> seen;
  for_each_member(R"({ "a" : 1 , "b":"x,}" ,"c":{"d":[1,"]"]}, "e":[ ] })",
                  [&](std::string_view key, std::string_view value) {
                    seen.push_back(std::string(key) + "=" + std::string(value));
                    return true;
                  });
  EXPECT_EQ(seen, (std::vector<std::string>{"\"a\"=1", "\"b\"=\"x,}\"", R"("c"={"d":[1,"]"]})",
                                            "\"e\"=[ ]"}));
}

TEST(JsonWalk, VisitsElements) {
  std::vector<std::string> seen;
  for_each_element("[ 1,\"a]\" , [2 ],{} ]", [&](std::string_view value) {
    seen.emplace_back(value);
    return true;
  });
  EXPECT_EQ(seen, (std::vector<std::string>{"1", "\"a]\"", "[2 ]", "{}"}));
  EXPECT_TRUE(for_each_element("[ ]", [](std::string_view) { return false; }));
}

TEST(JsonStrings, GoBothWays) {
  EXPECT_EQ(decode_json_string(R"("a\u00e9\ud83d\ude00\n\/")"), "a\xC3\xA9\xF0\x9F\x98\x80\n/");
  EXPECT_EQ(decode_json_string(R"("\ud83d")"), std::nullopt);
  EXPECT_EQ(decode_json_string(R"("\ude00\ud83d")"), std::nullopt);
  EXPECT_EQ(quote_json("a\"\\\n\x01\xFFz"), "\"a\\\"\\\\\\n\\u0001\xEF\xBF\xBDz\"");
}

TEST(JsonPretty, LooksLikeElasticsearch) {
  EXPECT_EQ(pretty_json(R"({"a":1,"b":{},"c":[true,"x:,{"]})"),
            "{\n  \"a\" : 1,\n  \"b\" : { },\n  \"c\" : [\n    true,\n    \"x:,{\"\n  ]\n}\n");
}

}  // namespace
}  // namespace sluice::mapping
