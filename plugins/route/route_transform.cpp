#include "route_transform.hpp"

#include <utility>

#include <kit/select/wording.hpp>

namespace sluice {
namespace {

constexpr std::string_view unmatched_reason = "no rule matches";

}  // namespace

Status RouteTransform::init(const Settings& settings) {
  const SinkNames sinks(host());
  const sluice_value* rules = settings.find("rules");
  if (rules == nullptr || rules->size == 0) {
    return invalid_config("it needs at least one rule", rules);
  }
  for (uint32_t i = 0; i < rules->size; ++i) {
    if (Status added = add_rule(rules->as.items[i], sinks); !added) return added;
  }
  matches_all_ = settings.text("match") == "all";
  const sluice_value* otherwise = settings.find("otherwise");
  if (otherwise != nullptr && bytes(*otherwise) == "drop") {
    otherwise_drop_ = true;
  } else if (otherwise != nullptr) {
    const Result<uint32_t> bits = sinks.bits(*otherwise);
    if (!bits) return Error(bits.error());
    otherwise_ = *bits;
  }
  return matches_all_ ? Status() : check_reached(*rules);
}

Status RouteTransform::add_rule(const sluice_value& setting, const SinkNames& sinks) {
  const Settings settings(&setting);
  Rule rule;
  if (const sluice_value* condition = settings.find("if")) {
    Result<cel::Expression> expression = compile_expression(*condition, cel::Kind::boolean);
    if (!expression) return std::move(expression).error();
    rule.condition = *std::move(expression);
  }
  const sluice_value* sink = settings.find("sink");
  const sluice_value* index = settings.find("index");
  if (sink == nullptr && index == nullptr) {
    return invalid_config("a rule needs \"sink\" or \"index\", where the events go", &setting);
  }
  if (sink != nullptr) {
    const Result<uint32_t> bits = sinks.bits(*sink);
    if (!bits) return Error(bits.error());
    rule.sinks = *bits;
  }
  if (index != nullptr) {
    Result<NameTemplate> name = NameTemplate::parse(bytes(*index));
    if (!name) return invalid_config(std::move(name.error().message), index);
    if (name->is_constant()) {
      const OwnedBatch none = host().create_batch();
      const sluice_event no_event{};
      name->render(no_event, Batch(none.get()), host().json(), rule.constant_index, why_);
    }
    rule.index = *std::move(name);
  }
  rules_.push_back(std::move(rule));
  return {};
}

Status RouteTransform::check_reached(const sluice_value& rules) const {
  for (size_t i = 0; i + 1 < rules_.size(); ++i) {
    if (rules_[i].condition.has_value()) continue;
    return invalid_config(
        "this rule is never reached: the one before it has no \"if\", so it takes every event",
        &rules.as.items[i + 1]);
  }
  return {};
}

Status RouteTransform::apply(Batch batch) {
  EventEditor editor(batch, host().json());
  last_name_ = {};  // belongs to the batch before
  for (sluice_event& event : batch.events()) {
    if (event.state != SLUICE_EVENT_LIVE) continue;
    editor.select(event);
    route(editor);
  }
  errors_.count();
  unnamed_.count();
  return {};
}

// With `all`, the sinks of all matching rules together, and the index of the first that has one: an
// event goes under one index wherever it goes.
void RouteTransform::route(EventEditor& editor) {
  uint32_t sinks = 0;
  bool is_matched = false;
  bool is_named = false;
  for (const Rule& rule : rules_) {
    if (!holds(rule, editor)) continue;
    is_matched = true;
    sinks |= rule.sinks;
    if (rule.index.has_value() && !is_named) {
      name(rule, editor);
      is_named = true;
    }
    if (!matches_all_) break;
  }
  sluice_event& event = editor.event();
  if (!is_matched && otherwise_drop_) return filter(event, unmatched_reason);
  if (!is_matched) sinks = otherwise_;
  if (sinks != 0) event.sinks = sinks;
}

bool RouteTransform::holds(const Rule& rule, EventEditor& editor) {
  if (!rule.condition.has_value()) return true;
  std::string_view why;
  const cel::Truth truth = rule.condition->test(editor, why);
  if (truth == cel::Truth::error && errors_.add()) {
    errors_.log("could not evaluate " + shown(rule.condition->text()), why,
                "the rule is passed over for such events");
  }
  return truth == cel::Truth::yes;
}

void RouteTransform::name(const Rule& rule, EventEditor& editor) {
  sluice_event& event = editor.event();
  if (rule.index->is_constant()) {
    event.destination = to_text(rule.constant_index);
    return;
  }
  name_.clear();
  if (!rule.index->render(event, editor.batch(), editor.json(), name_, why_)) {
    if (unnamed_.add()) {
      unnamed_.log("could not name the index " + shown(rule.index->text()), why_,
                   "such events go where the sink's settings say");
    }
    return;
  }
  if (name_ != last_name_) last_name_ = editor.batch().copy(name_);
  event.destination = to_text(last_name_);
}

}  // namespace sluice
