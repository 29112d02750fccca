// What the steps have in common that make one value of another: `field` is read, `target_field`
// written, which is `field` itself when it is not given.
#pragma once

#include "step.hpp"

namespace sluice {

inline constexpr Option field_option =
    string_option("field", "Path of the field to work on.").required();
inline constexpr Option target_field_option =
    string_option("target_field", "Path to write the result to; `field` itself when absent.");

class ValueStep : public Step {
 public:
  /// REQUIRES: paths of the same step's settings; see value_paths.
  ValueStep(std::string label, FieldPath field, FieldPath target)
      : Step(std::move(label)), field_(std::move(field)), target_(std::move(target)) {}

  StepOutcome apply(EventEditor& editor) final;
  std::string failure(const EventEditor& editor) const final;
  std::string absence() const final {
    return "\"" + field().text() + (is_null_ ? "\" is null" : "\" is missing");
  }

 protected:
  /// Makes the new value; memory comes from the editor's batch. `value` may be raw. `failed` with
  /// `why_` set, such as `"12x" is no integer`.
  virtual StepOutcome compute(EventEditor& editor, const sluice_value& value,
                              sluice_value& result) = 0;

  /// Whether null is a value to compute with; otherwise it is as if the field were missing.
  virtual bool takes_null() const { return false; }

  const FieldPath& field() const { return field_.path(); }
  const FieldPath& target() const { return target_; }

  std::string why_;  // of the last failure of compute

 private:
  const ReadPath field_;
  const FieldPath target_;
  bool write_failed_ = false;
  bool is_null_ = false;
};

/// A ValueStep over text: a list of texts becomes the list of their results, anything else fails.
class TextStep : public ValueStep {
 public:
  using ValueStep::ValueStep;

 protected:
  StepOutcome compute(EventEditor& editor, const sluice_value& value, sluice_value& result) final;
  /// `text` is decoded UTF-8 that lives as long as the batch.
  virtual StepOutcome compute_text(EventEditor& editor, std::string_view text,
                                   sluice_value& result) = 0;
};

struct ValuePaths {
  FieldPath field;
  FieldPath target;
};
/// `field` and `target_field` of a step's settings; without the latter it is `default_target`, or
/// `field` when that is empty. What is written must not be read-only.
Result<ValuePaths> value_paths(const sluice_value& setting, std::string_view default_target = {});

}  // namespace sluice
