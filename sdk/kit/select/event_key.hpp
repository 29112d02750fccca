// What makes two events count as the same, or as of one group: the values of fields, or of an
// expression, as 128 bits. Equal values have equal keys however they are written: `"a"` and
// `"\u0061"`, 1 and 1.0, objects whose fields are in another order. Immutable; a batch belongs to
// one thread at a time.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <kit/cel/expression.hpp>
#include <kit/event/field_path.hpp>
#include <kit/hash_id.hpp>
#include <sluice/host.hpp>

namespace sluice {

/// Equal for equal values (below a depth of 100, for values that are written in the same way).
/// Memory comes from the batch's arena. Throws std::bad_alloc.
kit::Hash128 hash_value(const sluice_value& value, Batch batch, Json json);

/// The key of the event's id; none when it has no id.
std::optional<kit::Hash128> id_key(const sluice_event& event);

/// The key of the bytes that the event was read from or, when these are not known, of its fields:
/// for events without an id.
kit::Hash128 content_key(const sluice_event& event, Batch batch, Json json);

class EventKey {
 public:
  static constexpr size_t most_fields = 32;

  enum class Read : uint8_t {
    found,
    missing,  // null, or there is nothing there
    failed,   // the expression could not be evaluated
  };

  /// From text: a path when it is written as one (names of letters, digits, `_`, `-`, `@` and dots
  /// between them, `[0]`, `["any name"]`), otherwise an expression. Wrong ones are invalid_config.
  static Result<EventKey> compile(const sluice_value& setting);
  /// From a list of paths, 1 to most_fields. The key is missing when all of them are.
  static Result<EventKey> compile_fields(const sluice_value& setting);

  /// The key of the event that the editor has selected, which is left as it is. `why` (lives as
  /// long as the batch) says what failed.
  Read read(EventEditor& editor, kit::Hash128& key, std::string_view& why) const;

  /// As it was written, for messages.
  const std::string& text() const { return text_; }

 private:
  EventKey() = default;

  std::string text_;
  std::vector<FieldPath> paths_;               // or
  std::optional<cel::Expression> expression_;  // this
};

}  // namespace sluice
