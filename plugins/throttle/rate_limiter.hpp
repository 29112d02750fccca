// Token buckets, one for each key: a bucket holds up to `burst` tokens, gains `limit` of them in
// each `per_ms`, and an event takes one. The keys used last are remembered, so many at most; one
// that was forgotten begins again with a full bucket. Bounded memory: 40 bytes for each key, 8 to
// 16 for finding it; both double as they fill. Belongs to one thread at a time.
#pragma once

#include <cstdint>
#include <vector>

#include <kit/select/key_table.hpp>

namespace sluice {

struct RateLimit {
  double limit;
  double per_ms;
  double burst;  // at least 1
};

class RateLimiter {
 public:
  /// REQUIRES: 1 <= most_keys <= 2^30.
  RateLimiter(RateLimit rate, uint32_t most_keys);

  /// Takes a token from the key's bucket; false when it has none. A time before the key's last one
  /// counts as that. Throws std::bad_alloc.
  bool take(const kit::Hash128& key, int64_t now_ms);

  uint32_t keys() const { return static_cast<uint32_t>(buckets_.size()); }
  /// How often a key was forgotten to make room for another.
  uint64_t forgotten() const { return forgotten_; }
  /// Of the buckets and the table.
  size_t memory_bytes() const;

 private:
  struct Bucket {
    kit::Hash128 key;
    double tokens;
    int64_t last_ms;
    uint32_t newer;  // used after this one, and
    uint32_t older;  // before it
  };
  static constexpr uint32_t none = KeyTable::none;

  uint32_t find_or_make(const kit::Hash128& key, int64_t now_ms);
  void link_newest(uint32_t at);
  void unlink(uint32_t at);

  const RateLimit rate_;
  const uint32_t most_keys_;
  std::vector<Bucket> buckets_;
  KeyTable table_;
  size_t table_room_;
  uint32_t newest_ = none;
  uint32_t oldest_ = none;
  uint64_t forgotten_ = 0;
};

}  // namespace sluice
