#include "write_steps.hpp"

#include <algorithm>
#include <new>

namespace sluice {
namespace {

// The JSON of a setting, written by the host.
class JsonText {
 public:
  JsonText(Json json, const sluice_value& value) {
    sluice_buffer buffer{};
    buffer.struct_size = sizeof buffer;
    buffer.private_data = &text_;
    buffer.grow = [](sluice_buffer* self, uint64_t capacity) -> sluice_status {
      auto& text = *static_cast<std::string*>(self->private_data);
      try {
        text.resize(std::max<uint64_t>(capacity, self->capacity * 2));
      } catch (const std::bad_alloc&) {
        return SLUICE_FATAL;
      }
      self->data = text.data();
      self->capacity = text.size();
      return SLUICE_OK;
    };
    json.write(value, buffer);
    text_.resize(buffer.size);
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

class Set final : public Step {
 public:
  Set(std::string label, FieldPath target, std::string json)
      : Step(std::move(label)),
        target_(std::move(target)),
        json_(std::move(json)),
        constant_(raw_value(json_)) {}

  StepOutcome apply(EventEditor& editor) override {
    if (!overrides() && is_kept(editor.find(target_))) return StepOutcome::done;
    sluice_value* value = editor.make(target_);
    if (value == nullptr) return StepOutcome::failed;
    *value = constant_;
    return StepOutcome::done;
  }
  std::string failure(const EventEditor& editor) const override { return editor.refusal(target_); }

 private:
  const FieldPath target_;
  const std::string json_;
  const sluice_value constant_;  // raw, so that writing it is one copy of its bytes
};

}  // namespace

Status compile_set(const sluice_value& setting, StepBuilder& builder) {
  for (uint32_t i = 0; i < setting.size; ++i) {
    const sluice_field& field = setting.as.fields[i];
    Result<FieldPath> target = target_path(key(field), field.value);
    if (!target) return std::move(target).error();
    std::string label = "set " + target->text();
    builder.add<Set>(std::move(label), std::move(*target),
                     JsonText(builder.json, field.value).take());
  }
  return {};
}

}  // namespace sluice
