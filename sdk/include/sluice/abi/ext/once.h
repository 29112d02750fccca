/* Extension: what should happen once in a run, such as a line of the log, although the engine makes
 * an instance of a component for each of its lanes. Asked for by id from sluice_host.get_extension.
 */
#ifndef SLUICE_ABI_EXT_ONCE_H
#define SLUICE_ABI_EXT_ONCE_H

#include <sluice/abi/base.h>

SLUICE_EXTERN_C_BEGIN

#define SLUICE_EXT_ONCE "sluice.once/1"

typedef struct sluice_ext_once {
  uint32_t struct_size;
  uint32_t reserved;

  /* 1 when no instance of this component, at this place in the pipeline, asked with these bytes as
   * `key` before, and 0 afterwards. Keys are kept until the run ends, so there should be few. An
   * answer of 1 is also given when memory is exhausted. `context` is that of the sluice_host.
   * [host-any] */
  int32_t (*first)(void* context, sluice_text key);
} sluice_ext_once;

SLUICE_EXTERN_C_END

#endif
