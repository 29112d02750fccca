// Reads and changes places in an event. Raw JSON is opened one level at a time, and only on the way
// to a place; everything else stays text. New memory comes from the batch's arena.
//
// Belongs to the thread that holds the batch. Functions throw std::bad_alloc when the arena cannot
// grow. What they need is that no two values of a batch share the memory of an opened object or
// array; `duplicate` keeps it so.
#pragma once

#include <string>

#include <kit/event/field_path.hpp>
#include <sluice/host.hpp>

namespace sluice {

/// Something with children: the event itself, or an opened object or array value.
class Container {
 public:
  Container() = default;
  explicit Container(sluice_event& event) : event_(&event) {}
  explicit Container(sluice_value& value) : value_(&value) {}

  explicit operator bool() const { return event_ != nullptr || value_ != nullptr; }
  bool is_array() const { return value_ != nullptr && value_->type == SLUICE_VALUE_ARRAY; }
  uint32_t count() const { return event_ != nullptr ? event_->field_count : value_->size; }

  /// REQUIRES: not is_array().
  sluice_field* fields() const { return event_ != nullptr ? event_->fields : value_->as.fields; }
  /// REQUIRES: is_array().
  sluice_value* items() const { return value_->as.items; }

  static constexpr uint32_t none = UINT32_MAX;
  /// The index of the child that the step names, or `none`, also when it names an item of an object
  /// or a field of an array.
  uint32_t find(const PathStep& step) const;
  sluice_value& child(uint32_t index) const {
    return is_array() ? items()[index] : fields()[index].value;
  }
  /// Takes a child out; those behind it move up.
  void erase(uint32_t index) const;
  /// Keeps the first `count` children.
  void truncate(uint32_t count) const;
  /// Appends a field, null at first. REQUIRES: not is_array().
  sluice_value& append(Batch batch, const PathStep& step) const;
  /// Appends an item, null at first. REQUIRES: is_array().
  sluice_value& append_item(Batch batch) const;

 private:
  template <class Element>
  void grow_value(Batch batch, Element*& elements) const;

  sluice_event* event_ = nullptr;
  sluice_value* value_ = nullptr;
};

class EventEditor {
 public:
  EventEditor(Batch batch, Json json) : batch_(batch), json_(json) {}

  /// The event that the functions below work on.
  void select(sluice_event& event) { event_ = &event; }

  Container root() const { return Container(*event_); }

  /// The value at a place, or null when there is none. Valid until the event is changed.
  sluice_value* find(const FieldPath& path);

  /// What holds the last step of the path; empty when there is no such object or array.
  Container parent(const FieldPath& path);

  /// The value at a place to write to: what is there, or a new null; missing objects on the way are
  /// made. Null when the way is barred; the event is then unchanged and `refusal` says why.
  sluice_value* make(const FieldPath& path);

  /// Whether `make` can give that place; changes nothing. When it cannot, `refusal` says why.
  bool can_make(const FieldPath& path);

  /// After `make` returned null, or `can_make` false: `"a.b" holds text, not an object`.
  std::string refusal(const FieldPath& path) const;

  /// Takes the value at a place out of the event; false when there was none.
  bool remove(const FieldPath& path);

  /// Objects, one in the other, that hold `value` at the steps from `first` on. REQUIRES: these are
  /// keys.
  sluice_value wrap(const FieldPath& path, size_t first, sluice_value value);

  /// A copy that shares no opened object or array with the original; text and raw JSON are shared.
  sluice_value duplicate(const sluice_value& value);

  /// The value as a container, opened if need be; empty when it is none.
  Container open(sluice_value& value);

  /// The decoded text of a text value, raw or not; the value stays as it is, so that raw JSON is
  /// still copied verbatim. False when it is no text. Lives as long as the batch.
  bool text_of(const sluice_value& value, std::string_view& text) const;

  /// True for null, raw or not.
  static bool is_null(const sluice_value& value) {
    return value.type == SLUICE_VALUE_NULL ||
           (value.type == SLUICE_VALUE_RAW && *value.as.data == 'n');
  }

  /// What a value is, for messages: `text`, `a number`, `a list`.
  static const char* describe(const sluice_value& value);

  Batch batch() const { return batch_; }
  Json json() const { return json_; }
  sluice_event& event() const { return *event_; }

 private:
  Container enter(sluice_value& value, const PathStep& step);

  Batch batch_;
  Json json_;
  sluice_event* event_ = nullptr;
  size_t refused_step_ = 0;                // why `make` returned null: at this step of the path ...
  const sluice_value* barrier_ = nullptr;  // ... was this value, or null: nothing
};

}  // namespace sluice
