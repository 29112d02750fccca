// Brings the items of an encoded batch to their outcome through one sink instance: cuts them into
// requests, retries what may succeed later, splits what is too large, bisects what is refused as a
// whole. Used by one lane.
#pragma once

#include <cstdint>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include <flow/backoff.hpp>
#include <flow/control.hpp>
#include <flow/encoded_batch.hpp>
#include <flow/ledger.hpp>
#include <flow/log.hpp>
#include <loader/instance.hpp>

namespace sluice::flow {

/// An item that the store will never take.
struct Rejection {
  uint32_t item;       // index in the encoded batch
  uint32_t status;     // the store's number, 0: none
  std::string reason;  // what happened
  std::string error;   // the store's own words
};

/// A sink's `begin`, once for all its instances in the process. Thread-safe.
class BeginOnce {
 public:
  Status begin(loader::SinkInstance& sink);

 private:
  std::mutex mutex_;
  bool done_ = false;
};

struct DeliveryContext {
  loader::SinkInstance& sink;
  BeginOnce& begin;
  sluice_sink_limits limits;
  RetryPolicy retry;
  Control& control;
  const Logger& log;
  std::string name;                // who speaks in messages: the component, or `sink.hot`
  bool is_one_of_several = false;  // sinks, so that also the reason of a failure must name it
};

class Delivery {
 public:
  Delivery(const DeliveryContext& context, uint64_t seed);

  /// Sends all items. `outcomes` (one for each item, pending) get delivered, duplicate or
  /// handed_back; those that stay pending were rejected and stand in `rejections`. Requests and
  /// bytes are counted in `ledger`.
  void deliver(const EncodedBatch& batch, std::span<Outcome> outcomes,
               std::vector<Rejection>& rejections, Ledger& ledger);

  /// Cuts the items into requests within the limits, of about equal size: pairs of [first, last).
  static std::vector<std::pair<uint32_t, uint32_t>> cut(const EncodedBatch& batch,
                                                        const sluice_sink_limits& limits);

 private:
  // Items that travel in one request, and how often that failed.
  struct Parcel {
    std::vector<uint32_t> items;
    uint32_t failures = 0;
    int64_t first_try_ms = 0;
    int64_t wait_ms = 0;
  };
  struct Work {
    const EncodedBatch& batch;
    std::span<Outcome> outcomes;
    std::vector<Rejection>& rejections;
    Ledger& ledger;
    std::vector<Parcel> parcels;  // the next one is last
  };

  bool ready(Work& work, Parcel& parcel);
  void send(Work& work, Parcel parcel);
  void read_verdicts(Work& work, Parcel parcel);
  void retry(Work& work, Parcel parcel, const Error& why, bool whole_request);
  void halve(Work& work, Parcel parcel);
  void reject(Work& work, const Parcel& parcel, std::string reason, const Error& error);
  void hand_back(Work& work, const Parcel& parcel);
  void fail(const std::string& message);
  std::string_view request_body(const Work& work, const Parcel& parcel);

  DeliveryContext context_;
  Backoff backoff_;
  std::string body_;  // of a request whose items do not follow each other
  std::vector<uint64_t> ends_;
  std::vector<sluice_item> results_;
  uint32_t status_ = 0;  // of the last reply
};

}  // namespace sluice::flow
