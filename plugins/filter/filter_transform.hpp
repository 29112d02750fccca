// Keeps the events that a condition holds for, or takes out those that another one holds for. One
// instance for each lane, used by one thread at a time. Without state: an event's fate depends on
// the event alone.
#pragma once

#include <optional>
#include <string>

#include <kit/select/condition.hpp>
#include <sluice/transform.hpp>

namespace sluice {

class FilterTransform : public Transform {
 public:
  explicit FilterTransform(Host host) : Transform(host), errors_(host, "errors") {}

  /// Compiles `keep` and `drop`, of which at least one is needed.
  Status init(const Settings& settings) override;
  Status apply(Batch batch) override;

 private:
  // One of the two conditions, and why events are taken out by it. Reasons outlive every batch.
  struct Rule {
    cel::Expression expression;
    cel::Truth kept_when;
    std::string subject;  // for messages: `keep "a > 1"`
    std::string reason;
    std::string error_reason;
  };
  enum class OnError : uint8_t { keep, drop, reject };

  Status add_rule(const Settings& settings, std::string_view option, std::optional<Rule>& rule);
  void apply(Rule& rule, EventEditor& editor);
  void fail(Rule& rule, EventEditor& editor, std::string_view why);

  std::optional<Rule> keep_;
  std::optional<Rule> drop_;
  OnError on_error_ = OnError::keep;
  FailureLog errors_;
};

}  // namespace sluice
