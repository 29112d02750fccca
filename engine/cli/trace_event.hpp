// What `dry-run --trace` tells of one event. Plain values; no thread rules.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <flow/ledger.hpp>
#include <runtime/json_diff.hpp>

namespace sluice::cli {

/// What a transform, or a step of one, made of the event.
struct TraceStep {
  enum class Kind : uint8_t {
    done,
    passed_over,  // its condition did not hold, or it found nothing to work on
    failed,
    ended  // it took the event out
  };

  std::string transform;
  std::string step;  // as its author wrote it; empty: the transform as a whole
  std::string note;  // what is not seen in the event; may be empty
  Kind kind = Kind::done;
  std::vector<runtime::JsonChange> changes;
};

/// The bytes that a sink made of the event.
struct TraceRequest {
  std::string sink;
  std::string index;  // of a `_bulk` action; empty: it has none
  std::string bytes;
};

struct TraceEvent {
  uint64_t number = 0;  // from 1, in the order in which the run saw them
  std::string place;    // in the input
  std::string id;
  std::string added_by;  // the transform that made it; empty: the source read it
  std::string read;      // as JSON; empty: it could not be read
  std::string original;  // the bytes, where it could not be read
  std::vector<TraceStep> steps;
  std::vector<TraceRequest> requests;
  flow::Outcome outcome = flow::Outcome::pending;
  std::string by;      // the transform that took it out; empty: none did
  std::string reason;  // why it was not delivered
};

/// `delivered`, `dead_lettered`, ...
std::string_view name_of(flow::Outcome outcome);

}  // namespace sluice::cli
