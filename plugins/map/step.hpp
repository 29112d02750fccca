// What every step of `map` is: compiled once from its setting, applied to each event.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <kit/event/event_editor.hpp>
#include <sluice/host.hpp>
#include <sluice/option.hpp>

namespace sluice {

enum class StepOutcome : uint8_t {
  done,
  missing,   // there was nothing to work on; the event is unchanged
  failed,    // it could not be done; the event is unchanged and failure() says why
  dropped,   // the event is not wanted: FILTERED, with failure() as the reason
  rejected,  // the event can never be used: REJECTED, with failure() as the reason
};

/// One operation on one place. `rename: {a: x, b: y}` becomes two of them. Belongs to one instance
/// of the transform. Keys and constants that it writes to an event live as long as the step, which
/// is until the instance is destroyed and so longer than any batch.
class Step {
 public:
  /// `label` is for messages: `rename a to b.c`.
  explicit Step(std::string label) : label_(std::move(label)) {}
  Step(const Step&) = delete;
  Step& operator=(const Step&) = delete;
  virtual ~Step() = default;

  /// Allocates in the arena of the batch only. Throws std::bad_alloc.
  virtual StepOutcome apply(EventEditor& editor) = 0;
  /// After `failed`, `dropped` or `rejected`: why, such as `"a" holds text, not an object`.
  virtual std::string failure(const EventEditor&) const { return {}; }

  /// Opens what the step works with, such as a file; once, before the first event. `init` and
  /// `validate` touch nothing outside the process.
  virtual Status start() { return {}; }

  const std::string& label() const { return label_; }
  /// True the first time: what one event makes a step say, the next thousand would say too.
  bool first_failure() { return !std::exchange(failed_before_, true); }

 private:
  std::string label_;
  bool failed_before_ = false;
};

using StepList = std::vector<std::unique_ptr<Step>>;

/// What the compile functions work with.
struct StepBuilder {
  Json json;
  StepList& steps;

  template <class T, class... Arguments>
  void add(Arguments&&... arguments) {
    steps.push_back(std::make_unique<T>(std::forward<Arguments>(arguments)...));
  }
};

/// A kind of step: its option (whose name is the step's) and how its setting becomes steps. Errors
/// are invalid_config with `at`.
struct StepKind {
  Option option;
  Status (*compile)(const sluice_value& setting, StepBuilder& builder);
};

/// The path written as a setting's key or text; `at` is the setting to point at when it is wrong.
inline Result<FieldPath> setting_path(std::string_view text, const sluice_value& at) {
  Result<FieldPath> path = FieldPath::parse(text);
  if (!path) return invalid_config(std::move(path.error().message), &at);
  return path;
}

}  // namespace sluice
