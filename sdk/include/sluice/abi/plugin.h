/* The one symbol that a plugin exports, and the components behind it. */
#ifndef SLUICE_ABI_PLUGIN_H
#define SLUICE_ABI_PLUGIN_H

#include "option.h"
#include "sink.h"
#include "source.h"
#include "transform.h"

SLUICE_EXTERN_C_BEGIN

enum { SLUICE_ROLE_SOURCE = 1, SLUICE_ROLE_TRANSFORM = 2, SLUICE_ROLE_SINK = 3 };

/* One source, transform or sink. Static: lives as long as the library, which stays loaded until
 * the process ends.
 *
 * create → init → start → (the role's functions)* → stop → destroy. A failed create is followed by
 * nothing, a failed init only by destroy, a failed start only by destroy. */
typedef struct sluice_component {
  uint32_t struct_size;
  uint32_t role;       /* SLUICE_ROLE_* */
  sluice_text id;      /* lower-case words joined by hyphens, such as "cloudwatch-awslogs" */
  sluice_text summary; /* one sentence */
  sluice_option_list options;
  const void* functions; /* sluice_source_functions, sluice_transform_functions or ..._sink_... */

  /* A new instance, or null when memory is exhausted. [main-thread] */
  void* (*create)(const sluice_host* host);

  /* Takes the settings: an object that the engine checked against the options, defaults filled in.
   * They live until `destroy`. Touches nothing outside the process: `validate` calls it too.
   * SLUICE_INVALID_CONFIG with `at`, or SLUICE_FATAL. [main-thread] */
  sluice_status (*init)(void* instance, const sluice_value* settings, sluice_error* error);

  /* Opens what the component works with. Null: nothing to do. [main-thread] */
  sluice_status (*start)(void* instance, sluice_error* error);

  /* Flushes and closes it: what `stop` cannot keep is an error that the run reports. Null: nothing
   * to do. [main-thread] */
  sluice_status (*stop)(void* instance, sluice_error* error);

  void (*destroy)(void* instance); /* [main-thread] */
} sluice_component;

/* The engine reads struct_size and abi_major before anything else, and refuses a plugin of another
 * major version, or one that needs a newer minor version, naming the file and both versions. */
typedef struct sluice_plugin {
  uint32_t struct_size;
  uint16_t abi_major;        /* SLUICE_ABI_MAJOR of the headers it was built with */
  uint16_t abi_minor_needed; /* the lowest minor version that has all it uses */
  sluice_text version;       /* of the plugin, such as "1.4.2" */
  const sluice_component* const* components;
  uint32_t component_count;
  uint32_t reserved;
} sluice_plugin;

/* The exported symbol, by this name in every plugin. */
#define SLUICE_PLUGIN_SYMBOL "sluice_plugin_descriptor"
SLUICE_EXPORT extern const sluice_plugin sluice_plugin_descriptor;

SLUICE_EXTERN_C_END

#endif
