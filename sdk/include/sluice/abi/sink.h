/* A sink encodes events into requests and delivers them.
 *
 * `deliver` blocks; the engine runs several lanes, each with its own instance, and keeps retry,
 * back-off, splitting, dead letters, deadlines and counting to itself, so that a sink is
 * straight-line code.
 */
#ifndef SLUICE_ABI_SINK_H
#define SLUICE_ABI_SINK_H

#include "host.h"

SLUICE_EXTERN_C_BEGIN

/* How one item of a request ended. */
enum {
  SLUICE_ITEM_UNKNOWN = 0, /* not said: counts as SLUICE_ITEM_RETRY */
  SLUICE_ITEM_DELIVERED = 1,
  SLUICE_ITEM_DUPLICATE = 2, /* was there already, from an earlier attempt */
  SLUICE_ITEM_RETRY = 3,     /* the same bytes again, later */
  SLUICE_ITEM_REJECTED = 4   /* never; `error` says why */
};

typedef struct sluice_item {
  uint32_t verdict;  /* SLUICE_ITEM_* */
  uint32_t status;   /* the store's number for it, such as 201 or 409; 0: none */
  sluice_text error; /* the store's own words; lives until the next `deliver` of this instance */
} sluice_item;

/* What the engine should put into one request. */
typedef struct sluice_sink_limits {
  uint32_t struct_size;
  uint32_t max_documents; /* 0: no limit */
  uint64_t max_bytes; /* of the encoded body; a single larger event is sent alone; 0: no limit */
} sluice_sink_limits;

typedef struct sluice_request {
  uint32_t struct_size;
  uint32_t item_count;
  sluice_text body;
  const uint64_t* item_ends; /* item i is body[i == 0 ? 0 : item_ends[i - 1], item_ends[i]) */
  int64_t timeout_ms;        /* give up after this long; -1: no deadline */
  uint32_t attempt;          /* from 1 */
  uint32_t reserved;
} sluice_request;

/* What `deliver` reports; prepared by the engine. */
typedef struct sluice_delivery {
  uint32_t struct_size;
  uint32_t status;     /* of the whole request, as an HTTP status; 0: no reply */
  sluice_item* items;  /* request->item_count of them, zeroed by the engine */
  uint64_t bytes_sent; /* on the wire, after compression */
} sluice_delivery;

/* start → (begin once in the process) → (encode | deliver)* → stop. A dry run neither starts nor
 * begins: it calls init and then encode alone. */
typedef struct sluice_sink_functions {
  uint32_t struct_size;
  uint32_t reserved;

  /* Called after init. Null: no limits. [main-thread] */
  void (*limits)(void* instance, sluice_sink_limits* limits);

  /* Once in a process, on one instance, before the first `deliver`: version check, templates.
   * SLUICE_RETRY: try again later; SLUICE_FATAL: the run stops. Null: nothing to do.
   * [lane-thread] */
  sluice_status (*begin)(void* instance, sluice_error* error);

  /* Appends one event to the body; no I/O. What it appends depends on the settings and the event
   * alone: `dry-run` prints exactly this. SLUICE_REJECTED: this event cannot be encoded, the body
   * must be as before. [lane-thread] */
  sluice_status (*encode)(void* instance, const sluice_event* event, sluice_buffer* body,
                          sluice_error* error);

  /* Sends the request and waits for the outcome.
   * SLUICE_OK: `items` hold a verdict each; SLUICE_RETRY: nothing or not enough is known, send all
   * of it again; SLUICE_TOO_LARGE: send it in parts; SLUICE_REJECTED: something in it makes the
   * whole request fail, find out what; SLUICE_FATAL: no request can succeed. [lane-thread] */
  sluice_status (*deliver)(void* instance, const sluice_request* request, sluice_delivery* delivery,
                           sluice_error* error);
} sluice_sink_functions;

SLUICE_EXTERN_C_END

#endif
