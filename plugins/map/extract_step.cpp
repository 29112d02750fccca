#include "extract_step.hpp"

#include <sluice/settings.hpp>

namespace sluice {
Status FieldOutputs::add(std::string_view path, const sluice_value& at, size_t& index) {
  Result<FieldPath> parsed = target_path(path, at);
  if (!parsed) return std::move(parsed).error();
  for (const Output& output : outputs_) {
    if (!output.path.starts_with(*parsed) && !parsed->starts_with(output.path)) continue;
    const std::string what = output.path == *parsed
                                 ? "\"" + parsed->text() + "\" is written twice"
                                 : "\"" + output.path.text() + "\" and \"" + parsed->text() +
                                       "\" cannot both be written";
    return invalid_config(what, &at);
  }
  index = outputs_.size();
  outputs_.push_back({std::move(*parsed), std::nullopt});
  return {};
}

void FieldOutputs::clear() {
  for (Output& output : outputs_) output.value.reset();
}

StepOutcome FieldOutputs::write(EventEditor& editor, bool overrides) {
  for (Output& output : outputs_) {
    if (!output.value) continue;
    if (!overrides) {
      const sluice_value* there = editor.find(output.path);
      if (there != nullptr && !EventEditor::is_null(*there)) {
        output.value.reset();
        continue;
      }
    }
    // A field of the event itself can always be written.
    if (output.path.size() > 1 && !editor.can_make(output.path)) {
      refused_ = &output.path;
      return StepOutcome::failed;
    }
  }
  for (const Output& output : outputs_) {
    if (output.value) *editor.make(output.path) = *output.value;
  }
  return StepOutcome::done;
}

StepOutcome ExtractStep::apply(EventEditor& editor) {
  sluice_value text;
  if (meta_ == MetaKind::none) {
    const sluice_value* found = editor.find(field_);
    is_null_ = false;
    if (found == nullptr) return StepOutcome::missing;
    text = *found;
  } else {
    text = meta_value(meta_, editor.event(), editor.batch());
  }
  is_null_ = EventEditor::is_null(text);
  if (is_null_) return StepOutcome::missing;
  write_failed_ = false;
  const sluice_value held = text;
  // On a copy, so that the event's own JSON stays verbatim.
  if (text.type == SLUICE_VALUE_RAW && *text.as.data == '"')
    editor.json().open(editor.batch(), text);
  if (text.type != SLUICE_VALUE_TEXT) {
    return fail("\"" + field_.text() + "\" holds " + EventEditor::describe(held) + ", not text");
  }
  return extract(editor, text);
}

StepOutcome ExtractStep::write(EventEditor& editor) {
  const StepOutcome outcome = outputs_.write(editor, overrides());
  write_failed_ = outcome == StepOutcome::failed;
  return outcome;
}

void ExtractStep::write_key(EventEditor& editor, const Container& object, std::string_view key,
                            sluice_value value) const {
  const PathStep step{key.data(), static_cast<uint32_t>(key.size()), 0, plain_flag(key), 0};
  const uint32_t index = object.find(step);
  if (index == Container::none) {
    object.append(editor.batch(), step) = value;
  } else if (!is_kept(&object.child(index))) {
    object.child(index) = value;
  }
}

Result<FieldPath> field_of(const sluice_value& setting) {
  const sluice_value* field = Settings(&setting).find("field");
  if (field == nullptr) return invalid_config("\"field\" is missing", &setting);
  return setting_path(bytes(*field), *field);
}

}  // namespace sluice
