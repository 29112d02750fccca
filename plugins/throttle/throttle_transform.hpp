// Lets so many events pass in a time, for each key, and takes out the others. One instance for all
// lanes; calls never overlap. Its state is that of one run.
#pragma once

#include <optional>
#include <string>

#include <kit/select/condition.hpp>
#include <kit/select/event_key.hpp>
#include <sluice/transform.hpp>

#include "rate_limiter.hpp"

namespace sluice {

class ThrottleTransform : public Transform {
 public:
  explicit ThrottleTransform(Host host) : Transform(host), errors_(host, "errors") {}

  Status init(const Settings& settings) override;
  Status apply(Batch batch) override;

 private:
  bool read_key(EventEditor& editor, kit::Hash128& key);
  int64_t time_of(const sluice_event& event, int64_t now_ms);
  void count();

  std::optional<EventKey> key_;  // none: all events together
  std::optional<RateLimiter> limiter_;
  bool by_event_time_ = false;
  int64_t last_event_ms_ = SLUICE_NO_TIMESTAMP;  // of the events with a time
  std::string reason_;
  uint64_t missing_ = 0;  // of the batch at hand
  uint64_t untimed_ = 0;
  uint64_t forgotten_ = 0;  // as far as the host was told
  FailureLog errors_;
};

}  // namespace sluice
