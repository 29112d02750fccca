/* Extension: a transform tells what each of its steps did, for `dry-run --trace`. Asked for by id
 * from sluice_host.get_extension; absent unless a trace was asked for, so that a run pays nothing.
 */
#ifndef SLUICE_ABI_EXT_TRACE_H
#define SLUICE_ABI_EXT_TRACE_H

#include <sluice/abi/event.h>

SLUICE_EXTERN_C_BEGIN

#define SLUICE_EXT_TRACE "sluice.trace/1"

typedef struct sluice_ext_trace {
  uint32_t struct_size;
  uint32_t reserved;

  /* After a step was done with an event. `step` names it as its author wrote it, such as
   * `rename a to b`; `note` says what is not seen in the event: why it failed, that its condition
   * did not hold; it may be empty. `context` is that of the sluice_host. [lane-thread] */
  void (*step)(void* context, const sluice_event* event, sluice_text step, sluice_text note);
} sluice_ext_trace;

SLUICE_EXTERN_C_END

#endif
