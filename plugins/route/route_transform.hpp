// Chooses the sinks and the index of each event by rules in order. One instance for each lane, used
// by one thread at a time. Without state: where an event goes depends on the event alone.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <kit/event/name_template.hpp>
#include <kit/select/condition.hpp>
#include <sluice/transform.hpp>

#include "sink_names.hpp"

namespace sluice {

class RouteTransform : public Transform {
 public:
  explicit RouteTransform(Host host)
      : Transform(host), errors_(host, "errors"), unnamed_(host, "index_missing") {}

  /// Compiles `rules`. Sinks that the pipeline does not have are invalid_config.
  Status init(const Settings& settings) override;
  Status apply(Batch batch) override;

 private:
  struct Rule {
    std::optional<cel::Expression> condition;  // none: holds for every event
    uint32_t sinks = 0;                        // 0: says nothing about them
    std::optional<NameTemplate> index;
    std::string constant_index;  // of a template without places
  };

  Status add_rule(const sluice_value& setting, const SinkNames& sinks);
  Status check_reached(const sluice_value& rules) const;
  bool holds(const Rule& rule, EventEditor& editor);
  void route(EventEditor& editor);
  void name(const Rule& rule, EventEditor& editor);

  std::vector<Rule> rules_;
  bool matches_all_ = false;
  uint32_t otherwise_ = 0;  // 0: leave it to the pipeline
  bool otherwise_drop_ = false;
  FailureLog errors_;
  FailureLog unnamed_;

  // The last name made, kept so that a batch holds equal names once.
  std::string name_;
  std::string why_;
  std::string_view last_name_;
};

}  // namespace sluice
