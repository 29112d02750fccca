// Reads a place in an event that must stay as it is, as a sink has to. What is raw is opened in
// memory of the caller's; see EventEditor for events that may change. Stateless; a batch belongs to
// one thread at a time.
#pragma once

#include <optional>

#include <kit/event/field_path.hpp>
#include <sluice/host.hpp>

namespace sluice {

/// The value at a place, with text and numbers opened; none when nothing is there. It points into
/// the event and into `scratch`, which is any batch. Throws std::bad_alloc.
std::optional<sluice_value> read_field(const sluice_event& event, const FieldPath& path,
                                       Batch scratch, Json json);

}  // namespace sluice
