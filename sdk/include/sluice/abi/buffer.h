/* A growable run of bytes that a sink encodes into. The host makes it, owns it and reuses it. */
#ifndef SLUICE_ABI_BUFFER_H
#define SLUICE_ABI_BUFFER_H

#include "base.h"

SLUICE_EXTERN_C_BEGIN

typedef struct sluice_buffer {
  uint32_t struct_size;
  uint32_t reserved;
  char* data;
  uint64_t size;     /* bytes in use; append by writing at data + size and adding to it */
  uint64_t capacity; /* bytes available */
  void* private_data;
  /* Makes room for at least `capacity` bytes in all; `data` may move. SLUICE_FATAL when memory is
   * exhausted; the buffer is then unchanged. [owner] */
  sluice_status (*grow)(struct sluice_buffer* buffer, uint64_t capacity);
} sluice_buffer;

SLUICE_EXTERN_C_END

#endif
