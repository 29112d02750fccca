/* Extension: the names of the pipeline's sinks, for a transform that chooses among them by setting
 * `sinks` of an event. Asked for by id from sluice_host.get_extension; there is always at least one
 * sink, and there are at most SLUICE_MAX_SINKS.
 */
#ifndef SLUICE_ABI_EXT_SINKS_H
#define SLUICE_ABI_EXT_SINKS_H

#include <sluice/abi/base.h>

SLUICE_EXTERN_C_BEGIN

#define SLUICE_EXT_SINKS "sluice.sinks/1"

enum { SLUICE_MAX_SINKS = 32 };

typedef struct sluice_ext_sinks {
  uint32_t struct_size;
  uint32_t count;
  const sluice_text* names; /* count of them; sink n is bit n. Live as long as the host */
} sluice_ext_sinks;

SLUICE_EXTERN_C_END

#endif
