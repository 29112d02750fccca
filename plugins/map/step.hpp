// What every step of `map` is: compiled once from its setting, applied to each event.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <kit/event/event_editor.hpp>
#include <kit/event/event_meta.hpp>
#include <sluice/host.hpp>
#include <sluice/option.hpp>

#include "common_options.hpp"

namespace sluice {

class StepRuntime;

enum class StepOutcome : uint8_t {
  done,
  missing,   // there was nothing to work on; the event is unchanged
  failed,    // it could not be done; the event is unchanged and failure() says why
  dropped,   // the event is not wanted: FILTERED, with failure() as the reason
  rejected,  // the event can never be used: REJECTED, with failure() as the reason
};

/// One operation on one place. `rename: {a: x, b: y}` becomes two of them. Belongs to one instance
/// of the transform. Keys and constants that it writes to an event live as long as the step, which
/// is until the instance is destroyed and so longer than any batch.
class Step {
 public:
  /// `label` is for messages: `rename a to b.c`.
  explicit Step(std::string label) : label_(std::move(label)) {}
  Step(const Step&) = delete;
  Step& operator=(const Step&) = delete;
  virtual ~Step() = default;

  /// Allocates in the arena of the batch only. Throws std::bad_alloc.
  virtual StepOutcome apply(EventEditor& editor) = 0;
  /// After `failed`, `dropped` or `rejected`: why, such as `"a" holds text, not an object`. A step
  /// that has set the state and reason of the event itself need not say it again.
  virtual std::string failure(const EventEditor&) const { return {}; }
  /// After `missing`: what was, such as `"a.b" is missing`.
  virtual std::string absence() const { return "what it works on is missing"; }

  /// Opens what the step works with, such as a file; once, before the first event. `init` and
  /// `validate` touch nothing outside the process. Errors need not name the step.
  virtual Status start() { return {}; }

  const std::string& label() const { return label_; }
  /// The same for the same step in each instance of the transform.
  uint32_t number() const { return number_; }
  /// True the first time: what one event makes a step say, the next thousand would say too.
  bool first_failure() { return !std::exchange(failed_before_, true); }

 protected:
  /// What the option `override` says: false leaves a target alone that is there and not null.
  bool overrides() const { return overrides_; }
  bool is_kept(const sluice_value* target) const {
    return !overrides_ && target != nullptr && !EventEditor::is_null(*target);
  }

 private:
  friend struct StepBuilder;
  std::string label_;
  uint32_t number_ = 0;
  bool failed_before_ = false;
  bool overrides_ = true;
};

using StepList = std::vector<std::unique_ptr<Step>>;

/// Steps are counted as they are made, which is the same in each instance.
uint32_t next_step_number(StepRuntime& runtime);

/// What the compile functions work with.
struct StepBuilder {
  Json json;
  StepList& steps;
  StepRuntime& runtime;
  const CommonOptions& common;
  unsigned depth;  // of lists of steps; 1: not inside another step

  template <class T, class... Arguments>
  T& add(Arguments&&... arguments) {
    auto step = std::make_unique<T>(std::forward<Arguments>(arguments)...);
    step->overrides_ = common.overrides;
    step->number_ = next_step_number(runtime);
    T& added = *step;
    steps.push_back(std::move(step));
    return added;
  }
};

/// Whether the option `override` says something of a kind of step.
enum class Writes : uint8_t { nothing, fields };
/// Whether the option `ignore_missing` does: nothing that it names can be missing, or something
/// can.
enum class Needs : uint8_t { nothing, fields };

/// Of a kind that is both a map, {a: b}, and an object of options, {field: a, target_field: b}: the
/// words of which the object needs one. It is told by `field`; a field of the document that is
/// called so is written ["field"] in the map.
struct FieldForm {
  const char* words[3] = {};
};

/// A kind of step: its option (whose name is the step's) and how its setting becomes steps. Errors
/// are invalid_config with `at`. The common options are read before; in an OBJECT option they may
/// stand among the kind's own (see with_common_options), where compile leaves them alone.
struct StepKind {
  Option option;
  Status (*compile)(const sluice_value& setting, StepBuilder& builder);
  Writes writes = Writes::fields;
  /// Without words: the kind has one form only.
  FieldForm field_form = {};
  Needs needs = Needs::fields;
};

/// Whether a setting has the form of an object of options.
inline bool has_field_form(const sluice_value& setting, const FieldForm& form) {
  return form.words[0] != nullptr && setting.type == SLUICE_VALUE_OBJECT &&
         find_field(setting.as.fields, setting.size, "field") != nullptr;
}
/// Checks what tells this form from the other, which the engine cannot: that it has only options of
/// the table, and one of the form's words. `kind` is the step's, for the message.
Status check_field_form(const sluice_value& setting, std::string_view kind, const FieldForm& form,
                        sluice_option_list table);
template <size_t N>
Status check_field_form(const sluice_value& setting, std::string_view kind, const FieldForm& form,
                        const Option (&table)[N]) {
  return check_field_form(setting, kind, form, option_list(table));
}

/// A place that is read: a field, or what the event is besides its fields.
class ReadPath {
 public:
  ReadPath(FieldPath path) : path_(std::move(path)), meta_(meta_kind(path_)) {}

  /// The value there, or null. `meta` is memory for one that is no field.
  sluice_value* find(EventEditor& editor, sluice_value& meta) const {
    if (meta_ == MetaKind::none) return editor.find(path_);
    meta = meta_value(meta_, editor.event(), editor.batch());
    return EventEditor::is_null(meta) ? nullptr : &meta;
  }
  const FieldPath& path() const { return path_; }

 private:
  FieldPath path_;
  MetaKind meta_;
};

/// The path written as a setting's key or text; `at` is the setting to point at when it is wrong.
inline Result<FieldPath> setting_path(std::string_view text, const sluice_value& at) {
  Result<FieldPath> path = FieldPath::parse(text);
  if (!path) return invalid_config(std::move(path.error().message), &at);
  return path;
}

/// The same for a place that is written to or taken away: `_meta.id` and its like are read-only.
inline Result<FieldPath> target_path(std::string_view text, const sluice_value& at) {
  Result<FieldPath> path = setting_path(text, at);
  if (path && meta_kind(*path) != MetaKind::none) {
    return invalid_config(
        "cannot write to \"" + path->text() + "\": the event's id, time and source are read-only",
        &at);
  }
  return path;
}

}  // namespace sluice
