// JSON of which equal values have equal bytes, whoever wrote them: no white space, the keys of
// objects in the order of their bytes, numbers in one form, text with the fewest escapes. For
// fingerprints.
//
//   * text: \" \\ \b \t \n \f \r, other characters below U+0020 as \u00xx, all else as it is
//   * numbers: whole ones without a fraction or exponent (1.0 and 1e0 are 1); others in the
//   shortest
//     form from which the same double is read; what no 64-bit number holds stays as written
#pragma once

#include <string_view>

#include <kit/event/event_editor.hpp>

#include "scratch_buffer.hpp"

namespace sluice {

/// Appends the value. Opens copies, so that the event's own JSON stays as it is. Throws
/// std::bad_alloc.
void append_canonical(ScratchBuffer& out, EventEditor& editor, const sluice_value& value);
void append_canonical_text(ScratchBuffer& out, std::string_view text);

}  // namespace sluice
