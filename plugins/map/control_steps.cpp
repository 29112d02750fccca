#include "control_steps.hpp"

#include "step_runtime.hpp"
#include "template.hpp"

namespace sluice {
namespace {

class Drop final : public Step {
 public:
  explicit Drop(std::string reason) : Step("drop"), reason_(std::move(reason)) {}

  StepOutcome apply(EventEditor& editor) override {
    filter(editor.event(), reason_);
    return StepOutcome::dropped;
  }

 private:
  const std::string reason_;
};

class Fail final : public Step {
 public:
  Fail(TextTemplate message, StepRuntime& runtime)
      : Step("fail"), message_(std::move(message)), runtime_(runtime) {}

  StepOutcome apply(EventEditor& editor) override {
    uint64_t missing = 0;
    reject(editor.event(), message_.render(editor, missing));
    if (missing > 0) runtime_.count_missing(missing);
    return StepOutcome::rejected;
  }

 private:
  const TextTemplate message_;
  StepRuntime& runtime_;
};

}  // namespace

Status compile_drop(const sluice_value& setting, StepBuilder& builder) {
  std::string reason(Settings(&setting).text("reason"));
  if (reason.empty()) {
    reason = "dropped by map";
    if (!builder.common.tag.empty()) reason += " (" + builder.common.tag + ")";
  }
  builder.add<Drop>(std::move(reason));
  return {};
}

Status compile_fail(const sluice_value& setting, StepBuilder& builder) {
  const sluice_value* text = Settings(&setting).find("message");
  if (text == nullptr) return invalid_config("fail needs a message", &setting);
  Result<TextTemplate> message = TextTemplate::parse(bytes(*text));
  if (!message) return invalid_config(std::move(message.error().message), text);
  builder.add<Fail>(std::move(*message), builder.runtime);
  return {};
}

}  // namespace sluice
