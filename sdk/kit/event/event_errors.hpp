// `_meta.errors`: what failed in an event on its way, as a list of objects in its document that
// travels with it to the store.
#pragma once

#include <cstdint>
#include <string_view>

#include <kit/event/event_editor.hpp>

namespace sluice {

struct EventError {
  std::string_view step;  // as its author wrote it, such as `rename a to b`
  std::string_view tag;   // empty: it has none
  std::string_view message;
};

/// So many errors of one event are kept; what comes after them is left out.
constexpr uint32_t maximum_event_errors = 20;

/// Adds `{"step":...,"tag":...,"message":...}` to the event that the editor has selected; the text
/// is copied. False: the list is full, or the event has something else at that place. Throws
/// std::bad_alloc.
bool add_event_error(EventEditor& editor, const EventError& error);

}  // namespace sluice
