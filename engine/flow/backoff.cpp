#include <algorithm>

#include <flow/backoff.hpp>

namespace sluice::flow {

int64_t Backoff::next_ms(uint32_t failures, int64_t retry_after_ms) {
  int64_t ceiling = policy_.initial_ms;
  for (uint32_t i = 1; i < failures && ceiling < policy_.maximum_ms; ++i) ceiling *= 2;
  ceiling = std::min(ceiling, policy_.maximum_ms);
  const int64_t jittered =
      std::uniform_int_distribution<int64_t>(0, std::max<int64_t>(ceiling, 1))(random_);
  return std::max(jittered, retry_after_ms);
}

}  // namespace sluice::flow
