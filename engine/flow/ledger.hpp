// The ledger: every event that was read ends in exactly one outcome. Plain counts, merged by the
// thread that owns them; Counters is thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace sluice::flow {

/// How one event ended.
enum class Outcome : uint8_t {
  pending,
  delivered,
  duplicate,
  filtered,
  dead_lettered,
  handed_back
};

struct Ledger {
  uint64_t read = 0;  // events that the source read or a transform added
  uint64_t delivered = 0;
  uint64_t duplicate = 0;
  uint64_t filtered = 0;
  uint64_t dead_lettered = 0;
  uint64_t handed_back = 0;
  uint64_t requests = 0;   // that were sent, retries included
  uint64_t retries = 0;    // requests beyond the first try of their events
  uint64_t bytes_in = 0;   // of input, decompressed
  uint64_t bytes_out = 0;  // of requests, as sent

  void count(Outcome outcome, uint64_t events = 1);
  void add(const Ledger& other);

  uint64_t outcomes() const {
    return delivered + duplicate + filtered + dead_lettered + handed_back;
  }
  /// The first promise: nothing is missing, nothing counted twice.
  bool accounted() const { return read == outcomes(); }
};

/// Whether outcomes happened, or, after a dry run, only would have: `would_be_delivered=310`.
enum class Tense : uint8_t { was, would_be };

/// `read=310 delivered=310 ... seconds=0.041`.
std::string to_text(const Ledger& ledger, double seconds, Tense tense = Tense::was);
/// `"read":310,"delivered":310,...,"seconds":0.041`: members without braces.
std::string to_json_members(const Ledger& ledger, double seconds, Tense tense = Tense::was);

/// What components count for themselves, as `component.name`. Thread-safe.
class Counters {
 public:
  void add(const std::string& component, std::string_view name, uint64_t delta);
  std::map<std::string, uint64_t> snapshot() const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, uint64_t> counts_;
};

}  // namespace sluice::flow
