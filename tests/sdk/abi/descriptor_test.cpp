// What a plugin exports: SLUICE_PLUGIN and the components made of classes.
#include <gtest/gtest.h>

#include "fakes.hpp"

namespace {

constexpr sluice::Option options[] = {
    sluice::string_option("host", "URL of the store").required(),
    sluice::bytes_option("limit", "how much"),
};
constexpr sluice_component source = sluice::source_component<sluice::testing::ScriptedSource>(
    "a-source", "reads", sluice::option_list(options));
constexpr sluice_component transform =
    sluice::transform_component<sluice::testing::ScriptedTransform, SLUICE_TRANSFORM_STATEFUL>(
        "a-transform", "changes");
constexpr sluice_component sink =
    sluice::sink_component<sluice::testing::ScriptedSink>("a-sink", "sends");

}  // namespace

SLUICE_PLUGIN("1.2.3", &source, &transform, &sink);

namespace sluice {
namespace {

TEST(Descriptor, SaysWhatItIs) {
  const sluice_plugin& plugin = sluice_plugin_descriptor;
  EXPECT_EQ(plugin.struct_size, sizeof(sluice_plugin));
  EXPECT_EQ(plugin.abi_major, SLUICE_ABI_MAJOR);
  EXPECT_EQ(plugin.abi_minor_needed, 0);
  EXPECT_EQ(view(plugin.version), "1.2.3");
  EXPECT_EQ(plugin.reserved, 0u);
  ASSERT_EQ(plugin.component_count, 3u);
  EXPECT_EQ(plugin.components[0], &source);
  EXPECT_EQ(plugin.components[1], &transform);
  EXPECT_EQ(plugin.components[2], &sink);
  EXPECT_STREQ(SLUICE_PLUGIN_SYMBOL, "sluice_plugin_descriptor");
}

TEST(Descriptor, ComponentsAreComplete) {
  const std::pair<const sluice_component*, uint32_t> roles[] = {{&source, SLUICE_ROLE_SOURCE},
                                                                {&transform, SLUICE_ROLE_TRANSFORM},
                                                                {&sink, SLUICE_ROLE_SINK}};
  for (const auto& [component, role] : roles) {
    SCOPED_TRACE(view(component->id));
    EXPECT_EQ(component->struct_size, sizeof(sluice_component));
    EXPECT_EQ(component->role, role);
    EXPECT_NE(component->functions, nullptr);
    EXPECT_NE(component->create, nullptr);
    EXPECT_NE(component->init, nullptr);
    EXPECT_NE(component->start, nullptr);
    EXPECT_NE(component->stop, nullptr);
    EXPECT_NE(component->destroy, nullptr);
  }
  EXPECT_EQ(view(source.id), "a-source");
  EXPECT_EQ(view(source.summary), "reads");
  EXPECT_EQ(source.options.count, 2u);
  EXPECT_EQ(source.options.items, static_cast<const sluice_option*>(options));
  EXPECT_EQ(source.options.item_size, sizeof(sluice_option));
  EXPECT_EQ(transform.options.count, 0u);
}

TEST(Descriptor, RoleFunctionsAreComplete) {
  const auto& reads = *static_cast<const sluice_source_functions*>(source.functions);
  EXPECT_EQ(reads.struct_size, sizeof(sluice_source_functions));
  EXPECT_TRUE(reads.open && reads.read && reads.settle && reads.close);
  const auto& changes = *static_cast<const sluice_transform_functions*>(transform.functions);
  EXPECT_EQ(changes.struct_size, sizeof(sluice_transform_functions));
  EXPECT_EQ(changes.flags, uint32_t{SLUICE_TRANSFORM_STATEFUL});
  EXPECT_TRUE(changes.apply);
  const auto& sends = *static_cast<const sluice_sink_functions*>(sink.functions);
  EXPECT_EQ(sends.struct_size, sizeof(sluice_sink_functions));
  EXPECT_TRUE(sends.limits && sends.begin && sends.encode && sends.deliver);
}

}  // namespace
}  // namespace sluice
