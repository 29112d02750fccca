#include "map_transform.hpp"

#include "step_table.hpp"

namespace sluice {

Status MapTransform::init(const Settings& settings) {
  steps_.clear();
  const sluice_value* list = settings.find("steps");
  if (list == nullptr) return {};
  StepBuilder builder{host().json(), steps_};
  for (uint32_t i = 0; i < list->size; ++i) {
    const sluice_value& item = list->as.items[i];
    if (item.type != SLUICE_VALUE_OBJECT || item.size != 1) {
      return invalid_config("a step is one name over its settings", &item);
    }
    const sluice_field& step = item.as.fields[0];
    const StepKind* kind = find_step_kind(key(step));
    if (kind == nullptr) {
      return invalid_config("there is no step \"" + std::string(key(step)) + "\"", &item);
    }
    if (Status compiled = kind->compile(step.value, builder); !compiled) return compiled;
  }
  return {};
}

Status MapTransform::apply(Batch batch) {
  EventEditor editor(batch, host().json());
  uint64_t missing = 0;
  uint64_t refused = 0;
  for (sluice_event& event : batch.events()) {
    if (event.state != SLUICE_EVENT_LIVE) continue;
    editor.select(event);
    for (const std::unique_ptr<Step>& step : steps_) {
      const StepOutcome outcome = step->apply(editor);
      if (outcome == StepOutcome::done) continue;
      if (outcome == StepOutcome::missing) {
        ++missing;
      } else {
        ++refused;
        report(*step, editor);
      }
    }
  }
  if (missing > 0) host().count("missing", missing);
  if (refused > 0) host().count("refused", refused);
  return {};
}

void MapTransform::report(Step& step, const EventEditor& editor) const {
  if (!step.first_failure()) return;
  host().warn("could not " + step.label() + ": " + step.failure(editor) +
              "; the event is left as it was (counted as refused, not logged again)");
}

}  // namespace sluice
