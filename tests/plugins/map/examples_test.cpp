// Runs every example of the option table as its reader would: as YAML, checked by the engine, with
// the event that it shows. And sees to it that every step and option has its line and example.
#include <set>
#include <string>
#include <string_view>

#include <support/plugin_library.hpp>

#include <spec/environment.hpp>
#include <spec/settings.hpp>

#include "map_testing.hpp"

namespace {

using namespace sluice;
using sluice::testing::PluginHost;

std::string show(const spec::Diagnostics& diagnostics) {
  std::string out;
  for (const spec::Diagnostic& diagnostic : diagnostics) out += spec::format(diagnostic) + "\n";
  return out;
}

bool is_common(const sluice_option& option) {
  for (const Option& common : common_options) {
    if (option.name != nullptr && std::string_view(option.name) == common.name) return true;
  }
  return false;
}

class MapExamples : public ::testing::Test {
 protected:
  MapExamples() : options_(library_.component("map").options) {
    const sluice_option& steps = *library_.option(options_, "steps");
    kinds_ = steps.children.items->children;
  }

  // What becomes of the example's event: JSON, "null" when it is dropped or rejected, or the error.
  std::string run(const sluice_example& example) {
    spec::Diagnostics diagnostics;
    std::optional<spec::Node> node = spec::parse_yaml(example.yaml, "example", diagnostics);
    if (!node) return show(diagnostics);
    spec::interpolate(
        *node, [](std::string_view) { return std::optional<std::string>(); }, diagnostics);
    const spec::SettingsContext context{"map", {"example", 1, 1}, EXAMPLE_FILES};
    const auto tree = spec::check_settings(*node, options_, context, diagnostics);
    if (!tree || !diagnostics.empty()) return show(diagnostics);
    MapTransform map(host_.host());
    if (Status status = map.init(Settings(tree->root())); !status) return status.error().message;
    if (Status status = map.start(); !status) return status.error().message;
    auto batch = host_.events({example.input});
    sluice_event& event = batch->events[0];
    event.id = "event-1";
    event.id_size = 7;
    event.timestamp_ms = 1714557600000;  // 2024-05-01T10:00:00Z
    const sluice_origin origin{SLUICE_TEXT("logs/app.log"), {}, {}};
    event.origin = &origin;
    if (Status status = map.apply(Batch(batch.get())); !status) return status.error().message;
    return event.state == SLUICE_EVENT_LIVE ? PluginHost::json(event) : "null";
  }

  // The examples of an option and all below it; `yaml` collects their text.
  void run_all(const sluice_option& option, const std::string& path, std::string& yaml) {
    for (uint32_t i = 0; i < option.example_count; ++i) {
      const sluice_example& example = option.examples[i];
      EXPECT_EQ(run(example), example.output == nullptr ? "null" : example.output)
          << path << ": " << example.yaml << "\n  on " << example.input;
      yaml.append(example.yaml).append("\n");
    }
    if (option.children.items == step_list()) return;  // lists of steps inside steps
    for (uint32_t i = 0; i < option.children.count; ++i) {
      const sluice_option& child = option.children.items[i];
      EXPECT_EQ(option.children.item_size, sizeof child);
      run_all(child, child.name == nullptr ? path : path + "." + child.name, yaml);
    }
  }

  // Each option of a kind stands in one of its examples, those common to all excepted.
  void check_shown(const sluice_option& option, const std::string& path, const std::string& yaml) {
    EXPECT_TRUE(option.help != nullptr && *option.help != '\0') << path << " has no help";
    if (option.children.items == step_list()) return;
    for (uint32_t i = 0; i < option.children.count; ++i) {
      const sluice_option& child = option.children.items[i];
      if (child.name != nullptr && !is_common(child)) {
        EXPECT_NE(yaml.find(std::string(child.name) + ":"), std::string::npos)
            << path << "." << child.name << " is in no example";
      }
      check_shown(child, child.name == nullptr ? path : path + "." + child.name, yaml);
    }
  }

  const sluice_option* step_list() const {
    return library_.option(options_, "steps")->children.items;
  }

  PluginHost host_;
  const sluice::testing::PluginLibrary library_{PLUGIN_FILE};
  sluice_option_list options_;
  sluice_option_list kinds_;
};

TEST_F(MapExamples, GiveWhatTheyShow) {
  ASSERT_GT(kinds_.count, 6u);
  for (uint32_t i = 0; i < kinds_.count; ++i) {
    const sluice_option& kind = kinds_.items[i];
    SCOPED_TRACE(kind.name);
    std::string yaml;
    run_all(kind, kind.name, yaml);
    EXPECT_NE(yaml, "") << "no example";
    check_shown(kind, kind.name, yaml);
  }
}

}  // namespace
