#include "fake.hpp"
namespace {
FAKE_COMPONENT(component, "Bad Id");
constexpr const sluice_component* components[] = {&component};
}  // namespace
FAKE_EXPORT = fake::plugin(components, 1);
