// Built with headers that did not have `apply` yet: its function table ends before that slot, and
// what lies behind it in memory must not be taken for a function.
#include "fake.hpp"
namespace {
struct OlderFunctions {
  uint32_t struct_size;
  uint32_t flags;
  uint64_t garbage;
};
constexpr OlderFunctions older{8, 0, 0xDEADBEEFDEADBEEF};
constexpr sluice_component changed() {
  sluice_component component = fake::component("short-struct", 12);
  component.functions = &older;
  return component;
}
constexpr sluice_component component = changed();
constexpr const sluice_component* components[] = {&component};
}  // namespace
FAKE_EXPORT = fake::plugin(components, 1);
