#include "value_step.hpp"

#include <sluice/settings.hpp>

namespace sluice {

StepOutcome ValueStep::apply(EventEditor& editor) {
  sluice_value meta;
  const sluice_value* value = field_.find(editor, meta);
  is_null_ = value != nullptr && EventEditor::is_null(*value);
  if (value == nullptr || (is_null_ && !takes_null())) return StepOutcome::missing;
  if (!overrides() && is_kept(editor.find(target_))) return StepOutcome::done;
  write_failed_ = false;
  sluice_value result = null_value();
  if (const StepOutcome outcome = compute(editor, *value, result); outcome != StepOutcome::done) {
    return outcome;
  }
  sluice_value* target = editor.make(target_);
  write_failed_ = target == nullptr;
  if (write_failed_) return StepOutcome::failed;
  *target = result;
  return StepOutcome::done;
}

std::string ValueStep::failure(const EventEditor& editor) const {
  return write_failed_ ? editor.refusal(target_) : why_;
}

StepOutcome TextStep::compute(EventEditor& editor, const sluice_value& value,
                              sluice_value& result) {
  sluice_value opened = value;
  if (std::string_view text; editor.text_of(value, text)) return compute_text(editor, text, result);
  const Container list = editor.open(opened);
  if (!list || !list.is_array()) {
    why_ = "\"" + field().text() + "\" holds " + EventEditor::describe(value) + ", not text";
    return StepOutcome::failed;
  }
  auto* items = editor.batch().allocate<sluice_value>(list.count());
  for (uint32_t i = 0; i < list.count(); ++i) {
    std::string_view text;
    if (!editor.text_of(list.items()[i], text)) {
      why_ = "item " + std::to_string(i) + " of \"" + field().text() + "\" is " +
             EventEditor::describe(list.items()[i]) + ", not text";
      return StepOutcome::failed;
    }
    const StepOutcome outcome = compute_text(editor, text, items[i]);
    if (outcome != StepOutcome::done) return outcome;
  }
  result = array_value(items, list.count());
  return StepOutcome::done;
}

Result<ValuePaths> value_paths(const sluice_value& setting, std::string_view default_target) {
  const Settings settings(&setting);
  const sluice_value* field = settings.find("field");
  if (field == nullptr) return invalid_config("\"field\" is missing", &setting);
  Result<FieldPath> source = setting_path(bytes(*field), *field);
  if (!source) return std::move(source).error();
  const sluice_value* other = settings.find("target_field");
  const sluice_value& written = other == nullptr ? *field : *other;
  const bool by_default = other == nullptr && !default_target.empty();
  Result<FieldPath> target = target_path(by_default ? default_target : bytes(written), written);
  if (!target) return std::move(target).error();
  return ValuePaths{std::move(*source), std::move(*target)};
}

}  // namespace sluice
