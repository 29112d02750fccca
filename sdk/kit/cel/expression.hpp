// Expressions in the Common Expression Language (https://cel.dev, github.com/google/cel-spec) over
// the fields of an event: parsed and checked once, evaluated for each event without heap
// allocation, bounded in cost. README.md says which parts of the specification are covered.
//
// Names. A top-level name is a field of the event. `_meta.id`, `_meta.timestamp` and `_meta.source`
// are the event's id (string), time (timestamp or null) and origin (string or null); any other
// `_meta.x` is a field of the document like all others. A field that the event does not have, and
// whatever is selected from it, is null.
//
// An expression is immutable once compiled; evaluating it is thread-safe as long as each thread has
// its own editor.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <kit/cel/value.hpp>
#include <kit/event/event_editor.hpp>
#include <sluice/result.hpp>

namespace sluice::cel {

struct Program;  // private

/// What a condition gave for one event.
enum class Truth : uint8_t { no, yes, error };

class Expression {
 public:
  /// Parses and checks. `wanted` is what the expression must give; dynamic: anything. Rejected:
  /// `expression "a.startWith('x')": column 3: there is no function "startWith"; did you mean
  /// "startsWith"?` (with the line too when the expression has several).
  static Result<Expression> compile(std::string_view text, Kind wanted = Kind::dynamic);

  Expression(Expression&&) noexcept;
  Expression& operator=(Expression&&) noexcept;
  ~Expression();

  const std::string& text() const;
  /// What it gives, as far as the checker knows.
  Kind kind() const;

  /// Evaluates for the event that the editor has selected, as a condition. `error`: it failed or
  /// gave no boolean, and `why` (lives as long as the batch) says so.
  Truth test(EventEditor& editor, std::string_view& why) const;

  /// Evaluates to a value that can be a field of the event; memory comes from the batch's arena.
  /// Timestamps become RFC 3339 text, durations text such as "1.5s", bytes base64 text. False: it
  /// failed, and `why` (lives as long as the batch) says so.
  bool evaluate(EventEditor& editor, sluice_value& out, std::string_view& why) const;

 private:
  explicit Expression(std::unique_ptr<const Program> program);
  std::unique_ptr<const Program> program_;
};

}  // namespace sluice::cel
