#include <gtest/gtest.h>
#include <support/plugin_host.hpp>

#include <loader/instance.hpp>
#include <loader/registry.hpp>

namespace sluice::loader {
namespace {

const Component& find(Registry& registry, const std::string& id) {
  auto found = registry.find(Role::transform, id);
  EXPECT_TRUE(found.ok()) << found.error().message;
  return **found;
}

TEST(InstanceTest, ContainsWhatAPluginThrowsAndNamesTheFileAndBothVersions) {
  testing::PluginHost host;
  Registry registry({std::string(FAKES_FOLDER) + "/throwing-init"});
  TransformInstance instance(find(registry, "throwing-init"), host.abi());
  const sluice_value settings = object_value(nullptr, 0);
  Status status = instance.init(&settings);
  ASSERT_FALSE(status.ok());
  const std::string& message = status.error().message;
  EXPECT_NE(message.find("throwing-init.so"), std::string::npos) << message;
  EXPECT_NE(message.find("built for ABI 1, this engine speaks 1.0"), std::string::npos) << message;
  EXPECT_NE(message.find("out of init: the fake is broken"), std::string::npos) << message;
}

TEST(InstanceTest, TheSdkContainsItBeforeTheBoundary) {
  testing::PluginHost host;
  Registry registry({std::string(FAKES_FOLDER) + "/throwing-init-sdk"});
  TransformInstance instance(find(registry, "throwing-init-sdk"), host.abi());
  const sluice_value settings = object_value(nullptr, 0);
  Status status = instance.init(&settings);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, StatusCode::fatal);
  EXPECT_EQ(status.error().message, "the fake is broken");
}

TEST(InstanceTest, StopsOnlyWhatWasStarted) {
  testing::PluginHost host;
  Registry registry({std::string(FAKES_FOLDER) + "/good"});
  TransformInstance instance(find(registry, "fake-first"), host.abi());
  EXPECT_TRUE(instance.stop().ok());
  EXPECT_TRUE(instance.start().ok());
  EXPECT_TRUE(instance.stop().ok());
}

}  // namespace
}  // namespace sluice::loader
