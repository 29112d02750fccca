#include "fake.hpp"
namespace {
FAKE_COMPONENT(first, "fake-first");
FAKE_COMPONENT(second, "fake-second");
constexpr const sluice_component* components[] = {&first, &second};
}  // namespace
FAKE_EXPORT = fake::plugin(components, 2);
