// What an event is besides its fields, as names that paths can read: `_meta.id`, `_meta.timestamp`
// and `_meta.source`. They are not part of the document and cannot be written. Every other
// `_meta.x` is a field like all others.
#pragma once

#include <kit/event/field_path.hpp>
#include <sluice/batch.hpp>

namespace sluice {

enum class MetaKind : uint8_t { none, id, timestamp, source };

/// Which of them a path names, or lies in.
MetaKind meta_kind(const FieldPath& path);

/// Its value: text, the time as RFC 3339 in UTC with milliseconds, `2024-05-01T10:00:00.000Z`; null
/// when the event has none. Text in the batch's arena, or as long-lived.
sluice_value meta_value(MetaKind kind, const sluice_event& event, Batch batch);

}  // namespace sluice
