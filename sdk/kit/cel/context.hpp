// What evaluating needs besides the expression: memory for intermediates, a budget, and access to
// the event's lists and maps. One on the stack of each evaluation.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <kit/cel/value.hpp>
#include <kit/event/event_editor.hpp>

namespace sluice::cel {

class Zones;

/// An evaluation's budget, in steps: one for each part of the expression each time that it is
/// evaluated, and one for each 16 bytes of text that are read or made. About 20 ms at worst.
constexpr int64_t budget_steps = 1'000'000;

/// The memory of constants: lives as long as the program.
class Pool {
 public:
  void* allocate(size_t size) {
    blocks_.push_back(std::make_unique<std::max_align_t[]>(size / sizeof(std::max_align_t) + 1));
    return blocks_.back().get();
  }
  std::string_view copy(std::string_view text);

 private:
  std::vector<std::unique_ptr<std::max_align_t[]>> blocks_;
};

class Context {
 public:
  /// For events.
  Context(EventEditor& editor, Zones& zones) : editor_(&editor), zones_(&zones) {}
  /// For constants; there is no event then.
  Context(Pool& pool, Zones& zones) : pool_(&pool), zones_(&zones) {}

  /// Throws std::bad_alloc.
  template <class T>
  T* allocate(size_t count) {
    static_assert(alignof(T) <= 16);
    if (pool_ != nullptr) return static_cast<T*>(pool_->allocate(count * sizeof(T)));
    return editor_->batch().allocate<T>(count);
  }
  /// A copy in the arena.
  std::string_view copy(std::string_view text);
  /// a followed by b, as text or bytes.
  Value join(Kind kind, std::string_view a, std::string_view b);

  /// An error without a place, which the step that called the function gives it.
  static Value fail_static(std::string_view message) {
    Value value = Value::of_bytes(Kind::error, message);
    value.at = 0xFFFF;
    return value;
  }
  Value fail(std::string_view message) { return fail_static(copy(message)); }

  /// False: the budget is used up; whatever is evaluated from now on is `exhausted()`.
  bool spend(uint64_t steps) { return (steps_left_ -= static_cast<int64_t>(steps)) >= 0; }
  bool spend_text(size_t bytes) { return spend(bytes / 16); }
  bool is_exhausted() const { return steps_left_ < 0; }
  static Value exhausted();

  Zones& zones() { return *zones_; }
  EventEditor& editor() { return *editor_; }

  // --- lists and maps, made by the expression or of the event ---
  /// A value of the event. It stays as it is, but for lists and maps, which are opened in place.
  Value from_event(sluice_value& value);
  /// How many items or entries. REQUIRES: a list or map.
  uint32_t size(const Value& container);
  Value item(const Value& list, uint32_t index);
  Value entry_key(const Value& map, uint32_t index);
  Value entry_value(const Value& map, uint32_t index);
  /// The value at a key; false: there is none.
  bool find(const Value& map, const Value& key, Value& out);
  bool find(const Value& map, std::string_view key, Value& out);

 private:
  const sluice_value& opened(const Value& container);

  EventEditor* editor_ = nullptr;
  Pool* pool_ = nullptr;
  Zones* zones_ = nullptr;
  int64_t steps_left_ = budget_steps;
};

/// The number that JSON text spells: int, uint above INT64_MAX, otherwise the nearest double, which
/// is infinite or zero beyond the range of doubles.
Value number_from_json(std::string_view text);

}  // namespace sluice::cel
