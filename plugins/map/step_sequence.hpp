// A list of steps, compiled: that of the transform, of an `on_failure`, of a `foreach`.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <kit/cel/expression.hpp>

#include "step_runtime.hpp"

namespace sluice {

class StepSequence {
 public:
  /// How deep lists of steps may stand in each other.
  static constexpr unsigned max_depth = 16;

  /// `runtime` outlives this.
  explicit StepSequence(StepRuntime& runtime) : runtime_(runtime) {}

  /// Compiles a list of steps. Wrong settings are invalid_config, pointing at the setting.
  Status compile(const sluice_value& list, unsigned depth = 1);
  /// Starts all steps; an error names the step.
  Status start();

  /// Does the steps in order to the event that the editor has selected. False: one of them dropped
  /// or rejected it.
  bool run(EventEditor& editor) {
    return runtime_.traced() ? run_traced(editor) : run_plain(editor);
  }

 private:
  // One item of the list: the steps of its fields, which share its options. Neighbours without
  // options are one group.
  struct Group {
    StepList steps;
    std::optional<cel::Expression> condition;
    std::unique_ptr<StepSequence> on_failure;
    std::string tag;
    bool ignore_missing = true;
    bool ignore_failure = false;
    bool plain = true;
  };
  enum class Turn : uint8_t { go_on, skip, end };

  Status compile_item(const sluice_value& item, unsigned depth);
  Status set_options(const CommonOptions& common, unsigned depth, Group& group);
  bool run_plain(EventEditor& editor);
  bool run_traced(EventEditor& editor);
  Turn check_condition(Group& group, EventEditor& editor);
  bool settle(Group& group, Step& step, StepOutcome outcome, EventEditor& editor);
  bool fail(Group& group, Step& step, const std::string& message, EventEditor& editor);

  StepRuntime& runtime_;
  std::vector<Group> groups_;
};

}  // namespace sluice
