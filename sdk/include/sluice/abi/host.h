/* What the engine offers to a plugin. */
#ifndef SLUICE_ABI_HOST_H
#define SLUICE_ABI_HOST_H

#include "json.h"

SLUICE_EXTERN_C_BEGIN

enum { SLUICE_LOG_DEBUG = 0, SLUICE_LOG_INFO = 1, SLUICE_LOG_WARNING = 2, SLUICE_LOG_ERROR = 3 };

/* Given to `create`, one for each instance; lives until its `destroy` returns. */
typedef struct sluice_host {
  uint32_t struct_size;
  uint16_t abi_major; /* what the engine speaks */
  uint16_t abi_minor;
  void* context; /* first argument of the functions below */
  sluice_text engine_version;

  /* One line to the operator; the host adds time, level and component. A plugin writes nothing to
   * stdout or stderr itself. [host-any] */
  void (*log)(void* context, int32_t level, sluice_text message);

  /* Adds to a counter of this component, shown with the ledger. Names are lower-case words joined
   * by dots and underscores; the name must be a constant. [host-any] */
  void (*count)(void* context, sluice_text name, uint64_t delta);

  int64_t (*unix_time_ms)(void* context);      /* wall clock [host-any] */
  int64_t (*monotonic_time_ms)(void* context); /* for durations [host-any] */

  /* Not 0 once the run should end: a blocking call returns soon after. [host-any] */
  int32_t (*stop_requested)(void* context);

  const sluice_json_services* json;

  /* An empty batch for a plugin's own use (as scratch memory for reading JSON); the plugin calls
   * its `release`. Null when memory is exhausted. [host-any] */
  sluice_batch* (*create_batch)(void* context);

  /* A struct of functions named by an id such as "sluice.name/1", or null when this host does not
   * have it. Lives as long as the host. [host-any] */
  const void* (*get_extension)(void* context, const char* id);
} sluice_host;

SLUICE_EXTERN_C_END

#endif
