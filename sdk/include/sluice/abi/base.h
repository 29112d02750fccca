/* The words that every other ABI header uses: version, text, status, error, thread tags.
 *
 * The ABI is plain C with fixed-width types; a plugin in any language can be written against these
 * headers alone. Core structs are frozen within a major version. A struct that carries
 * `struct_size` may grow at its end in a minor version: a reader uses the smaller of its own and
 * the stored size, and a missing slot reads as zero.
 *
 * Thread tags. Every function pointer carries exactly one of:
 *   [host-any]      any thread, any time between create and destroy of the instance
 *   [source-thread] the one thread that reads; calls never overlap
 *   [lane-thread]   the thread of the lane that owns the instance; calls never overlap
 *   [main-thread]   the thread that loads the pipeline; calls never overlap
 *   [owner]         whichever thread holds the object at that moment; never two at once
 *
 * Pointers. Where nothing else is said, a pointer that is passed to a function is valid until that
 * call returns.
 */
#ifndef SLUICE_ABI_BASE_H
#define SLUICE_ABI_BASE_H

#include <stddef.h>
#include <stdint.h>

#define SLUICE_ABI_MAJOR 1
#define SLUICE_ABI_MINOR 0

#if defined(__cplusplus)
#define SLUICE_EXTERN_C_BEGIN extern "C" {
#define SLUICE_EXTERN_C_END }
#else
#define SLUICE_EXTERN_C_BEGIN
#define SLUICE_EXTERN_C_END
#endif

#define SLUICE_EXPORT __attribute__((visibility("default")))

SLUICE_EXTERN_C_BEGIN

/* UTF-8 text without a final NUL. `data` may be null when `size` is 0. */
typedef struct sluice_text {
  const char* data;
  uint64_t size; /* bytes */
} sluice_text;

/* A static string as sluice_text, for tables of constants. */
#define SLUICE_TEXT(literal) \
  { literal, sizeof(literal) - 1 }

/* What a call tells its caller to do next. The error's text explains; only the code steers. */
typedef int32_t sluice_status;
enum {
  SLUICE_OK = 0,
  SLUICE_END = 1,            /* nothing more to read */
  SLUICE_RETRY = 2,          /* not now: try the same again, after retry_after_ms where it is set */
  SLUICE_REJECTED = 3,       /* this input can never succeed; others may */
  SLUICE_TOO_LARGE = 4,      /* the same in smaller parts may succeed */
  SLUICE_INVALID_CONFIG = 5, /* the settings are wrong; `at` may point to the one that is */
  SLUICE_FATAL = 6           /* this instance cannot go on; the run stops */
};

struct sluice_value;

/* Where a function says why it did not return SLUICE_OK. Owned and prepared by the caller: the
 * callee writes at most `capacity` bytes of UTF-8 to `message`, without a final NUL, and sets
 * `size`. In the style of PostgreSQL: lower case, no full stop, what was tried, on what, and why.
 */
typedef struct sluice_error {
  uint32_t struct_size;
  uint32_t size;     /* bytes of message in use */
  uint32_t capacity; /* bytes of message available */
  uint32_t reserved;
  char* message;
  int64_t retry_after_ms;        /* with SLUICE_RETRY: wait at least this long; -1 when unknown */
  const struct sluice_value* at; /* with SLUICE_INVALID_CONFIG: the setting at fault, or null */
} sluice_error;

SLUICE_EXTERN_C_END

#endif
