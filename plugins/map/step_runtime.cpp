#include "step_runtime.hpp"

#include <kit/event/event_errors.hpp>

namespace sluice {
namespace {

PathStep key_step(std::string_view name) {
  return {name.data(), static_cast<uint32_t>(name.size()), 0, SLUICE_FLAG_PLAIN, 0};
}

const PathStep failure_step = key_step("_failure");

// {message, step, tag}; the tag only where there is one.
sluice_value failure_value(Batch batch, const Step& step, std::string_view tag,
                           std::string_view message) {
  auto* fields = batch.allocate<sluice_field>(3);
  uint32_t count = 0;
  const std::string_view kept = batch.copy(message);
  fields[count++] = make_field("message", text_value(kept, plain_flag(kept)));
  fields[count++] = make_field("step", text_value(step.label(), plain_flag(step.label())));
  if (!tag.empty()) fields[count++] = make_field("tag", text_value(tag, plain_flag(tag)));
  return object_value(fields, count);
}

}  // namespace

StepRuntime::StepRuntime(Host host)
    : host_(host), trace_(static_cast<const sluice_ext_trace*>(host.extension(SLUICE_EXT_TRACE))) {}

uint32_t next_step_number(StepRuntime& runtime) {
  return runtime.next_step_number();
}

void StepRuntime::count_failure(Step& step, std::string_view message,
                                std::string_view consequence) {
  ++failed_;
  if (!step.first_failure() || !host_.first_time("step " + std::to_string(step.number()))) return;
  std::string text = "could not " + step.label() + ": ";
  text.append(message).append("; ").append(consequence);
  host_.warn(text + " (counted as failed, not logged again)");
}

void StepRuntime::record_failure(EventEditor& editor, Step& step, std::string_view tag,
                                 std::string_view message) {
  if (add_event_error(editor, {step.label(), tag, message})) {
    count_failure(step, message, "the event is kept, with the failure in _meta.errors");
  } else {
    ++unrecorded_failures_;
    count_failure(step, message,
                  "the event is kept, without the failure, because its _meta.errors is full or no "
                  "list");
  }
}

void StepRuntime::flush_counts() {
  const auto flush = [this](std::string_view name, uint64_t& count) {
    if (count > 0) host_.count(name, std::exchange(count, 0));
  };
  flush("missing", missing_);
  flush("redacted", redacted_);
  flush("failed", failed_);
  flush("ignored_failures", ignored_failures_);
  flush("unrecorded_failures", unrecorded_failures_);
}

void StepRuntime::trace(const EventEditor& editor, std::string_view label,
                        std::string_view note) const {
  trace_->step(host_.abi()->context, &editor.event(), to_text(label), to_text(note));
}

FailureField::FailureField(EventEditor& editor, const Step& step, std::string_view tag,
                           std::string_view message)
    : editor_(editor), before_(null_value()) {
  const Container root = editor.root();
  const sluice_value value = failure_value(editor.batch(), step, tag, message);
  const uint32_t index = root.find(failure_step);
  was_there_ = index != Container::none;
  if (was_there_) before_ = root.child(index);
  (was_there_ ? root.child(index) : root.append(editor.batch(), failure_step)) = value;
}

void FailureField::remove() {
  const Container root = editor_.root();
  const uint32_t index = root.find(failure_step);
  if (was_there_) {
    (index == Container::none ? root.append(editor_.batch(), failure_step) : root.child(index)) =
        before_;
  } else if (index != Container::none) {
    root.erase(index);
  }
}

}  // namespace sluice
