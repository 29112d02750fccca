// How long to wait before the next try: exponential with full jitter, so that clients which failed
// together do not come back together (AWS Architecture Blog, "Exponential Backoff And Jitter").
// Used by one thread.
#pragma once

#include <cstdint>
#include <random>

namespace sluice::flow {

struct RetryPolicy {
  int64_t initial_ms = 200;
  int64_t maximum_ms = 10'000;
  int64_t give_up_after_ms = 300'000;  // from the first try
};

class Backoff {
 public:
  explicit Backoff(const RetryPolicy& policy, uint64_t seed) : policy_(policy), random_(seed) {}

  /// The wait before the try that follows `failures` failed ones (from 1). At least what the store
  /// asked for in `retry_after_ms` (-1: nothing).
  int64_t next_ms(uint32_t failures, int64_t retry_after_ms);

 private:
  const RetryPolicy policy_;
  std::minstd_rand random_;
};

}  // namespace sluice::flow
