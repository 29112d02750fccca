// Opening raw values: types, limits, and numbers that lose no digit.
#include <cmath>
#include <limits>

#include <data_testing/document.hpp>
#include <data_testing/meaning.hpp>
#include <gtest/gtest.h>

namespace sluice::data_testing {
namespace {

class JsonOpen : public ::testing::Test {
 protected:
  sluice_value open(std::string_view json) {
    document_ = std::make_unique<Document>(json);
    EXPECT_EQ(document_->read(SLUICE_JSON_LAST), SLUICE_OK) << json;
    EXPECT_EQ(document_->open(document_->value()), SLUICE_OK);
    return document_->value();
  }
  std::unique_ptr<Document> document_;
};

TEST_F(JsonOpen, Literals) {
  EXPECT_EQ(open("null").type, SLUICE_VALUE_NULL);
  EXPECT_EQ(open("true").type, SLUICE_VALUE_BOOL);
  EXPECT_EQ(open("true").as.integer, 1);
  EXPECT_EQ(open("false").type, SLUICE_VALUE_BOOL);
  EXPECT_EQ(open("false").as.integer, 0);
}

TEST_F(JsonOpen, IntegersUpToTheirLimits) {
  const std::pair<std::string_view, int64_t> signed_examples[] = {
      {"0", 0},
      {"7", 7},
      {"-1", -1},
      {"9223372036854775807", INT64_MAX},
      {"-9223372036854775808", INT64_MIN},
  };
  for (const auto& [json, expected] : signed_examples) {
    EXPECT_EQ(open(json).type, SLUICE_VALUE_INT64) << json;
    EXPECT_EQ(open(json).as.integer, expected);
  }
  EXPECT_EQ(open("9223372036854775808").type, SLUICE_VALUE_UINT64);
  EXPECT_EQ(open("9223372036854775808").as.uinteger, uint64_t{INT64_MAX} + 1);
  EXPECT_EQ(open("18446744073709551615").type, SLUICE_VALUE_UINT64);
  EXPECT_EQ(open("18446744073709551615").as.uinteger, UINT64_MAX);
}

TEST_F(JsonOpen, DoublesThatAreExact) {
  const std::pair<std::string_view, double> examples[] = {
      {"0.5", 0.5},
      {"-0.0", -0.0},
      {"-0", -0.0},
      {"1e5", 1e5},
      {"1E-2", 0.01},
      {"0.1", 0.1},
      {"1.50", 1.5},
      {"1e22", 1e22},
      {"0e999999", 0},
      {"0.0e-5", 0},
      {"123456789012.345", 123456789012.345},
      {"1e308", 1e308},
      {"1e-300", 1e-300},
      {"100000000000000000000e0", 1e20},
  };
  for (const auto& [json, expected] : examples) {
    const sluice_value value = open(json);
    EXPECT_EQ(value.type, SLUICE_VALUE_DOUBLE) << json;
    EXPECT_EQ(value.as.number, expected);
    EXPECT_EQ(std::signbit(value.as.number), std::signbit(expected));
    EXPECT_EQ(normal_number(written(value)), normal_number(json));
  }
}

TEST_F(JsonOpen, NumbersThatNoTypeHoldsStayRaw) {
  for (const std::string_view json :
       {"18446744073709551616", "-9223372036854775809", "1e400", "-1e400", "1e-400", "1e-330",
        "12345678901234567890123456789012345678901234567890123456",
        "0.12345678901234567890123456789012345678901234567890123456", "0.1000000000000000055",
        "3.141592653589793238", "123456789012345678e3",
        // a double has these only with fewer digits
        "1.23456789012345e-320", "4.9406564584124654e-324", "2.4703282292062328e-324",
        "1.2345e-323"}) {
    const sluice_value value = open(json);
    EXPECT_EQ(value.type, SLUICE_VALUE_RAW) << json;
    EXPECT_EQ(bytes(value), json);
    EXPECT_EQ(written(value), json);
  }
}

// Whatever is done to it, what is written means the same number to the last digit.
TEST_F(JsonOpen, OpeningNeverLosesADigit) {
  uint64_t random = 1;
  const auto next = [&] { return random = random * 6364136223846793005u + 1442695040888963407u; };
  for (int i = 0; i < 20000; ++i) {
    std::string json = next() % 2 == 0 ? "-" : "";
    json += std::to_string(next() >> (next() >> 58));
    if (next() % 8 < 5) json += "." + std::to_string(next() >> (next() >> 58));
    if (next() % 8 < 5) json += "e" + std::to_string(static_cast<int>(next() >> 33) % 330);
    ASSERT_EQ(normal_number(written(open(json))), normal_number(json));
  }
}

TEST_F(JsonOpen, Texts) {
  EXPECT_EQ(open(R"("")").type, SLUICE_VALUE_TEXT);
  EXPECT_EQ(bytes(open(R"("")")), "");
  EXPECT_EQ(bytes(open(R"("abc")")), "abc");
  EXPECT_EQ(open(R"("abc")").flags, SLUICE_FLAG_PLAIN);
  EXPECT_EQ(bytes(open(R"("a\"b\u0000")")), std::string_view("a\"b\0", 4));
}

TEST_F(JsonOpen, ContainersOneLevelDeep) {
  const sluice_value object = open(R"({"a":{"b":[1]},"a":2,"c":"d"})");
  ASSERT_EQ(object.type, SLUICE_VALUE_OBJECT);
  ASSERT_EQ(object.size, 2u);
  EXPECT_EQ(key(object.as.fields[0]), "a");
  EXPECT_EQ(object.as.fields[0].value.type, SLUICE_VALUE_RAW);
  EXPECT_EQ(bytes(object.as.fields[0].value), "2");
  const sluice_value array = open(R"([1,[2],{"x":3}])");
  ASSERT_EQ(array.type, SLUICE_VALUE_ARRAY);
  ASSERT_EQ(array.size, 3u);
  EXPECT_EQ(bytes(array.as.items[1]), "[2]");
  EXPECT_EQ(bytes(array.as.items[2]), R"({"x":3})");
  EXPECT_EQ(open("{}").size, 0u);
  EXPECT_EQ(open("[]").size, 0u);
}

TEST_F(JsonOpen, ThousandLevelsCanBeOpenedOneByOne) {
  sluice_value value = open(std::string(1000, '[') + std::string(1000, ']'));
  for (int depth = 1; depth < 1000; ++depth) {
    ASSERT_EQ(value.type, SLUICE_VALUE_ARRAY);
    ASSERT_EQ(value.size, 1u);
    value = value.as.items[0];
    ASSERT_EQ(document_->open(value), SLUICE_OK);
  }
  EXPECT_EQ(value.size, 0u);
  document_->open_all(document_->value());
  EXPECT_EQ(written(document_->value()), std::string(1000, '[') + std::string(1000, ']'));
}

TEST_F(JsonOpen, LeavesOtherValuesAlone) {
  open("null");
  for (sluice_value value : {int_value(5), text_value("[1]"), null_value(), bool_value(true),
                             double_value(1.5), raw_value("")}) {
    const sluice_value before = value;
    EXPECT_EQ(document_->open(value), SLUICE_OK);
    EXPECT_EQ(value.type, before.type);
    EXPECT_EQ(value.as.uinteger, before.as.uinteger);
  }
}

// Nothing is lost when memory runs out: the value is raw as before.
TEST_F(JsonOpen, ExhaustedMemoryIsReported) {
  sluice_batch batch{};
  const sluice_batch_services none{
      sizeof none, 0, [](sluice_batch*, uint64_t) -> void* { return nullptr; },
      [](sluice_batch*, uint32_t) -> sluice_status { return SLUICE_FATAL; },
      [](sluice_batch*, sluice_kept_buffer) -> sluice_status { return SLUICE_FATAL; }};
  batch.services = &none;
  for (const std::string_view json : {R"({"a":1})", "[1]", R"("\n")"}) {
    std::string text(json);
    sluice_value value = raw_value(text);
    ErrorBuffer error;
    EXPECT_EQ(Document::json().open(&batch, &value, error.get()), SLUICE_FATAL);
    EXPECT_EQ(error.message(), "memory exhausted");
    EXPECT_EQ(bytes(value), json);
    sluice_json_result result{};
    if (json[0] == '"') continue;
    EXPECT_EQ(Document::json().read(&batch, text.data(), text.size(), SLUICE_JSON_OPEN, &result,
                                    error.get()),
              SLUICE_FATAL);
  }
}

}  // namespace
}  // namespace sluice::data_testing
