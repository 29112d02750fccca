#include "fake.hpp"
namespace {
constexpr sluice_transform_functions no_apply{sizeof(sluice_transform_functions), 0, nullptr};
FAKE_COMPONENT(component, "null-slot", &no_apply);
constexpr const sluice_component* components[] = {&component};
}  // namespace
FAKE_EXPORT = fake::plugin(components, 1);
