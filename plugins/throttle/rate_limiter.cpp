#include "rate_limiter.hpp"

#include <algorithm>

namespace sluice {
namespace {

constexpr uint32_t first_room = 256;

}  // namespace

RateLimiter::RateLimiter(RateLimit rate, uint32_t most_keys)
    : rate_(rate), most_keys_(most_keys), table_room_(std::min(most_keys, first_room)) {
  buckets_.reserve(table_room_);
  table_.reset(table_room_);
}

bool RateLimiter::take(const kit::Hash128& key, int64_t now_ms) {
  Bucket& bucket = buckets_[find_or_make(key, now_ms)];
  if (now_ms > bucket.last_ms) {
    const double passed_ms = static_cast<double>(now_ms) - static_cast<double>(bucket.last_ms);
    bucket.tokens = std::min(rate_.burst, bucket.tokens + passed_ms * rate_.limit / rate_.per_ms);
    bucket.last_ms = now_ms;
  }
  // A little less than one is one: sums of fractions do not meet whole numbers.
  constexpr double nearly_one = 1 - 1e-9;
  if (bucket.tokens < nearly_one) return false;
  bucket.tokens = std::max(0.0, bucket.tokens - 1);
  return true;
}

uint32_t RateLimiter::find_or_make(const kit::Hash128& key, int64_t now_ms) {
  uint32_t at = table_.find(key, buckets_);
  if (at != none) {
    if (at == newest_) return at;
    unlink(at);
    link_newest(at);
    return at;
  }
  if (buckets_.size() == most_keys_) {
    at = oldest_;
    table_.erase(at, buckets_);
    unlink(at);
    ++forgotten_;
  } else {
    if (buckets_.size() == table_room_) {
      table_room_ = std::min<size_t>(table_room_ * 2, most_keys_);
      buckets_.reserve(table_room_);
      table_.reset(table_room_);
      for (uint32_t i = 0; i < buckets_.size(); ++i) table_.insert(buckets_[i].key, i);
    }
    at = static_cast<uint32_t>(buckets_.size());
    buckets_.emplace_back();
  }
  buckets_[at] = {key, rate_.burst, now_ms, none, none};
  table_.insert(key, at);
  link_newest(at);
  return at;
}

void RateLimiter::link_newest(uint32_t at) {
  buckets_[at].newer = none;
  buckets_[at].older = newest_;
  if (newest_ != none) buckets_[newest_].newer = at;
  newest_ = at;
  if (oldest_ == none) oldest_ = at;
}

void RateLimiter::unlink(uint32_t at) {
  const Bucket& bucket = buckets_[at];
  (bucket.newer == none ? newest_ : buckets_[bucket.newer].older) = bucket.older;
  (bucket.older == none ? oldest_ : buckets_[bucket.older].newer) = bucket.newer;
}

size_t RateLimiter::memory_bytes() const {
  return buckets_.capacity() * sizeof(Bucket) + table_.memory_bytes();
}

}  // namespace sluice
