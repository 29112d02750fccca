// What the steps have in common that read one text and write several fields: dissect, grok, kv,
// csv, uri_parts. Either all fields are written or none.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "step.hpp"

namespace sluice {

/// The fields that a step may write, each with the value it has for the event at hand.
class FieldOutputs {
 public:
  /// Adds a place and sets `index` to its number. Wrong paths, and places that lie in one another,
  /// are invalid_config with `at`.
  Status add(std::string_view path, const sluice_value& at, size_t& index);

  size_t size() const { return outputs_.size(); }
  void clear();
  void set(size_t index, sluice_value value) { outputs_[index].value = value; }

  /// Writes what was set since `clear`. `failed` when a place cannot be written to; the event is
  /// then unchanged. Without `overrides`, places that hold something keep it.
  StepOutcome write(EventEditor& editor, bool overrides);
  /// After `write` failed.
  std::string failure(const EventEditor& editor) const { return editor.refusal(*refused_); }

 private:
  struct Output {
    FieldPath path;
    std::optional<sluice_value> value;
  };
  std::vector<Output> outputs_;
  const FieldPath* refused_ = nullptr;
};

class ExtractStep : public Step {
 public:
  ExtractStep(std::string label, FieldPath field)
      : Step(std::move(label)), field_(std::move(field)), meta_(meta_kind(field_)) {}

  StepOutcome apply(EventEditor& editor) final;
  std::string failure(const EventEditor& editor) const override {
    return write_failed_ ? outputs_.failure(editor) : why_;
  }
  std::string absence() const final {
    return "\"" + field_.text() + (is_null_ ? "\" is null" : "\" is missing");
  }

 protected:
  /// `text` is decoded and lives as long as the batch; its slices share its flags.
  virtual StepOutcome extract(EventEditor& editor, const sluice_value& text) = 0;

  /// Writes `outputs_`.
  StepOutcome write(EventEditor& editor);
  /// A slice of the text that `extract` got.
  static sluice_value slice(const sluice_value& text, std::string_view part) {
    return text_value(part, text.flags & SLUICE_FLAG_PLAIN);
  }
  /// Writes a field with this very key, whatever characters it has, to an object.
  void write_key(EventEditor& editor, const Container& object, std::string_view key,
                 sluice_value value) const;
  StepOutcome fail(std::string why) {
    why_ = std::move(why);
    return StepOutcome::failed;
  }
  const FieldPath& field() const { return field_; }

  FieldOutputs outputs_;

 private:
  const FieldPath field_;
  const MetaKind meta_;
  std::string why_;
  bool write_failed_ = false;
  bool is_null_ = false;
};

/// The path of `field` in a step's settings.
Result<FieldPath> field_of(const sluice_value& setting);

}  // namespace sluice
