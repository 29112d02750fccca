#include <limits>

#include <gtest/gtest.h>

#include <sluice/value.hpp>

namespace sluice {
namespace {

TEST(Value, MakersSetTypeAndContent) {
  EXPECT_EQ(null_value().type, SLUICE_VALUE_NULL);
  EXPECT_EQ(bool_value(true).as.integer, 1);
  EXPECT_EQ(bool_value(false).type, SLUICE_VALUE_BOOL);
  EXPECT_EQ(int_value(INT64_MIN).as.integer, INT64_MIN);
  EXPECT_EQ(double_value(0.5).as.number, 0.5);
  EXPECT_EQ(bytes(text_value("abc")), "abc");
  EXPECT_EQ(bytes(raw_value("[1,2]")), "[1,2]");
  EXPECT_EQ(raw_value("[1,2]").type, SLUICE_VALUE_RAW);
  EXPECT_EQ(bytes(int_value(3)), "");
}

TEST(Value, JsonHasNoWordForWhatIsNotFinite) {
  EXPECT_EQ(double_value(std::numeric_limits<double>::quiet_NaN()).type, SLUICE_VALUE_NULL);
  EXPECT_EQ(double_value(std::numeric_limits<double>::infinity()).type, SLUICE_VALUE_NULL);
  EXPECT_EQ(double_value(-std::numeric_limits<double>::infinity()).type, SLUICE_VALUE_NULL);
}

TEST(Value, PlainIsWhatNeedsNoEscape) {
  EXPECT_EQ(plain_flag(""), SLUICE_FLAG_PLAIN);
  EXPECT_EQ(plain_flag("a key/\x7F\xC3\xA9"), SLUICE_FLAG_PLAIN);
  EXPECT_EQ(plain_flag("a\"b"), 0);
  EXPECT_EQ(plain_flag("a\\b"), 0);
  EXPECT_EQ(plain_flag("a\nb"), 0);
  EXPECT_EQ(plain_flag(std::string_view("\0", 1)), 0);
}

TEST(Value, FieldsAreFoundByTheirWholeKey) {
  sluice_field fields[] = {make_field("a", int_value(1)), make_field("ab", int_value(2)),
                           make_field("a", int_value(3)), make_field("", int_value(4))};
  EXPECT_EQ(find_field(fields, 4, "a"), &fields[0]);
  EXPECT_EQ(find_field(fields, 4, "ab"), &fields[1]);
  EXPECT_EQ(find_field(fields, 4, ""), &fields[3]);
  EXPECT_EQ(find_field(fields, 4, "b"), nullptr);
  EXPECT_EQ(find_field(fields, 0, "a"), nullptr);
  const sluice_field* constant = fields;
  EXPECT_EQ(find_field(constant, 4, "ab"), &fields[1]);
  EXPECT_EQ(key(fields[1]), "ab");
}

}  // namespace
}  // namespace sluice
