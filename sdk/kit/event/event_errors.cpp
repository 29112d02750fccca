#include <kit/event/event_errors.hpp>

namespace sluice {
namespace {

const FieldPath& errors_path() {
  static const FieldPath path = *FieldPath::parse("_meta.errors");
  return path;
}

sluice_value text_in(const EventEditor& editor, std::string_view text) {
  const bool valid = editor.json().valid_utf8(text);
  uint64_t replaced = 0;
  const std::string_view kept =
      valid ? editor.batch().copy(text) : editor.json().repair_utf8(editor.batch(), text, replaced);
  return text_value(kept, plain_flag(kept));
}

}  // namespace

bool add_event_error(EventEditor& editor, const EventError& error) {
  sluice_value* list = editor.make(errors_path());
  if (list == nullptr) return false;
  if (EventEditor::is_null(*list)) *list = array_value(nullptr, 0);
  const Container items = editor.open(*list);
  if (!items.is_array() || items.count() >= maximum_event_errors) return false;

  auto* fields = editor.batch().allocate<sluice_field>(3);
  uint32_t size = 0;
  fields[size++] = make_field("step", text_in(editor, error.step));
  if (!error.tag.empty()) fields[size++] = make_field("tag", text_in(editor, error.tag));
  fields[size++] = make_field("message", text_in(editor, error.message));

  items.append_item(editor.batch()) = object_value(fields, size);
  return true;
}

}  // namespace sluice
