/* The layout as a C11 compiler sees it. */
#define LAYOUT_ASSERT _Static_assert
#include "layout.h"

/* An object of each kind, as a plugin in C would write it. */
static sluice_status read_nothing(void* instance, sluice_batch* batch, sluice_error* error) {
  (void)instance;
  (void)error;
  return sluice_batch_allocate(batch, 16) == NULL ? SLUICE_FATAL : SLUICE_END;
}

extern const sluice_source_functions layout_source;
const sluice_source_functions layout_source = {
    .struct_size = sizeof(sluice_source_functions),
    .read = read_nothing,
};
extern const sluice_text layout_text;
const sluice_text layout_text = SLUICE_TEXT("a constant");
