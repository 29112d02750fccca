#include "step_sequence.hpp"

#include "step_table.hpp"

namespace sluice {
namespace {

// The kind of step that an item names: its one key that is no common option.
const sluice_field* named_kind(const sluice_value& item) {
  const sluice_field* named = nullptr;
  for (uint32_t i = 0; i < item.size; ++i) {
    const sluice_field& field = item.as.fields[i];
    if (is_common_option(key(field))) continue;
    if (named != nullptr) return nullptr;
    named = &field;
  }
  return named;
}

}  // namespace

Status StepSequence::compile(const sluice_value& list, unsigned depth) {
  if (list.type != SLUICE_VALUE_ARRAY) return invalid_config("expected a list of steps", &list);
  if (depth > max_depth) {
    return invalid_config("steps are nested more than " + std::to_string(max_depth) + " deep",
                          &list);
  }
  for (uint32_t i = 0; i < list.size; ++i) {
    if (Status status = compile_item(list.as.items[i], depth); !status) return status;
  }
  return {};
}

Status StepSequence::compile_item(const sluice_value& item, unsigned depth) {
  const sluice_field* named = item.type == SLUICE_VALUE_OBJECT ? named_kind(item) : nullptr;
  if (named == nullptr) {
    return invalid_config(
        "a step is one name over its settings; beside it may stand if, tag, ignore_missing, "
        "ignore_failure, on_failure and override",
        &item);
  }
  const StepKind* kind = find_step_kind(key(*named));
  if (kind == nullptr) {
    return invalid_config("there is no step \"" + std::string(key(*named)) + "\"", &item);
  }
  CommonOptions common;
  if (Status status = common.read(item); !status) return status;
  if (has_options_inside(*kind, named->value)) {
    if (Status status = common.read(named->value); !status) return status;
  }
  if (!common.overrides && kind->writes == Writes::nothing) {
    return invalid_config("\"override\" has no meaning for " + std::string(key(*named)), &item);
  }
  if (!common.ignore_missing && kind->needs == Needs::nothing) {
    return invalid_config("\"ignore_missing\" has no meaning for " + std::string(key(*named)) +
                              ", which needs no field",
                          &item);
  }
  if (groups_.empty() || common.any || !groups_.back().plain) groups_.emplace_back();
  Group& group = groups_.back();
  if (common.any) {
    if (Status status = set_options(common, depth, group); !status) return status;
  }
  StepBuilder builder{runtime_.json(), group.steps, runtime_, common, depth};
  return kind->compile(named->value, builder);
}

Status StepSequence::set_options(const CommonOptions& common, unsigned depth, Group& group) {
  group.plain = false;
  group.tag = common.tag;
  group.ignore_missing = common.ignore_missing;
  group.ignore_failure = common.ignore_failure;
  if (common.condition != nullptr) {
    auto condition = cel::Expression::compile(bytes(*common.condition), cel::Kind::boolean);
    if (!condition) return invalid_config(std::move(condition.error().message), common.condition);
    group.condition = std::move(*condition);
  }
  if (common.on_failure == nullptr) return {};
  group.on_failure = std::make_unique<StepSequence>(runtime_);
  return group.on_failure->compile(*common.on_failure, depth + 1);
}

Status StepSequence::start() {
  for (Group& group : groups_) {
    for (const std::unique_ptr<Step>& step : group.steps) {
      if (Status status = step->start(); !status) {
        status.error().message =
            "could not start the step \"" + step->label() + "\": " + status.error().message;
        return status;
      }
    }
    if (group.on_failure == nullptr) continue;
    if (Status status = group.on_failure->start(); !status) return status;
  }
  return {};
}

bool StepSequence::run_plain(EventEditor& editor) {
  for (Group& group : groups_) {
    if (group.condition) {
      const Turn turn = check_condition(group, editor);
      if (turn == Turn::end) return false;
      if (turn == Turn::skip) continue;
    }
    for (const std::unique_ptr<Step>& step : group.steps) {
      const StepOutcome outcome = step->apply(editor);
      if (outcome != StepOutcome::done && !settle(group, *step, outcome, editor)) return false;
    }
  }
  return true;
}

bool StepSequence::run_traced(EventEditor& editor) {
  for (Group& group : groups_) {
    if (group.condition) {
      const Turn turn = check_condition(group, editor);
      if (turn == Turn::end) return false;
      if (turn == Turn::skip) continue;
    }
    for (const std::unique_ptr<Step>& step : group.steps) {
      const StepOutcome outcome = step->apply(editor);
      if (outcome == StepOutcome::done) {
        runtime_.trace(editor, step->label(), {});
      } else if (!settle(group, *step, outcome, editor)) {
        return false;
      }
    }
  }
  return true;
}

StepSequence::Turn StepSequence::check_condition(Group& group, EventEditor& editor) {
  std::string_view why;
  const cel::Truth truth = group.condition->test(editor, why);
  if (truth == cel::Truth::yes) return Turn::go_on;
  if (truth == cel::Truth::no) {
    for (const std::unique_ptr<Step>& step : group.steps) {
      if (runtime_.traced()) runtime_.trace(editor, step->label(), "condition did not hold");
    }
    return Turn::skip;
  }
  if (group.steps.empty()) return Turn::skip;
  std::string message = "condition \"" + group.condition->text() + "\": ";
  return fail(group, *group.steps.front(), message.append(why), editor) ? Turn::skip : Turn::end;
}

// What a step did other than what it was asked to. False: the event has ended.
bool StepSequence::settle(Group& group, Step& step, StepOutcome outcome, EventEditor& editor) {
  if (outcome == StepOutcome::failed) return fail(group, step, step.failure(editor), editor);
  if (outcome == StepOutcome::missing) {
    if (!group.ignore_missing) return fail(group, step, step.absence(), editor);
    runtime_.count_missing();
    if (runtime_.traced()) runtime_.trace(editor, step.label(), "missing");
    return true;
  }
  sluice_event& event = editor.event();
  if (event.state == SLUICE_EVENT_LIVE) {
    const std::string_view reason = editor.batch().copy(step.failure(editor));
    outcome == StepOutcome::dropped ? filter(event, reason) : reject(event, reason);
  }
  if (runtime_.traced()) runtime_.trace(editor, step.label(), view(event.reason));
  return false;
}

// What a failure leaves in the event belongs to the step that failed, so it is traced after that.
bool StepSequence::fail(Group& group, Step& step, const std::string& message, EventEditor& editor) {
  const auto trace = [&](std::string_view note) {
    if (runtime_.traced()) runtime_.trace(editor, step.label(), note);
  };
  if (group.ignore_failure) {
    runtime_.ignore_failure();
    trace(message);
    return true;
  }
  if (group.on_failure == nullptr) {
    runtime_.record_failure(editor, step, group.tag, message);
    trace(message);
    return true;
  }
  runtime_.count_failure(step, message, "its on_failure was done");
  FailureField field(editor, step, group.tag, message);
  trace(message);
  const bool alive = group.on_failure->run(editor);
  field.remove();
  trace("its on_failure was done");
  return alive;
}

}  // namespace sluice
