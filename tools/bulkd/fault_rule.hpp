// One fault rule: when it strikes, and what goes wrong then. README.md documents the language.
// Threading: a plain value.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kit_names.hpp"

namespace sluice::bulkd {

// What kind of request a rule looks at.
enum class RequestKind { bulk, search, count, doc, root, index, other, any };

enum class DropPoint { before, after };

struct ItemFault {
  enum class Which { nth, every, random };
  Which which = Which::nth;
  std::uint64_t n = 0;       // nth, every: counted from 1 within the request
  double probability = 0.0;  // random
  int status = 429;
};

struct FaultRule {
  std::string text;  // as it was written

  // When.
  RequestKind match = RequestKind::bulk;
  std::uint64_t after = 0;             // matching requests to let pass first
  std::uint64_t every = 1;             // of the rest: each 1st, or each nth
  std::optional<std::uint64_t> times;  // strike at most so often
  double probability = 1.0;
  std::uint64_t seed = 1;

  // What.
  std::optional<int> status;
  std::optional<std::string> retry_after;
  std::optional<std::string> body;
  bool stored = false;  // with status or empty: handle the request first
  bool empty = false;
  std::chrono::milliseconds delay{0};        // before handling
  std::chrono::milliseconds reply_delay{0};  // before the reply
  std::optional<DropPoint> drop;
  std::optional<std::size_t> cut;  // bytes of the reply body to send
  bool pretty = false;
  std::vector<ItemFault> items;
};

// The error names the part and, for a key, the nearest known one.
Result<FaultRule> parse_fault_rule(std::string_view text);

}  // namespace sluice::bulkd
