// The `if` of a transform: events for which it does not hold pass the transform by. All lanes share
// one. Thread-safe, on different batches.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include <flow/ledger.hpp>
#include <flow/log.hpp>
#include <kit/cel/expression.hpp>
#include <sluice/batch.hpp>

namespace sluice::flow {

class Condition {
 public:
  /// `transform` is the id that counters and messages name. Everything outlives this.
  Condition(const cel::Expression& expression, std::string transform, Counters& counters,
            const Logger& log)
      : expression_(expression), transform_(std::move(transform)), counters_(counters), log_(log) {}

  /// Sets the LIVE events for which it does not hold to BYPASSED; returns whether any is LIVE
  /// still. Where it cannot be evaluated it does not hold: the failure is added to `_meta.errors`
  /// of the event, counted as `condition_errors`, and the first one is logged. Throws
  /// std::bad_alloc.
  bool bypass(Batch batch);

  /// Makes BYPASSED events LIVE again.
  static void restore(Batch batch);

 private:
  const cel::Expression& expression_;
  const std::string transform_;
  Counters& counters_;
  const Logger& log_;
  std::atomic<bool> is_reported_ = false;
};

}  // namespace sluice::flow
