/* A batch: events that share one arena of memory; the unit that crosses the plugin boundary.
 *
 * The host makes batches and frees them. A source fills one in `read`; then it travels through
 * transforms to a sink and is released when every event in it has its outcome. At each moment one
 * thread holds it.
 */
#ifndef SLUICE_ABI_BATCH_H
#define SLUICE_ABI_BATCH_H

#include "event.h"

SLUICE_EXTERN_C_BEGIN

struct sluice_batch;

/* An input buffer that events point into. The host calls `release` once, on any thread, when the
 * last event that may use it is settled. `release` must not call back into the host. */
typedef struct sluice_kept_buffer {
  void* private_data;
  void (*release)(void* private_data); /* [host-any] */
} sluice_kept_buffer;

typedef struct sluice_batch_services {
  uint32_t struct_size;
  uint32_t reserved;

  /* At least `size` bytes, aligned to 16, that live as long as the batch; null when memory is
   * exhausted. Bump `arena_next` yourself first (sluice_batch_allocate does): this is the slow
   * path. The block that arena_next leaves may be abandoned. [owner] */
  void* (*allocate)(struct sluice_batch* batch, uint64_t size);

  /* Makes room for `count` further events; `batch->events` may move. SLUICE_FATAL when memory is
   * exhausted. [owner] */
  sluice_status (*reserve_events)(struct sluice_batch* batch, uint32_t count);

  /* Ties `buffer` to the life of the batch. SLUICE_FATAL when memory is exhausted; the buffer is
   * then still the caller's. [owner] */
  sluice_status (*keep)(struct sluice_batch* batch, sluice_kept_buffer buffer);
} sluice_batch_services;

typedef struct sluice_batch {
  uint32_t struct_size;
  uint32_t event_count;
  uint32_t event_capacity;
  uint32_t wanted_events; /* a source stops at about so many events ... */
  uint64_t wanted_bytes;  /* ... or so many bytes of input, whichever comes first */
  sluice_event* events;
  uint64_t token;       /* set by the source, given back once in `settle`; see source.h */
  uint64_t input_bytes; /* set by the source: how much (decoded) input this batch holds */
  char* arena_next;     /* free arena memory: [arena_next, arena_end), aligned to 16 */
  char* arena_end;
  const sluice_batch_services* services;
  void* private_data;                          /* the host's */
  void (*release)(struct sluice_batch* batch); /* [owner] frees everything above; null: gone */
} sluice_batch;

/* `size` bytes, aligned to 16, that live as long as the batch; null when memory is exhausted. */
static inline void* sluice_batch_allocate(sluice_batch* batch, uint64_t size) {
  const uint64_t rounded = (size + 15u) & ~(uint64_t)15u;
  if (rounded >= size && rounded <= (uint64_t)(batch->arena_end - batch->arena_next)) {
    char* memory = batch->arena_next;
    batch->arena_next += rounded;
    return memory;
  }
  return batch->services->allocate(batch, size);
}

SLUICE_EXTERN_C_END

#endif
