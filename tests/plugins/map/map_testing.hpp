// Shared by the tests of this folder: lists of steps, as JSON, applied to events made of raw JSON.
#pragma once

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <map/map_transform.hpp>
#include <support/plugin_host.hpp>

namespace sluice::testing {

struct Case {
  std::string steps;
  std::string event;
  std::string expected;
};

class MapTest : public ::testing::Test {
 protected:
  std::string apply(const std::string& steps, const std::string& event) {
    MapTransform map(host_.host());
    if (const Status status = map.init(host_.settings("{\"steps\":" + steps + "}")); !status.ok()) {
      return status.error().message;
    }
    auto batch = host_.events({event});
    if (const Status status = map.apply(Batch(batch.get())); !status.ok()) {
      return status.error().message;
    }
    return PluginHost::json(batch->events[0]);
  }
  void check(const std::vector<Case>& cases) {
    for (const Case& c : cases) {
      EXPECT_EQ(apply(c.steps, c.event), c.expected) << c.steps << " on " << c.event;
    }
  }
  // The event without the `_meta` that a failure adds to its end.
  static std::string without_errors(const std::string& json) {
    const size_t at = json.find("\"_meta\":");
    if (at == std::string::npos) return json + " (no _meta)";
    return json.substr(0, at - (json[at - 1] == ',' ? 1 : 0)) + "}";
  }
  // What init says; empty when it accepts. `at` is then the setting pointed at, as JSON.
  std::string init_error(const std::string& steps, std::string* at = nullptr) {
    MapTransform map(host_.host());
    const Status status = map.init(host_.settings("{\"steps\":" + steps + "}"));
    if (status.ok()) return "";
    EXPECT_EQ(status.error().code, StatusCode::invalid_config);
    if (at != nullptr && status.error().at != nullptr) *at = PluginHost::json(*status.error().at);
    return status.error().message;
  }

  PluginHost host_;
};

}  // namespace sluice::testing
