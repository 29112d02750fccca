#include "fake.hpp"
namespace {
FAKE_COMPONENT(first, "same-id-twice");
FAKE_COMPONENT(second, "same-id-twice");
constexpr const sluice_component* components[] = {&first, &second};
}  // namespace
FAKE_EXPORT = fake::plugin(components, 2);
