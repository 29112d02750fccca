/* A source turns a trigger into batches of events. */
#ifndef SLUICE_ABI_SOURCE_H
#define SLUICE_ABI_SOURCE_H

#include "host.h"

SLUICE_EXTERN_C_BEGIN

enum {
  SLUICE_TRIGGER_NONE = 0,   /* the source knows from its options what to read */
  SLUICE_TRIGGER_FILE = 1,   /* `name` is a path, or "-" for standard input */
  SLUICE_TRIGGER_PAYLOAD = 2 /* `payload` is the event that the platform handed over */
};

/* What starts a run. Lives until `close`. */
typedef struct sluice_trigger {
  uint32_t struct_size;
  uint32_t kind; /* SLUICE_TRIGGER_* */
  sluice_text name;
  sluice_text payload;
} sluice_trigger;

/* How a batch ended: every event of it is in exactly one of these counts. */
typedef struct sluice_settlement {
  uint32_t struct_size;
  uint32_t reserved;
  uint64_t delivered;
  uint64_t duplicate;
  uint64_t filtered;
  uint64_t dead_lettered;
  uint64_t handed_back; /* not 0: whoever sent the input must send it again */
} sluice_settlement;

/* start → (open → read* → close)* → stop. */
typedef struct sluice_source_functions {
  uint32_t struct_size;
  uint32_t reserved;

  /* Prepares to read what the trigger names. SLUICE_REJECTED: this trigger can never be read (the
   * error says why); SLUICE_FATAL. `close` follows only on SLUICE_OK. [source-thread] */
  sluice_status (*open)(void* instance, const sluice_trigger* trigger, sluice_error* error);

  /* Adds events to an empty batch and sets its token. SLUICE_OK: call again, also when the batch is
   * still empty; SLUICE_END: this batch is the last of the trigger, it may hold events too;
   * SLUICE_FATAL: the rest cannot be read. May block; returns soon after stop_requested. An input
   * that cannot be turned into fields becomes a REJECTED event, not an error. [source-thread] */
  sluice_status (*read)(void* instance, sluice_batch* batch, sluice_error* error);

  /* Tells how the batch with this token ended. Called exactly once for each batch that `read`
   * returned with events in it, also when all were filtered; in any order; between start and stop,
   * also after `close`. Null: the source does not need it. [source-thread] */
  void (*settle)(void* instance, uint64_t token, const sluice_settlement* settlement);

  void (*close)(void* instance); /* [source-thread] */
} sluice_source_functions;

SLUICE_EXTERN_C_END

#endif
