#include "fake.hpp"
namespace {
FAKE_COMPONENT(component, "wrong-major");
constexpr const sluice_component* components[] = {&component};
constexpr sluice_plugin changed() {
  sluice_plugin plugin = fake::plugin(components, 1);
  plugin.abi_major = SLUICE_ABI_MAJOR + 1;
  return plugin;
}
}  // namespace
FAKE_EXPORT = changed();
