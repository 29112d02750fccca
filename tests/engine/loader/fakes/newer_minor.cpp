#include "fake.hpp"
namespace {
FAKE_COMPONENT(component, "newer-minor");
constexpr const sluice_component* components[] = {&component};
constexpr sluice_plugin changed() {
  sluice_plugin plugin = fake::plugin(components, 1);
  plugin.abi_minor_needed = SLUICE_ABI_MINOR + 1;
  return plugin;
}
}  // namespace
FAKE_EXPORT = changed();
