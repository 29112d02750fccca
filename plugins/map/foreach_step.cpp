// foreach; see list_steps.hpp.
#include "list_steps.hpp"
#include "step_sequence.hpp"

namespace sluice {
namespace {

// A top-level field that is there while the steps run; what stood there before comes back.
class ScratchField {
 public:
  ScratchField(EventEditor& editor, std::string_view name)
      : editor_(editor),
        step_{name.data(), static_cast<uint32_t>(name.size()), 0, SLUICE_FLAG_PLAIN, 0} {
    if (const sluice_value* value = find(); value != nullptr) {
      before_ = *value;
      was_there_ = true;
    }
  }
  ScratchField(const ScratchField&) = delete;
  ScratchField& operator=(const ScratchField&) = delete;

  sluice_value* find() const {
    const Container root = editor_.root();
    const uint32_t index = root.find(step_);
    return index == Container::none ? nullptr : &root.child(index);
  }
  void set(const sluice_value& value) const {
    sluice_value* place = find();
    (place == nullptr ? editor_.root().append(editor_.batch(), step_) : *place) = value;
  }
  void restore() const {
    if (was_there_) return set(before_);
    const uint32_t index = editor_.root().find(step_);
    if (index != Container::none) editor_.root().erase(index);
  }

 private:
  EventEditor& editor_;
  const PathStep step_;
  sluice_value before_ = null_value();
  bool was_there_ = false;
};

class Foreach final : public Step {
 public:
  Foreach(std::string label, FieldPath field, StepRuntime& runtime)
      : Step(std::move(label)), field_(std::move(field)), steps_(runtime) {}

  StepSequence& steps() { return steps_; }
  Status start() override { return steps_.start(); }

  StepOutcome apply(EventEditor& editor) override {
    sluice_value* value = editor.find(field_);
    if (value == nullptr || EventEditor::is_null(*value)) return StepOutcome::missing;
    const Container container = editor.open(*value);
    if (!container) {
      why_ = "\"" + field_.text() + "\" holds " + EventEditor::describe(*value) +
             ", not a list or an object";
      return StepOutcome::failed;
    }
    // Worked on apart, because the steps may change the field itself.
    sluice_value work = *value;
    work.flags &= static_cast<uint8_t>(~SLUICE_FLAG_ROOM);
    const bool alive =
        work.type == SLUICE_VALUE_ARRAY ? each_item(editor, work) : each_field(editor, work);
    if (!alive) return StepOutcome::dropped;
    if (sluice_value* place = editor.find(field_); place != nullptr) *place = work;
    return StepOutcome::done;
  }
  std::string failure(const EventEditor&) const override { return why_; }
  std::string absence() const override { return "\"" + field_.text() + "\" is missing"; }

 private:
  bool each_item(EventEditor& editor, sluice_value& list) {
    const auto* items = list.as.items;
    auto* results = editor.batch().allocate<sluice_value>(list.size);
    const ScratchField item(editor, "_value");
    uint32_t kept = 0;
    bool alive = true;
    for (uint32_t i = 0; i < list.size && alive; ++i) {
      item.set(items[i]);
      alive = steps_.run(editor);
      if (const sluice_value* result = item.find(); result != nullptr) results[kept++] = *result;
    }
    item.restore();
    list.as.items = results;
    list.size = kept;
    return alive;
  }

  bool each_field(EventEditor& editor, sluice_value& object) {
    const auto* fields = object.as.fields;
    auto* results = editor.batch().allocate<sluice_field>(object.size);
    const ScratchField name(editor, "_key");
    const ScratchField item(editor, "_value");
    uint32_t kept = 0;
    bool alive = true;
    bool renamed = false;
    for (uint32_t i = 0; i < object.size && alive; ++i) {
      name.set(text_value(key(fields[i]), static_cast<uint8_t>(fields[i].key_flags)));
      item.set(fields[i].value);
      alive = steps_.run(editor);
      const sluice_value* result = item.find();
      if (result == nullptr) continue;
      std::string_view new_key = key(fields[i]);
      if (const sluice_value* text = name.find(); text != nullptr) editor.text_of(*text, new_key);
      renamed = renamed || new_key != key(fields[i]);  // otherwise all keys differ
      sluice_field* same = renamed ? find_field(results, kept, new_key) : nullptr;
      (same == nullptr ? results[kept++] : *same) = make_field(new_key, *result);
    }
    item.restore();
    name.restore();
    object.as.fields = results;
    object.size = kept;
    return alive;
  }

  const FieldPath field_;
  StepSequence steps_;
  std::string why_;
};

}  // namespace

Status compile_foreach(const sluice_value& setting, StepBuilder& builder) {
  const Settings settings(&setting);
  const sluice_value* field = settings.find("field");
  if (field == nullptr) return invalid_config("\"field\" is missing", &setting);
  Result<FieldPath> path = target_path(bytes(*field), *field);
  if (!path) return std::move(path).error();
  const sluice_value* steps = settings.find("steps");
  const sluice_value* processor = settings.find("processor");
  if ((steps != nullptr) == (processor != nullptr)) {
    return invalid_config("foreach takes one of steps and processor", &setting);
  }
  std::string label = "foreach " + path->text();
  auto& step = builder.add<Foreach>(std::move(label), std::move(*path), builder.runtime);
  if (steps != nullptr) return step.steps().compile(*steps, builder.depth + 1);
  sluice_value single = *processor;
  return step.steps().compile(array_value(&single, 1), builder.depth + 1);
}

}  // namespace sluice
