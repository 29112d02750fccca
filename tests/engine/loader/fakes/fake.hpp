// A well-behaved transform in plain ABI terms; each fake plugin breaks one thing about it.
#pragma once

#include <sluice/abi/plugin.h>

namespace fake {

inline int instance;  // something to point at

inline void* create(const sluice_host*) {
  return &instance;
}
inline sluice_status init(void*, const sluice_value*, sluice_error*) {
  return SLUICE_OK;
}
inline void destroy(void*) {}
inline sluice_status apply(void*, sluice_batch*, sluice_error*) {
  return SLUICE_OK;
}

inline constexpr sluice_transform_functions functions{sizeof(sluice_transform_functions), 0,
                                                      &apply};

constexpr sluice_component component(const char* id, uint64_t id_size,
                                     const sluice_transform_functions* calls = &functions) {
  return {sizeof(sluice_component),
          SLUICE_ROLE_TRANSFORM,
          {id, id_size},
          SLUICE_TEXT("a fake"),
          {nullptr, 0, 0},
          calls,
          &create,
          &init,
          nullptr,
          nullptr,
          &destroy};
}

constexpr sluice_plugin plugin(const sluice_component* const* components, uint32_t count) {
  return {sizeof(sluice_plugin),
          SLUICE_ABI_MAJOR,
          SLUICE_ABI_MINOR,
          SLUICE_TEXT("1.2.3"),
          components,
          count,
          0};
}

}  // namespace fake

#define FAKE_COMPONENT(name, id, ...) \
  constexpr sluice_component name = fake::component(id, sizeof(id) - 1 __VA_OPT__(, ) __VA_ARGS__)
#define FAKE_EXPORT extern "C" SLUICE_EXPORT const sluice_plugin sluice_plugin_descriptor
