// What all steps of one instance share while they run, and what becomes of a failure.
#pragma once

#include <string>
#include <string_view>

#include <kit/event/event_editor.hpp>
#include <sluice/abi/ext/trace.h>
#include <sluice/host.hpp>

#include "step.hpp"

namespace sluice {

class StepRuntime {
 public:
  explicit StepRuntime(Host host);

  Json json() const { return host_.json(); }
  /// Memory of a step's own. Throws std::bad_alloc.
  OwnedBatch create_batch() const { return host_.create_batch(); }
  uint32_t next_step_number() { return ++steps_; }
  int64_t unix_time_ms() const { return host_.unix_time_ms(); }

  void count_missing(uint64_t count = 1) { missing_ += count; }
  void count_redacted(uint64_t findings) { redacted_ += findings; }
  /// Only counts it.
  void ignore_failure() { ++ignored_failures_; }
  /// Counts a failure and logs a step's first one in the run. `consequence` ends the message: what
  /// becomes of the event.
  void count_failure(Step& step, std::string_view message, std::string_view consequence);
  /// Counts the failure and adds {step, tag, message} to the event's `_meta.errors`.
  void record_failure(EventEditor& editor, Step& step, std::string_view tag,
                      std::string_view message);

  /// Hands the counts over to the host; once for each batch.
  void flush_counts();

  bool traced() const { return trace_ != nullptr; }
  /// REQUIRES: traced().
  void trace(const EventEditor& editor, std::string_view label, std::string_view note) const;

 private:
  const Host host_;
  const sluice_ext_trace* trace_;
  uint32_t steps_ = 0;
  uint64_t missing_ = 0;
  uint64_t redacted_ = 0;
  uint64_t failed_ = 0;
  uint64_t ignored_failures_ = 0;
  uint64_t unrecorded_failures_ = 0;
};

/// The field `_failure`, which tells the steps of `on_failure` what happened, for as long as this
/// lives. What stood there before comes back.
class FailureField {
 public:
  FailureField(EventEditor& editor, const Step& step, std::string_view tag,
               std::string_view message);
  FailureField(const FailureField&) = delete;
  FailureField& operator=(const FailureField&) = delete;
  /// Takes it away again. Throws std::bad_alloc.
  void remove();

 private:
  EventEditor& editor_;
  sluice_value before_;
  bool was_there_ = false;
};

}  // namespace sluice
