/* An event: one log record, an ordered list of fields with an id, a time and a place of origin. */
#ifndef SLUICE_ABI_EVENT_H
#define SLUICE_ABI_EVENT_H

#include "value.h"

SLUICE_EXTERN_C_BEGIN

/* What should happen to an event. A source sets REJECTED for input that it could not turn into
 * fields; a transform sets FILTERED or REJECTED. Both keep the event in its batch, so that it is
 * counted. */
enum {
  SLUICE_EVENT_LIVE = 0,
  SLUICE_EVENT_FILTERED = 1, /* leave it out; `reason` says why */
  SLUICE_EVENT_REJECTED = 2, /* to the dead letter; `reason` says why */
  /* The engine's own: this transform's condition does not hold for the event, which is LIVE again
   * behind it. */
  SLUICE_EVENT_BYPASSED = 3
};

#define SLUICE_NO_TIMESTAMP INT64_MIN
#define SLUICE_NO_INDEX UINT32_MAX

/* What several events of one input have in common. Lives as long as the batch. */
typedef struct sluice_origin {
  sluice_text input; /* the file, object or "-" that the event was read from */
  /* The original bytes of an event are prefix + event.original + suffix: enough to read exactly
   * this event again with the same source. */
  sluice_text original_prefix;
  sluice_text original_suffix;
} sluice_origin;

typedef struct sluice_event {
  sluice_field* fields; /* field_count in use, field_capacity available, in the batch's arena */
  uint32_t field_count;
  uint32_t field_capacity;
  const char* id;              /* UTF-8, the same on every retry; id_size 0: none */
  uint32_t id_size;            /* bytes */
  uint32_t state;              /* SLUICE_EVENT_* */
  int64_t timestamp_ms;        /* Unix epoch, or SLUICE_NO_TIMESTAMP */
  sluice_text reason;          /* why it is not LIVE */
  sluice_text original;        /* the bytes that it was read from; see sluice_origin */
  const sluice_origin* origin; /* null when unknown */
  uint64_t line;               /* of the input, from 1; 0 when unknown */
  uint64_t offset;             /* bytes from the beginning of the (decompressed) input */
  uint32_t index; /* place within that record, from 0; SLUICE_NO_INDEX when the record is whole */
  uint32_t sinks; /* bit n: to the pipeline's n-th sink (ext/sinks.h); 0: to the first */
  /* Where in the sink it goes, such as an index; empty: where the sink's settings say. UTF-8, lives
   * as long as the batch. */
  sluice_text destination;
} sluice_event;

SLUICE_EXTERN_C_END

#endif
