// Writing: valid JSON on one line, the same meaning, and buffers that cannot grow.
#include <limits>

#include <data_testing/document.hpp>
#include <data_testing/meaning.hpp>
#include <gtest/gtest.h>
#include <simdjson.h>

#include <data/json_writer.hpp>

namespace sluice::data_testing {
namespace {

std::string string_by_simdjson(const std::string& json) {
  simdjson::dom::parser parser;
  std::string_view text;
  if (parser.parse(simdjson::padded_string(json)).get(text) != simdjson::SUCCESS) return "refused";
  return std::string(text);
}

TEST(JsonWriter, Scalars) {
  EXPECT_EQ(written(null_value()), "null");
  EXPECT_EQ(written(bool_value(true)), "true");
  EXPECT_EQ(written(bool_value(false)), "false");
  EXPECT_EQ(written(int_value(0)), "0");
  EXPECT_EQ(written(int_value(INT64_MIN)), "-9223372036854775808");
  EXPECT_EQ(written(int_value(INT64_MAX)), "9223372036854775807");
  EXPECT_EQ(written({SLUICE_VALUE_UINT64, 0, 0, 0, {.uinteger = UINT64_MAX}}),
            "18446744073709551615");
  EXPECT_EQ(written(raw_value("1.00")), "1.00");
  EXPECT_EQ(written(text_value("a")), "\"a\"");
  EXPECT_EQ(written({200, 0, 0, 0, {.integer = 0}}), "null");  // of a later minor version
}

TEST(JsonWriter, DoublesAreTheShortestThatReadBackTheSame) {
  using Limits = std::numeric_limits<double>;
  for (const double number :
       {0.0, -0.0, 0.1, 1.0 / 3, 1e21, 1e22, 1e-7, 5e-324, 123456789.125, Limits::max(),
        Limits::lowest(), Limits::min(), Limits::epsilon(), 9007199254740993.0, 1e15, 1e16}) {
    const std::string json = written(double_value(number));
    EXPECT_EQ(std::strtod(json.c_str(), nullptr), number) << json;
    std::string meaning;
    EXPECT_EQ(meaning_by_simdjson(json, meaning), Verdict::json) << json;
    EXPECT_LE(json.size(), 24u);
  }
  EXPECT_EQ(written(double_value(0.1)), "0.1");
  EXPECT_EQ(written(double_value(1.5)), "1.5");
  EXPECT_EQ(written(double_value(9007199254740991)), "9007199254740991");
  // no digits that the shortest form does not have
  EXPECT_EQ(written(double_value(691048091681309e3)), "6.91048091681309e+17");
}

TEST(JsonWriter, WhatIsNotFiniteIsNull) {
  for (const double number :
       {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(),
        -std::numeric_limits<double>::infinity()}) {
    EXPECT_EQ(written(double_value(number)), "null");
    EXPECT_EQ(written({SLUICE_VALUE_DOUBLE, 0, 0, 0, {.number = number}}), "null");
  }
}

TEST(JsonWriter, EscapesWhatMustBeEscapedAndNothingElse) {
  EXPECT_EQ(written(text_value("\"\\/\b\f\n\r\t\x7F")), "\"\\\"\\\\/\\b\\f\\n\\r\\t\x7F\"");
  EXPECT_EQ(written(text_value(std::string_view("\0\x01\x1F", 3))), R"("\u0000\u0001\u001f")");
  EXPECT_EQ(written(text_value("\u00e9\u20ac\U0001f600\u2028")),
            "\"\u00e9\u20ac\U0001f600\u2028\"");
}

TEST(JsonWriter, EveryAsciiCharacterAtEveryPlace) {
  for (int c = 0; c < 128; ++c) {
    for (const size_t size : {1, 2, 15, 16, 17, 18, 33, 48}) {
      for (size_t at = 0; at < size; ++at) {
        std::string text(size, 'x');
        text[at] = static_cast<char>(c);
        const std::string json = written(text_value(text));
        ASSERT_EQ(string_by_simdjson(json), text);
        ASSERT_EQ(json.find('\n'), std::string::npos);
      }
    }
  }
}

TEST(JsonWriter, TextsOfNothingButEscapes) {
  for (size_t size = 0; size < 200; ++size) {
    const std::string text(size, '\x01');
    ASSERT_EQ(string_by_simdjson(written(text_value(text))), text);
  }
}

TEST(JsonWriter, PlainTextsAreCopied) {
  EXPECT_EQ(written(text_value("as it is", SLUICE_FLAG_PLAIN)), "\"as it is\"");
  EXPECT_EQ(written(text_value("", SLUICE_FLAG_PLAIN)), "\"\"");
}

// The empty text may have no memory at all.
TEST(JsonWriter, EmptyTextsWithoutMemory) {
  EXPECT_EQ(written(text_value({})), "\"\"");
  EXPECT_EQ(written(text_value({}, SLUICE_FLAG_PLAIN)), "\"\"");
  sluice_field fields[] = {make_field({}, text_value({}, SLUICE_FLAG_PLAIN))};
  EXPECT_EQ(written(object_value(fields, 1)), R"({"":""})");
  EXPECT_EQ(written(object_value(nullptr, 0)), "{}");
  EXPECT_EQ(written(array_value(nullptr, 0)), "[]");
}

TEST(JsonWriter, ContainersNest) {
  sluice_value inner[] = {int_value(1), text_value("two"), null_value()};
  sluice_field middle[] = {make_field("list", array_value(inner, 3)),
                           make_field("raw", raw_value(R"({"x": 1})"))};
  sluice_value list[] = {object_value(middle, 2), array_value(nullptr, 0)};
  sluice_field fields[] = {make_field("a", array_value(list, 2)), make_field("b", bool_value(true)),
                           make_field("c", raw_value("3"))};
  const std::string_view expected =
      R"({"a":[{"list":[1,"two",null],"raw":{"x": 1}},[]],"b":true,"c":3})";
  EXPECT_EQ(written(object_value(fields, 3)), expected);
  data::Buffer buffer;
  ASSERT_EQ(Document::json().write_object(fields, 3, &buffer.abi()), SLUICE_OK);
  EXPECT_EQ(buffer.view(), expected);
}

TEST(JsonWriter, KeysAreEscaped) {
  for (const std::string_view name :
       {std::string_view(""), std::string_view("a\"b"), std::string_view("\\"),
        std::string_view("\0\n", 2), std::string_view("a key of more than sixteen bytes\t")}) {
    for (const sluice_value value : {raw_value("[1]"), int_value(2), text_value("\n")}) {
      sluice_field fields[] = {make_field("first", int_value(0)), make_field(name, value)};
      const std::string json = written(object_value(fields, 2));
      Document document(json);
      ASSERT_EQ(document.read(SLUICE_JSON_LAST | SLUICE_JSON_OPEN), SLUICE_OK) << json;
      ASSERT_EQ(document.value().size, 2u);
      EXPECT_EQ(key(document.value().as.fields[1]), name);
      EXPECT_EQ(bytes(document.value().as.fields[1].value), written(value));
    }
  }
}

TEST(JsonWriter, AppendsToWhatIsThere) {
  data::Buffer buffer;
  append(buffer.abi(), "before ");
  const sluice_value value = int_value(1);
  EXPECT_EQ(Document::json().write(&value, &buffer.abi()), SLUICE_OK);
  EXPECT_TRUE(data::write_string("x\n", buffer.abi()));
  EXPECT_EQ(buffer.view(), "before 1\"x\\n\"");
}

/// A buffer that grows in steps of one byte, each in new memory, and only `grows` times: what is
/// written past its end is found.
class StingyBuffer {
 public:
  explicit StingyBuffer(int grows) : grows_(grows) {
    abi_.struct_size = sizeof abi_;
    abi_.private_data = this;
    abi_.grow = [](sluice_buffer* buffer, uint64_t capacity) -> sluice_status {
      return static_cast<StingyBuffer*>(buffer->private_data)->grow(capacity);
    };
  }
  sluice_buffer* abi() { return &abi_; }
  std::string_view view() const { return {abi_.data, abi_.size}; }

 private:
  sluice_status grow(uint64_t capacity) {
    if (grows_-- <= 0) return SLUICE_FATAL;
    auto memory = std::make_unique<char[]>(capacity);
    if (abi_.size > 0) std::memcpy(memory.get(), abi_.data, abi_.size);
    memory_ = std::move(memory);
    abi_.data = memory_.get();
    abi_.capacity = capacity;
    return SLUICE_OK;
  }
  int grows_;
  std::unique_ptr<char[]> memory_;
  sluice_buffer abi_{};
};

TEST(JsonWriter, BuffersMayRefuseToGrowAtAnyPoint) {
  const std::string long_text(100, '\n');
  sluice_value items[] = {int_value(1),
                          text_value("a\nb"),
                          text_value("plain", SLUICE_FLAG_PLAIN),
                          double_value(0.1),
                          null_value(),
                          bool_value(false),
                          {SLUICE_VALUE_UINT64, 0, 0, 0, {.uinteger = UINT64_MAX}}};
  sluice_field inner[] = {make_field("k", raw_value("[1,2,3]"))};
  sluice_field fields[] = {
      make_field("a", array_value(items, 7)),  make_field("b\t", raw_value("\"raw\"")),
      make_field("c", text_value(long_text)),  make_field("d\n", text_value("x")),
      make_field("e", object_value(inner, 1)), make_field("f", raw_value("{}"))};
  const std::string expected = written(object_value(fields, 6));
  bool succeeded = false;
  for (int grows = 0; grows < 1000 && !succeeded; ++grows) {
    StingyBuffer buffer(grows);
    const sluice_status status = Document::json().write_object(fields, 6, buffer.abi());
    succeeded = status == SLUICE_OK;
    if (!succeeded) {
      ASSERT_EQ(status, SLUICE_FATAL);
      ASSERT_LE(buffer.abi()->size, buffer.abi()->capacity);
      ASSERT_TRUE(expected.starts_with(buffer.view()));
    } else {
      EXPECT_EQ(buffer.view(), expected);
      EXPECT_GT(grows, 20);
    }
  }
  EXPECT_TRUE(succeeded);
}

TEST(JsonWriter, BufferGivesItsMemoryBack) {
  data::Buffer buffer;
  append(buffer.abi(), std::string(10000, 'x'));
  EXPECT_EQ(buffer.size(), 10000u);
  buffer.shrink(1 << 20);
  EXPECT_EQ(buffer.size(), 10000u);
  buffer.clear();
  EXPECT_GE(buffer.abi().capacity, 10000u);
  buffer.shrink(100);
  EXPECT_EQ(buffer.abi().capacity, 0u);
  append(buffer.abi(), "y");
  EXPECT_EQ(buffer.view(), "y");
}

}  // namespace
}  // namespace sluice::data_testing
