#include <fmt/format.h>

#include <data/json_services.hpp>
#include <flow/condition.hpp>
#include <kit/event/event_errors.hpp>

namespace sluice::flow {

bool Condition::bypass(Batch batch) {
  EventEditor editor(batch, Json(&data::json_services()));
  bool any_live = false;
  uint64_t errors = 0;
  for (sluice_event& event : batch.events()) {
    if (event.state != SLUICE_EVENT_LIVE) continue;
    editor.select(event);
    std::string_view why;
    const cel::Truth truth = expression_.test(editor, why);
    if (truth == cel::Truth::yes) {
      any_live = true;
      continue;
    }
    event.state = SLUICE_EVENT_BYPASSED;
    if (truth != cel::Truth::error) continue;
    ++errors;
    const std::string step = "if of " + transform_;
    if (!is_reported_.exchange(true)) {
      log_.log(LogLevel::warning, transform_,
               fmt::format("the condition \"{}\" failed, so the event passes the transform by: {}; "
                           "further failures are only counted",
                           expression_.text(), why));
    }
    add_event_error(editor, {step, {}, why});
  }
  if (errors > 0) counters_.add(transform_, "condition_errors", errors);
  return any_live;
}

void Condition::restore(Batch batch) {
  for (sluice_event& event : batch.events()) {
    if (event.state == SLUICE_EVENT_BYPASSED) event.state = SLUICE_EVENT_LIVE;
  }
}

}  // namespace sluice::flow
