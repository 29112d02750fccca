// Conditions and what happens when one cannot be evaluated: it is counted each time and logged
// once. For transforms; an instance belongs to one thread at a time.
#pragma once

#include <string_view>
#include <utility>

#include <kit/cel/expression.hpp>
#include <sluice/host.hpp>

namespace sluice {

/// The expression in a setting. Wrong ones are invalid_config, pointing at the setting.
Result<cel::Expression> compile_expression(const sluice_value& setting,
                                           cel::Kind wanted = cel::Kind::dynamic);

/// Counts failures of one kind, and logs the first of them. What one event makes a component say,
/// the next thousand would say too.
class FailureLog {
 public:
  /// `counter` is constant.
  FailureLog(Host host, std::string_view counter) : host_(host), counter_(counter) {}

  /// Counts one; true when it is the first in the run, which is then to be logged.
  bool add() {
    ++uncounted_;
    return !std::exchange(logged_, true) && host_.first_time(counter_);
  }
  /// `what` failed, such as `could not evaluate "a > 1"`; `instead` is what becomes of the events,
  /// such as "such events are kept".
  void log(std::string_view what, std::string_view why, std::string_view instead) const;
  /// To be called behind each batch: tells the host how many there were.
  void count();

 private:
  Host host_;
  std::string_view counter_;
  uint64_t uncounted_ = 0;
  bool logged_ = false;
};

}  // namespace sluice
