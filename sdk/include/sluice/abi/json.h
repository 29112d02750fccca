/* JSON as a service of the host, so that a plugin needs no JSON library.
 *
 * Reading checks the whole grammar of RFC 8259 in one pass, to a nesting depth of 1,000, and slices
 * instead of decoding. The text that is read must be valid UTF-8: `valid_utf8` and `repair_utf8`
 * see to that. Results point into the text, which therefore must live as long as the batch (in its
 * arena or in a kept buffer), and which may be changed in one way: an escape that names half of a
 * surrogate pair is replaced in place by \ufffd, and counted in the result.
 */
#ifndef SLUICE_ABI_JSON_H
#define SLUICE_ABI_JSON_H

#include "batch.h"
#include "buffer.h"

SLUICE_EXTERN_C_BEGIN

enum { SLUICE_JSON_MAX_DEPTH = 1000 };

/* How `read` should leave the value, and what it found. */
enum {
  SLUICE_JSON_OPEN = 1, /* in: an object or array comes opened one level deep, otherwise raw */
  SLUICE_JSON_LAST = 2  /* in: no text follows, so that running out of it is an error */
};
enum {
  SLUICE_JSON_HAD_NEWLINE = 1 /* out: the value spans lines (raw slices in it are minified) */
};

typedef struct sluice_json_result {
  sluice_value value;
  uint64_t consumed;        /* bytes of text up to the end of the value, leading space included */
  uint64_t error_at;        /* with SLUICE_REJECTED: byte offset of what was not expected */
  uint32_t flags;           /* SLUICE_JSON_HAD_* */
  uint32_t lone_surrogates; /* escapes replaced by this call, whatever it returned: sum them up */
  uint32_t capacity;        /* of an opened object or array: elements for which there is room */
  uint32_t reserved;
} sluice_json_result;

typedef struct sluice_json_services {
  uint32_t struct_size;
  uint32_t reserved;

  /* How many bytes at the beginning of the text are valid UTF-8: `size` when all are. [host-any] */
  uint64_t (*valid_utf8)(const char* text, uint64_t size);

  /* A copy of the text in the batch's arena in which each maximal invalid sequence is replaced by
   * U+FFFD (as WHATWG and Unicode 15, section 3.9 do); *replaced is how many. A null `data` when
   * memory is exhausted. [owner of batch] */
  sluice_text (*repair_utf8)(sluice_batch* batch, sluice_text text, uint64_t* replaced);

  /* Reads one value from the beginning of the text, after optional white space. The fields of an
   * opened object hold raw values in order; of equal keys the last value wins and the place of the
   * first is kept.
   * SLUICE_OK; SLUICE_END: the text ends before the value does, read again with more of it (never
   * with SLUICE_JSON_LAST); SLUICE_REJECTED: not JSON, the error says what and where;
   * SLUICE_FATAL: memory exhausted. [owner of batch] */
  sluice_status (*read)(sluice_batch* batch, char* text, uint64_t size, uint32_t flags,
                        sluice_json_result* result, sluice_error* error);

  /* Replaces a raw value in place by what it holds: null, bool, number, decoded text, or an object
   * or array of raw values. A number that is not an int64 or uint64 and whose digits a double
   * cannot hold stays raw. Values that are not raw are left as they are. SLUICE_FATAL when memory
   * is exhausted. [owner of batch] */
  sluice_status (*open)(sluice_batch* batch, sluice_value* value, sluice_error* error);

  /* Appends the value, or the fields as one object, as JSON on one line. SLUICE_FATAL when memory
   * is exhausted. [owner of buffer] */
  sluice_status (*write)(const sluice_value* value, sluice_buffer* buffer);
  sluice_status (*write_object)(const sluice_field* fields, uint32_t count, sluice_buffer* buffer);
} sluice_json_services;

SLUICE_EXTERN_C_END

#endif
