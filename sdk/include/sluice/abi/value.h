/* A value and a field: what events and settings are made of.
 *
 * JSON stays text until someone opens it: most values are SLUICE_VALUE_RAW, a validated slice of
 * JSON text that is copied as it is. Opening one (json.h) replaces it in place by what it holds,
 * one level deep.
 */
#ifndef SLUICE_ABI_VALUE_H
#define SLUICE_ABI_VALUE_H

#include "base.h"

SLUICE_EXTERN_C_BEGIN

enum {
  SLUICE_VALUE_NULL = 0,
  SLUICE_VALUE_RAW = 1,  /* as.data, size bytes: one valid JSON value on one line, no outer space */
  SLUICE_VALUE_BOOL = 2, /* as.integer is 0 or 1 */
  SLUICE_VALUE_INT64 = 3,  /* as.integer */
  SLUICE_VALUE_UINT64 = 4, /* as.uinteger, above INT64_MAX */
  SLUICE_VALUE_DOUBLE = 5, /* as.number, finite */
  SLUICE_VALUE_TEXT = 6,   /* as.data, size bytes of valid UTF-8, may hold NUL */
  SLUICE_VALUE_OBJECT = 7, /* as.fields, size fields, in order */
  SLUICE_VALUE_ARRAY = 8   /* as.items, size items, in order */
};

enum {
  /* On a text or a key: holds no quote, backslash or control character, so that it stands in JSON
   * as it is. A promise that makes writing faster; leaving it out is always right. */
  SLUICE_FLAG_PLAIN = 1,
  /* On an object or array: the memory behind as.fields / as.items has room for the next power of
   * two (at least 4) of elements. */
  SLUICE_FLAG_ROOM = 2
};

struct sluice_field;

/* 16 bytes. What `as` points to lives in the arena of the batch, in a buffer that the batch keeps,
 * or in static memory: at least as long as the batch. Bytes may be shared between values; the
 * fields and items of an opened container belong to one value, because they are changed in place.
 */
typedef struct sluice_value {
  uint8_t type;
  uint8_t flags;
  uint16_t reserved;
  uint32_t size; /* bytes (raw, text) or elements (object, array) */
  union {
    int64_t integer;
    uint64_t uinteger;
    double number;
    const char* data;
    struct sluice_field* fields;
    struct sluice_value* items;
  } as;
} sluice_value;

/* 32 bytes. The key is decoded UTF-8 and lives as long as the value. */
typedef struct sluice_field {
  const char* key;
  uint32_t key_size;  /* bytes */
  uint32_t key_flags; /* SLUICE_FLAG_PLAIN or 0; other bits are reserved and 0 */
  sluice_value value;
} sluice_field;

SLUICE_EXTERN_C_END

#endif
