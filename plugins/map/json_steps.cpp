#include "json_steps.hpp"

#include "arena_text.hpp"

namespace sluice {
namespace {

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// The JSON value that a text is. False with `why` when it is none.
bool read_json(EventEditor& editor, const FieldPath& field, const sluice_value& value,
               uint32_t flags, sluice_value& result, std::string& why) {
  std::string_view text;
  if (!editor.text_of(value, text)) {
    why = "\"" + field.text() + "\" holds " + EventEditor::describe(value) + ", not text";
    return false;
  }
  // Reading may change the text, which somebody else may show as well.
  char* copy = editor.batch().allocate<char>(text.size() + 1);
  std::memcpy(copy, text.data(), text.size());
  sluice_json_result read{};
  ErrorBuffer error;
  const sluice_status status =
      editor.json().read(editor.batch(), copy, text.size(), flags | SLUICE_JSON_LAST, read, error);
  if (status == SLUICE_FATAL) throw std::bad_alloc();
  if (status != SLUICE_OK) {
    why = "\"" + field.text() + "\" holds no JSON: " + std::string(error.message());
    return false;
  }
  size_t end = read.consumed;
  while (end < text.size() && is_space(text[end])) ++end;
  if (end < text.size()) {
    why = "\"" + field.text() + "\" holds more than one JSON value: expected its end at byte " +
          std::to_string(end);
    return false;
  }
  result = read.value;
  return true;
}

class ReadJson final : public ValueStep {
 public:
  using ValueStep::ValueStep;

 protected:
  StepOutcome compute(EventEditor& editor, const sluice_value& value,
                      sluice_value& result) override {
    return read_json(editor, field(), value, 0, result, why_) ? StepOutcome::done
                                                              : StepOutcome::failed;
  }
};

class WriteJson final : public ValueStep {
 public:
  using ValueStep::ValueStep;

 protected:
  StepOutcome compute(EventEditor& editor, const sluice_value& value,
                      sluice_value& result) override {
    const size_t guess = value.type == SLUICE_VALUE_RAW ? value.size : 256;
    ArenaText text(editor.batch(), guess + 1);
    text.append_json(editor.json(), value);
    result = text_value(text.view());
    return StepOutcome::done;
  }
  bool takes_null() const override { return true; }
};

class ReadJsonToRoot final : public Step {
 public:
  ReadJsonToRoot(std::string label, FieldPath field, bool merges)
      : Step(std::move(label)), field_(std::move(field)), merges_(merges) {}

  StepOutcome apply(EventEditor& editor) override {
    sluice_value meta;
    const sluice_value* value = field_.find(editor, meta);
    if (value == nullptr || EventEditor::is_null(*value)) return StepOutcome::missing;
    sluice_value object;
    if (!read_json(editor, field_.path(), *value, SLUICE_JSON_OPEN, object, why_)) {
      return StepOutcome::failed;
    }
    if (object.type != SLUICE_VALUE_OBJECT) {
      why_ = "the JSON in \"" + field_.path().text() + "\" is " + EventEditor::describe(object) +
             ", not an object";
      return StepOutcome::failed;
    }
    merge(editor, editor.root(), Container(object));
    return StepOutcome::done;
  }
  std::string failure(const EventEditor&) const override { return why_; }
  std::string absence() const override {
    return "\"" + field_.path().text() + "\" is missing or null";
  }

 private:
  // As deep as the JSON that was read, which is at most 1,000 levels.
  void merge(EventEditor& editor, const Container& into, const Container& from) {
    for (uint32_t i = 0; i < from.count(); ++i) {
      sluice_field& field = from.fields()[i];
      const PathStep step{field.key, field.key_size, 0, field.key_flags, 0};
      const uint32_t index = into.find(step);
      if (index == Container::none) {
        into.append(editor.batch(), step) = field.value;
        continue;
      }
      sluice_value& there = into.child(index);
      if (merges_ && is_object(there) && is_object(field.value)) {
        merge(editor, editor.open(there), editor.open(field.value));
      } else if (!is_kept(&there)) {
        there = field.value;
      }
    }
  }

  static bool is_object(const sluice_value& value) {
    return value.type == SLUICE_VALUE_OBJECT ||
           (value.type == SLUICE_VALUE_RAW && *value.as.data == '{');
  }

  const ReadPath field_;
  const bool merges_;
  std::string why_;
};

}  // namespace

Status compile_json(const sluice_value& setting, StepBuilder& builder) {
  const Settings settings(&setting);
  Result<ValuePaths> paths = value_paths(setting);
  const bool encode = settings.boolean("encode");
  const bool to_root = settings.boolean("add_to_root");
  if (encode && to_root)
    return invalid_config("json takes add_to_root or encode, not both", &setting);
  if (to_root && settings.has("target_field")) {
    return invalid_config("json takes add_to_root or target_field, not both",
                          settings.find("target_field"));
  }
  if (to_root) {
    const sluice_value* text = settings.find("field");
    if (text == nullptr) return std::move(paths).error();
    Result<FieldPath> field = setting_path(bytes(*text), *text);
    if (!field) return std::move(field).error();
    std::string label = "json " + field->text() + " to root";
    builder.add<ReadJsonToRoot>(std::move(label), std::move(*field),
                                settings.text("add_to_root_conflict_strategy") == "merge");
    return {};
  }
  if (!paths) return std::move(paths).error();
  std::string label = (encode ? "json encode " : "json ") + paths->field.text();
  if (encode) {
    builder.add<WriteJson>(std::move(label), std::move(paths->field), std::move(paths->target));
  } else {
    builder.add<ReadJson>(std::move(label), std::move(paths->field), std::move(paths->target));
  }
  return {};
}

}  // namespace sluice
