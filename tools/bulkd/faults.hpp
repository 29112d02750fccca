// The fault rules in force, and what they do to the request at hand.
// Threading: Faults may be used from any thread; a FaultPlan belongs to one request.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "bulk_item.hpp"
#include "fault_rule.hpp"
#include "kit_names.hpp"

namespace sluice::bulkd {

// Everything that goes wrong with one request.
struct FaultPlan {
  struct Items {
    ItemFault fault;
    std::mt19937_64 random;
  };

  // Of the rules that strike, the first one that says status, empty, drop or cut has its way.
  std::optional<FaultRule> ending;
  std::chrono::milliseconds delay{0};
  std::chrono::milliseconds reply_delay{0};
  bool pretty = false;
  std::vector<Items> items;

  // Turns the items that are to fail into refused ones, so that the store leaves them alone.
  void strike(std::vector<BulkItem>& bulk, const Claim& claim);
};

// The error that an item with this status usually has.
ItemError usual_item_error(int status, const Claim& claim);

class Faults {
 public:
  struct Listed {
    std::uint64_t id = 0;
    std::string text;
    std::uint64_t seen = 0;    // requests of its kind
    std::uint64_t struck = 0;  // requests that it changed
  };

  std::uint64_t add(FaultRule rule);
  std::vector<Listed> list() const;
  bool remove(std::uint64_t id);
  void clear();

  FaultPlan plan(RequestKind kind);

 private:
  struct Active {
    std::uint64_t id = 0;
    FaultRule rule;
    std::uint64_t seen = 0;
    std::uint64_t struck = 0;
    std::mt19937_64 random;
  };

  mutable std::mutex mutex_;
  std::uint64_t next_id_ = 1;
  std::vector<Active> active_;
};

}  // namespace sluice::bulkd
