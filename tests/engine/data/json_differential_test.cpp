// Against simdjson's DOM, on made documents and on documents with a few bytes changed. The known
// differences stand in data_testing/meaning.hpp.
#include <vector>

#include <data_testing/differential.hpp>
#include <data_testing/document.hpp>
#include <data_testing/meaning.hpp>
#include <data_testing/random_json.hpp>
#include <gtest/gtest.h>

namespace sluice::data_testing {
namespace {

TEST(JsonDifferential, MadeDocumentsMeanTheSame) {
  RandomJson random(1);
  for (int i = 0; i < 4000; ++i) {
    const std::string text = random.document();
    ASSERT_EQ(check_read(text), "") << text;
    ASSERT_EQ(check_open(text), "") << text;
    Document document(text);
    ASSERT_EQ(document.read(SLUICE_JSON_LAST), SLUICE_OK) << document.error() << "\n" << text;
  }
}

TEST(JsonDifferential, ChangedDocumentsAreAcceptedTheSame) {
  RandomJson random(2);
  int accepted = 0;
  int refused = 0;
  for (int i = 0; i < 8000; ++i) {
    const std::string text = as_utf8(random.mutated(random.document()));
    ASSERT_EQ(check_read(text), "") << text;
    ASSERT_EQ(check_open(text), "") << text;
    Document document(text);
    ++(document.read(SLUICE_JSON_LAST) == SLUICE_OK ? accepted : refused);
  }
  EXPECT_GT(accepted, 500);  // both kinds were tried
  EXPECT_GT(refused, 500);
}

// Every text of up to three of these bytes, and some of four.
TEST(JsonDifferential, ShortTextsAreAcceptedTheSame) {
  constexpr std::string_view alphabet = "{}[]\",:\\0-1.e \n";
  std::vector<std::string> texts = {""};
  for (size_t from = 0; texts.size() < 60000;) {
    const size_t to = texts.size();
    for (; from < to; ++from) {
      for (const char c : alphabet) texts.push_back(texts[from] + c);
    }
  }
  for (size_t i = 0; i < texts.size(); i += texts[i].size() < 4 ? 1 : 29) {
    ASSERT_EQ(check_read(texts[i]), "") << texts[i];
  }
}

TEST(JsonDifferential, MeaningForgetsOnlyTheSpelling) {
  const auto meaning = [](std::string_view text) {
    std::string out;
    return meaning_by_simdjson(text, out) == Verdict::json ? out : "refused";
  };
  EXPECT_EQ(meaning(R"({"a":1,"b":2,"a":3})"), meaning(R"( {"\u0061":3.0 , "b":2e0} )"));
  EXPECT_NE(meaning(R"({"a":1,"b":2})"), meaning(R"({"b":2,"a":1})"));
  EXPECT_NE(meaning("[1]"), meaning("[1,1]"));
  EXPECT_NE(meaning("\"1\""), meaning("1"));
  for (const std::string_view number : {"0", "-0", "10.01", "1e5", "-1.5E+05", "0.0e-0"}) {
    EXPECT_TRUE(is_json_number(number)) << number;
  }
  for (const std::string_view number :
       {"", "-", "01", "1.", ".5", "1e", "1e+", "+1", "1.5.5", "1x"}) {
    EXPECT_FALSE(is_json_number(number)) << number;
  }
  EXPECT_EQ(normal_number("100"), normal_number("1e2"));
  EXPECT_EQ(normal_number("-0.010"), normal_number("-1E-02"));
  EXPECT_NE(normal_number("0.1"), normal_number("0.10000000000000001"));
  EXPECT_EQ(normal_number("0e5"), "0");
}

}  // namespace
}  // namespace sluice::data_testing
