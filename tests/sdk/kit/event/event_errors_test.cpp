// `_meta.errors`: growing, in the way of other fields, bounded.
#include <string>

#include <gtest/gtest.h>
#include <support/plugin_host.hpp>

#include <kit/event/event_errors.hpp>

namespace {

using sluice::Batch;
using sluice::EventEditor;
using sluice::testing::PluginHost;

class EventErrorsTest : public ::testing::Test {
 protected:
  /// Adds the error `times` times; returns the event.
  std::string added(const std::string& object, const sluice::EventError& error, int times = 1) {
    auto batch = host_.events({object});
    EventEditor editor(Batch(batch.get()), host_.host().json());
    editor.select(batch->events[0]);
    for (int i = 0; i < times; ++i) kept_ = sluice::add_event_error(editor, error);
    return PluginHost::json(batch->events[0]);
  }

  PluginHost host_;
  bool kept_ = false;
};

TEST_F(EventErrorsTest, AddToTheListOrMakeIt) {
  EXPECT_EQ(added(R"({"a":1})", {"rename a to b", "", "say \"why\""}),
            R"({"a":1,"_meta":{"errors":[{"step":"rename a to b","message":"say \"why\""}]}})");
  EXPECT_EQ(added(R"({"_meta":{"x":1,"errors":[{"step":"s"}]}})", {"t", "tag", "m"}),
            R"({"_meta":{"x":1,"errors":[{"step":"s"},{"step":"t","tag":"tag","message":"m"}]}})");
  EXPECT_EQ(added(R"({"_meta":{"errors":null}})", {"t", "", "m"}),
            R"({"_meta":{"errors":[{"step":"t","message":"m"}]}})");
  EXPECT_TRUE(kept_);
}

TEST_F(EventErrorsTest, LeaveAloneWhatStandsInTheWay) {
  for (const std::string object : {R"({"_meta":"text"})", R"({"_meta":{"errors":{"a":1}}})",
                                   R"({"_meta":{"errors":"none"}})", R"({"_meta":[1]})"}) {
    EXPECT_EQ(added(object, {"t", "", "m"}), object);
    EXPECT_FALSE(kept_) << object;
  }
}

TEST_F(EventErrorsTest, AreBoundedAndValid) {
  const std::string many = added("{}", {"s", "", "m"}, 25);
  EXPECT_FALSE(kept_);
  size_t count = 0;
  for (size_t at = 0; (at = many.find("\"step\"", at)) != std::string::npos; ++at) ++count;
  EXPECT_EQ(count, sluice::maximum_event_errors);
  EXPECT_EQ(added("{}", {"s", "", "a\xFF"}),
            "{\"_meta\":{\"errors\":[{\"step\":\"s\",\"message\":\"a\xEF\xBF\xBD\"}]}}");
}

}  // namespace
