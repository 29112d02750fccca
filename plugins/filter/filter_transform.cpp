#include "filter_transform.hpp"

#include <utility>

#include <kit/select/wording.hpp>

namespace sluice {

Status FilterTransform::init(const Settings& settings) {
  if (Status added = add_rule(settings, "keep", keep_); !added) return added;
  if (Status added = add_rule(settings, "drop", drop_); !added) return added;
  if (!keep_.has_value() && !drop_.has_value()) {
    return invalid_config("it needs \"keep\" or \"drop\", the condition to filter by",
                          settings.value());
  }
  const std::string_view on_error = settings.text("on_error");
  on_error_ = on_error == "drop"     ? OnError::drop
              : on_error == "reject" ? OnError::reject
                                     : OnError::keep;
  return {};
}

Status FilterTransform::add_rule(const Settings& settings, std::string_view option,
                                 std::optional<Rule>& rule) {
  const sluice_value* setting = settings.find(option);
  if (setting == nullptr) return {};
  Result<cel::Expression> expression = compile_expression(*setting, cel::Kind::boolean);
  if (!expression) return std::move(expression).error();
  const bool keeps = option == "keep";
  std::string subject = std::string(option) + " " + shown(bytes(*setting));
  std::string reason(settings.text("reason"));
  if (reason.empty()) reason = subject + (keeps ? " does not hold" : " holds");
  std::string error_reason = subject + " could not be evaluated";
  rule = Rule{*std::move(expression), keeps ? cel::Truth::yes : cel::Truth::no, std::move(subject),
              std::move(reason), std::move(error_reason)};
  return {};
}

Status FilterTransform::apply(Batch batch) {
  EventEditor editor(batch, host().json());
  for (sluice_event& event : batch.events()) {
    if (event.state != SLUICE_EVENT_LIVE) continue;
    editor.select(event);
    if (keep_.has_value()) apply(*keep_, editor);
    if (drop_.has_value() && event.state == SLUICE_EVENT_LIVE) apply(*drop_, editor);
  }
  errors_.count();
  return {};
}

void FilterTransform::apply(Rule& rule, EventEditor& editor) {
  std::string_view why;
  const cel::Truth truth = rule.expression.test(editor, why);
  if (truth == rule.kept_when) return;
  if (truth == cel::Truth::error) return fail(rule, editor, why);
  filter(editor.event(), rule.reason);
}

void FilterTransform::fail(Rule& rule, EventEditor& editor, std::string_view why) {
  std::string_view instead = "such events are kept";
  if (on_error_ == OnError::drop) {
    instead = "such events are filtered";
    filter(editor.event(), rule.error_reason);
  } else if (on_error_ == OnError::reject) {
    instead = "such events are rejected";
    const Batch batch = editor.batch();
    reject(editor.event(), batch.copy(rule.error_reason + ": " + std::string(why)));
  }
  if (errors_.add()) errors_.log("could not evaluate " + rule.subject, why, instead);
}

}  // namespace sluice
