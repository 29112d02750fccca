#include "write_steps.hpp"

#include <kit/cel/expression.hpp>

#include "step_runtime.hpp"
#include "template.hpp"

namespace sluice {
namespace {

bool is_empty(EventEditor& editor, const sluice_value& value) {
  std::string_view text;
  return EventEditor::is_null(value) || (editor.text_of(value, text) && text.empty());
}

class WriteStep : public Step {
 public:
  WriteStep(std::string label, FieldPath target)
      : Step(std::move(label)), target_(std::move(target)) {}

  StepOutcome apply(EventEditor& editor) final {
    if (keeps_ && is_kept(editor)) return StepOutcome::done;
    why_.clear();
    sluice_value result = null_value();
    if (const StepOutcome outcome = compute(editor, result); outcome != StepOutcome::done) {
      return outcome;
    }
    if (ignores_empty_ && is_empty(editor, result)) return StepOutcome::done;
    sluice_value* value = editor.make(target_);
    if (value == nullptr) return StepOutcome::failed;
    *value = result;
    return StepOutcome::done;
  }
  std::string failure(const EventEditor& editor) const final {
    return why_.empty() ? editor.refusal(target_) : why_;
  }

  /// Leaves alone what is there and not null, whatever `override` says.
  void keep_target() { keeps_ = true; }
  void ignore_empty() { ignores_empty_ = true; }

 protected:
  virtual StepOutcome compute(EventEditor& editor, sluice_value& result) = 0;

  std::string why_;  // of the last failure of compute

 private:
  bool is_kept(EventEditor& editor) {
    const sluice_value* target = editor.find(target_);
    return target != nullptr && !EventEditor::is_null(*target);
  }

  const FieldPath target_;
  bool keeps_ = false;
  bool ignores_empty_ = false;
};

class SetValue final : public WriteStep {
 public:
  SetValue(std::string label, FieldPath target, ValueTemplate value, StepBuilder& builder)
      : WriteStep(std::move(label), std::move(target)),
        value_(std::move(value)),
        runtime_(builder.runtime),
        strict_(!builder.common.ignore_missing) {}

  std::string absence() const override { return "a field that its template names is missing"; }

 protected:
  StepOutcome compute(EventEditor& editor, sluice_value& result) override {
    uint64_t missing = 0;
    result = value_.render(editor, missing);
    if (missing == 0) return StepOutcome::done;
    if (strict_) return StepOutcome::missing;
    runtime_.count_missing(missing);
    return StepOutcome::done;
  }

 private:
  const ValueTemplate value_;
  StepRuntime& runtime_;
  const bool strict_;  // a place without a value is a failure
};

class SetCopy final : public WriteStep {
 public:
  SetCopy(std::string label, FieldPath target, FieldPath source)
      : WriteStep(std::move(label), std::move(target)), source_(std::move(source)) {}

  std::string absence() const override { return "\"" + source_.path().text() + "\" is missing"; }

 protected:
  StepOutcome compute(EventEditor& editor, sluice_value& result) override {
    sluice_value meta;
    const sluice_value* value = source_.find(editor, meta);
    if (value == nullptr) return StepOutcome::missing;
    result = editor.duplicate(*value);
    return StepOutcome::done;
  }

 private:
  const ReadPath source_;
};

class SetComputed final : public WriteStep {
 public:
  SetComputed(std::string label, FieldPath target, cel::Expression expression)
      : WriteStep(std::move(label), std::move(target)), expression_(std::move(expression)) {}

 protected:
  StepOutcome compute(EventEditor& editor, sluice_value& result) override {
    std::string_view why;
    if (expression_.evaluate(editor, result, why)) return StepOutcome::done;
    why_ = "expression \"" + expression_.text() + "\": ";
    why_.append(why);
    return StepOutcome::failed;
  }

 private:
  const cel::Expression expression_;
};

std::string label_of(const char* verb, const FieldPath& target) {
  return std::string(verb) + " " + target.text();
}

// A field as Elasticsearch writes it in text, {{a.b}}: the place with its braces, or nothing.
std::string_view mustache(std::string_view text) {
  const size_t begin = text.find("{{");
  const size_t end = begin == std::string_view::npos ? begin : text.find("}}", begin);
  if (end == std::string_view::npos) return {};
  std::string_view name = text.substr(begin, end - begin);
  while (!name.empty() && (name[0] == '{' || name[0] == ' ')) name.remove_prefix(1);
  while (name.ends_with(' ')) name.remove_suffix(1);
  const bool is_path = name.find_first_of("{}\"' ()") == std::string_view::npos;
  return name.empty() || !is_path ? std::string_view() : name;
}

Result<WriteStep*> add_constant(const char* verb, FieldPath target, const sluice_value& value,
                                StepBuilder& builder) {
  if (value.type == SLUICE_VALUE_TEXT) {
    if (const std::string name(mustache(bytes(value))); !name.empty()) {
      return invalid_config("what a field holds is written ${" + name + "}, not {{" + name +
                                "}}; {expr: \"'{{" + name + "}}'\"} writes these very characters",
                            &value);
    }
  }
  Result<ValueTemplate> compiled = ValueTemplate::compile(value, builder.json);
  if (!compiled) return std::move(compiled).error();
  std::string label = label_of(verb, target);
  return &builder.add<SetValue>(std::move(label), std::move(target), std::move(*compiled), builder);
}

Result<WriteStep*> add_copy(const char* verb, FieldPath target, const sluice_value& from,
                            StepBuilder& builder) {
  Result<FieldPath> source = setting_path(bytes(from), from);
  if (!source) return std::move(source).error();
  std::string label = label_of(verb, target) + " from " + source->text();
  return &builder.add<SetCopy>(std::move(label), std::move(target), std::move(*source));
}

Result<WriteStep*> add_computed(const char* verb, FieldPath target, const sluice_value& text,
                                StepBuilder& builder) {
  Result<cel::Expression> expression = cel::Expression::compile(bytes(text));
  if (!expression) return invalid_config(std::move(expression.error().message), &text);
  std::string label = label_of(verb, target);
  return &builder.add<SetComputed>(std::move(label), std::move(target), std::move(*expression));
}

// `{expr: "..."}` or `{copy_from: path}` in place of a value; null when it is not that.
const sluice_value* instruction(const sluice_value& value, std::string_view word) {
  const bool is_one = value.type == SLUICE_VALUE_OBJECT && value.size == 1 &&
                      key(value.as.fields[0]) == word &&
                      value.as.fields[0].value.type == SLUICE_VALUE_TEXT;
  return is_one ? &value.as.fields[0].value : nullptr;
}

Status compile_set_form(const sluice_value& setting, StepBuilder& builder) {
  Status status = check_field_form(setting, "set", set_form, set_options.items);
  if (!status) return status;
  const auto given = [&setting](std::string_view name) -> const sluice_value* {
    const sluice_field* field = find_field(setting.as.fields, setting.size, name);
    return field == nullptr ? nullptr : &field->value;
  };
  const sluice_value* value = given("value");
  const sluice_value* copy_from = given("copy_from");
  const sluice_value* expression = given("expr");
  if ((value != nullptr) + (copy_from != nullptr) + (expression != nullptr) > 1) {
    return invalid_config("set takes one of value, copy_from and expr", &setting);
  }
  const sluice_value& field = *given("field");
  Result<FieldPath> target = target_path(bytes(field), field);
  if (!target) return std::move(target).error();
  Result<WriteStep*> step =
      copy_from != nullptr    ? add_copy("set", std::move(*target), *copy_from, builder)
      : expression != nullptr ? add_computed("set", std::move(*target), *expression, builder)
                              : add_constant("set", std::move(*target), *value, builder);
  if (!step) return std::move(step).error();
  if (!builder.common.overrides) (*step)->keep_target();
  if (Settings(&setting).boolean("ignore_empty_value")) (*step)->ignore_empty();
  return {};
}

// One `field: value` of the map form of set and of default.
Result<WriteStep*> add_write(const char* verb, const sluice_field& field, StepBuilder& builder) {
  Result<FieldPath> target = target_path(key(field), field.value);
  if (!target) return std::move(target).error();
  if (const sluice_value* path = instruction(field.value, "copy_from"); path != nullptr) {
    return add_copy(verb, std::move(*target), *path, builder);
  }
  if (const sluice_value* text = instruction(field.value, "expr"); text != nullptr) {
    return add_computed(verb, std::move(*target), *text, builder);
  }
  return add_constant(verb, std::move(*target), field.value, builder);
}

}  // namespace

Status compile_set(const sluice_value& setting, StepBuilder& builder) {
  if (has_field_form(setting, set_form)) return compile_set_form(setting, builder);
  for (uint32_t i = 0; i < setting.size; ++i) {
    Result<WriteStep*> step = add_write("set", setting.as.fields[i], builder);
    if (!step) return std::move(step).error();
    if (!builder.common.overrides) (*step)->keep_target();
  }
  return {};
}

Status compile_default(const sluice_value& setting, StepBuilder& builder) {
  for (uint32_t i = 0; i < setting.size; ++i) {
    Result<WriteStep*> step = add_write("default", setting.as.fields[i], builder);
    if (!step) return std::move(step).error();
    (*step)->keep_target();
  }
  return {};
}

}  // namespace sluice
