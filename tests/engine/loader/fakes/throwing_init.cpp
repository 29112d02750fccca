// Lets an exception out of init, which the contract forbids; no SDK in between.
#include <stdexcept>

#include "fake.hpp"
namespace {
sluice_status throwing(void*, const sluice_value*, sluice_error*) {
  throw std::runtime_error("the fake is broken");
}
constexpr sluice_component changed() {
  sluice_component component = fake::component("throwing-init", 13);
  component.init = &throwing;
  return component;
}
constexpr sluice_component component = changed();
constexpr const sluice_component* components[] = {&component};
}  // namespace
FAKE_EXPORT = fake::plugin(components, 1);
