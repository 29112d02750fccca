// What is taken for a path and what for an expression, and the keys of events without an id. What
// makes values the same is tested with `dedupe`.
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <support/plugin_host.hpp>

#include <kit/select/event_key.hpp>

namespace {

using sluice::Batch;
using sluice::EventEditor;
using sluice::EventKey;
using sluice::kit::Hash128;
using sluice::testing::PluginHost;

class EventKeyTest : public ::testing::Test {
 protected:
  // The key's value as hash_value gives it, or how it was not read.
  std::string read(const std::string& text, const std::string& object) {
    const auto settings = host_.settings("{\"k\":" + text + "}");
    const auto key = EventKey::compile(*settings.find("k"));
    if (!key) return key.error().message;
    auto batch = host_.events({object});
    batch->events[0].id = "the id";
    batch->events[0].id_size = 6;
    EventEditor editor(Batch(batch.get()), host_.host().json());
    editor.select(batch->events[0]);
    Hash128 hash;
    std::string_view why;
    switch (key->read(editor, hash, why)) {
      case EventKey::Read::missing:
        return "missing";
      case EventKey::Read::failed:
        return "failed";
      case EventKey::Read::found:
        break;
    }
    EXPECT_EQ(PluginHost::json(batch->events[0]), object) << "the event is left as it was";
    for (const char* value : {"1", "2", "\"x\"", "\"the id\"", "[1,2]", "true"}) {
      auto values = host_.events({std::string("{\"v\":") + value + "}"});
      const sluice_value& held = values->events[0].fields[0].value;
      if (hash_value(held, Batch(values.get()), host_.host().json()) == hash) return value;
    }
    return "another value";
  }

  PluginHost host_;
};

TEST_F(EventKeyTest, Paths) {
  EXPECT_EQ(read(R"("a")", R"({"a":1})"), "1");
  EXPECT_EQ(read(R"("a.b")", R"({"a":{ "b" : "x" }})"), "\"x\"");
  EXPECT_EQ(read(R"("a-b")", R"({"a-b":2})"), "2");
  EXPECT_EQ(read(R"("@timestamp")", R"({"@timestamp":2})"), "2");
  EXPECT_EQ(read(R"("größe")", R"({"größe":2})"), "2");
  EXPECT_EQ(read(R"("[\"a.b\"]")", R"({"a.b":2})"), "2");
  EXPECT_EQ(read(R"("[\"a] + [\"].b")", R"({"a] + [":{"b":2}})"), "2");
  EXPECT_EQ(read(R"("a[1][\"x y\"]")", R"({"a":[0,{"x y":true}]})"), "true");
  EXPECT_EQ(read(R"("a")", R"({"a":null})"), "missing");
  EXPECT_EQ(read(R"("a.b")", R"({"a":1})"), "missing");
  EXPECT_EQ(read(R"("a..b")", "{}"),
            R"(path "a..b": expected a field name at position 3, found ".")");
}

TEST_F(EventKeyTest, Expressions) {
  EXPECT_EQ(read(R"("a + 1")", R"({"a":1})"), "2");
  EXPECT_EQ(read(R"("[a, b]")", R"({"a":1,"b":2})"), "[1,2]");
  EXPECT_EQ(read(R"("size(a) == 1")", R"({"a":"x"})"), "true");
  EXPECT_EQ(read(R"("_meta.id")", "{}"), "\"the id\"");
  EXPECT_EQ(read(R"("int(a) + 1")", R"({"a":"x"})"), "failed");
  EXPECT_EQ(read(R"("a == null ? null : a")", "{}"), "missing");
}

TEST_F(EventKeyTest, ContentOfEventsWithoutAnId) {
  const auto content = [&](const std::string& object, bool has_original) {
    auto batch = host_.events({object});
    if (!has_original) batch->events[0].original = {};
    EXPECT_FALSE(sluice::id_key(batch->events[0]).has_value());
    return content_key(batch->events[0], Batch(batch.get()), host_.host().json());
  };
  EXPECT_EQ(content(R"({"a":1})", true), content(R"({"a":1})", true));
  EXPECT_FALSE(content(R"({"a":1})", true) == content(R"({"a": 1})", true));
  EXPECT_EQ(content(R"({"a":1,"b":2})", false), content(R"({"b":2.0,"a": 1})", false));
  EXPECT_FALSE(content(R"({"a":1})", false) == content(R"({"a":2})", false));
}

}  // namespace
