#include <gtest/gtest.h>

#include <sluice/settings.hpp>

namespace sluice {
namespace {

class SettingsTest : public ::testing::Test {
 protected:
  sluice_field inner_[1] = {make_field("bytes", int_value(5))};
  sluice_field fields_[6] = {
      make_field("host", text_value("http://a")),   make_field("count", int_value(-3)),
      make_field("on", bool_value(true)),           make_field("none", null_value()),
      make_field("batch", object_value(inner_, 1)), make_field("raw", raw_value("[1]")),
  };
  sluice_value object_ = object_value(fields_, 6);
  Settings settings_{&object_};
};

TEST_F(SettingsTest, FindsWhatIsSet) {
  EXPECT_EQ(settings_.find("host"), &fields_[0].value);
  EXPECT_TRUE(settings_.has("on"));
  EXPECT_FALSE(settings_.has("none"));  // null is as good as absent
  EXPECT_FALSE(settings_.has("hos"));
  EXPECT_FALSE(settings_.has(""));
  EXPECT_EQ(settings_.value(), &object_);
}

TEST_F(SettingsTest, GettersConvertNothing) {
  EXPECT_EQ(settings_.text("host"), "http://a");
  EXPECT_EQ(settings_.text("raw"), "[1]");
  EXPECT_EQ(settings_.text("count"), "");
  EXPECT_EQ(settings_.text("absent"), "");
  EXPECT_EQ(settings_.integer("count", 7), -3);
  EXPECT_EQ(settings_.integer("absent", 7), 7);
  EXPECT_EQ(settings_.integer("host", 7), 7);
  EXPECT_EQ(settings_.integer("absent"), 0);
  EXPECT_TRUE(settings_.boolean("on"));
  EXPECT_TRUE(settings_.boolean("absent", true));
  EXPECT_FALSE(settings_.boolean("count", false));
}

TEST_F(SettingsTest, ObjectsNest) {
  EXPECT_EQ(settings_.object("batch").integer("bytes"), 5);
  EXPECT_EQ(settings_.object("absent").integer("bytes", 9), 9);
  EXPECT_EQ(settings_.object("absent").value(), nullptr);
  EXPECT_EQ(settings_.object("host").find("bytes"), nullptr);
}

}  // namespace
}  // namespace sluice
