/* A transform changes events in place, or takes them out. */
#ifndef SLUICE_ABI_TRANSFORM_H
#define SLUICE_ABI_TRANSFORM_H

#include "host.h"

SLUICE_EXTERN_C_BEGIN

enum {
  /* Keeps state between batches (dedupe, throttle): the engine makes one instance for all lanes and
   * never calls it twice at once. Without it, every lane has an instance. */
  SLUICE_TRANSFORM_STATEFUL = 1
};

/* start → apply* → stop. */
typedef struct sluice_transform_functions {
  uint32_t struct_size;
  uint32_t flags; /* SLUICE_TRANSFORM_* */

  /* Changes the events of the batch that are LIVE; others are left alone. An event that cannot be
   * transformed is set REJECTED with a reason, one that is not wanted FILTERED. SLUICE_FATAL: the
   * run stops and the batch is handed back. [lane-thread] */
  sluice_status (*apply)(void* instance, sluice_batch* batch, sluice_error* error);
} sluice_transform_functions;

SLUICE_EXTERN_C_END

#endif
