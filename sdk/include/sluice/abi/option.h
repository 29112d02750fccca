/* Options as static data: one declaration gives validation with line and column before any instance
 * exists, defaults, `sluice plugins ID`, and the schema.
 */
#ifndef SLUICE_ABI_OPTION_H
#define SLUICE_ABI_OPTION_H

#include "base.h"

SLUICE_EXTERN_C_BEGIN

enum {
  SLUICE_OPTION_ANY = 0,      /* any YAML; the value model of value.h */
  SLUICE_OPTION_BOOLEAN = 1,  /* SLUICE_VALUE_BOOL */
  SLUICE_OPTION_INTEGER = 2,  /* SLUICE_VALUE_INT64 */
  SLUICE_OPTION_NUMBER = 3,   /* SLUICE_VALUE_DOUBLE */
  SLUICE_OPTION_STRING = 4,   /* SLUICE_VALUE_TEXT */
  SLUICE_OPTION_BYTES = 5,    /* "5MiB": SLUICE_VALUE_INT64, bytes */
  SLUICE_OPTION_DURATION = 6, /* "30s": SLUICE_VALUE_INT64, milliseconds */
  SLUICE_OPTION_LIST = 7,     /* SLUICE_VALUE_ARRAY of children[0] */
  SLUICE_OPTION_MAP = 8,      /* SLUICE_VALUE_OBJECT, free keys, values as children[0] */
  SLUICE_OPTION_OBJECT = 9,   /* SLUICE_VALUE_OBJECT, keys are the children's names */
  SLUICE_OPTION_VARIANT = 10, /* SLUICE_VALUE_OBJECT with exactly one of the children; see BESIDE */
  SLUICE_OPTION_ANY_OF = 11   /* the first of the children that fits */
};

enum {
  SLUICE_OPTION_REQUIRED = 1,
  SLUICE_OPTION_SECRET = 2, /* never printed */
  /* The component may be written as this option's value alone: `map: [...]` for
   * `map: {steps: [...]}`. At most one option of a component. */
  SLUICE_OPTION_WHOLE = 4,
  SLUICE_OPTION_FILE = 8, /* a path, taken relative to the pipeline file */
  /* On a child of a variant: it may stand beside the one that is chosen, as `if` does in
   * `{rename: {a: b}, if: has(a)}`. The value then holds the chosen one first, behind it, in the
   * order of the table, those of these that are present or have a default. */
  SLUICE_OPTION_BESIDE = 16,
  /* Text in which `${field}` is for the component to replace: only placeholders whose name is all
   * upper case ([A-Z_][A-Z0-9_]*), or that have a `:-` or `:?`, are environment variables. In what
   * these hold each `$` becomes `$$`; everything else, `$$` too, is left as it is written, and the
   * component makes `$` of `$$`. On a list, map, object, variant or any value it holds for all text
   * below. */
  SLUICE_OPTION_TEMPLATE = 32,
  /* With FILE: one that is read, and must be there when the pipeline is checked. */
  SLUICE_OPTION_EXISTS = 64
};

/* What an option does to one event, for the reference and its tests. All NUL-terminated. */
typedef struct sluice_example {
  const char* yaml;   /* as it stands in the list that the option belongs to: `- rename: {a: b}` */
  const char* input;  /* a JSON object */
  const char* output; /* what becomes of it; null: it is filtered */
} sluice_example;

struct sluice_option;

typedef struct sluice_option_list {
  const struct sluice_option* items;
  uint32_t count;
  uint32_t item_size; /* bytes from one item to the next: sizeof(sluice_option) of the plugin */
} sluice_option_list;

/* All static: lives as long as the library. */
typedef struct sluice_option {
  const char* name; /* UTF-8, NUL-terminated; null for the child of a list, map or any_of */
  const char* help; /* one or two sentences */
  /* As it would be written in YAML; null: none, the option is then absent from the settings */
  const char* default_value;
  const char* const* allowed; /* null-terminated list of what a string may be; null: anything */
  sluice_option_list children;
  uint32_t type;
  uint32_t flags;
  int64_t minimum; /* bounds of a number, in its unit; they apply when minimum < maximum */
  int64_t maximum;
  const sluice_example* examples; /* example_count of them */
  uint32_t example_count;
  uint32_t reserved;
} sluice_option;

SLUICE_EXTERN_C_END

#endif
