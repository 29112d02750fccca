// One of the pipeline's sinks as a lane sees it: the events of a unit that go there, as bytes, and
// how each ended there. What one sink does to its requests never touches those of another. Used by
// one lane, and reused, so that a running lane does not allocate.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <flow/delivery.hpp>
#include <flow/encoded_batch.hpp>

namespace sluice::flow {

/// Where an event is: its batch in the unit and its place in that.
struct Place {
  uint32_t batch;
  uint32_t event;
};

/// Receives the bytes of each request of a dry run, and the name of the sink that would get it.
/// False: they could not be written.
using RequestPrinter = std::function<bool(std::string_view sink, std::string_view bytes)>;

class LaneSink {
 public:
  /// `name` outlives this.
  LaneSink(std::string_view name, const DeliveryContext& delivery, uint64_t seed)
      : name_(name), sink_(delivery.sink), limits_(delivery.limits), delivery_(delivery, seed) {}

  std::string_view name() const { return name_; }
  const std::string& component() const { return sink_.component().id; }

  /// Forgets the unit before.
  void clear();

  /// Appends one event. Rejected: this event cannot be encoded; fatal: the sink cannot go on.
  Status encode(const sluice_event& event, Place place);
  /// The bytes of the event that was appended last.
  std::string_view last_item() const { return encoded_.item(encoded_.size() - 1); }

  /// Brings all items to their outcome. Those that stay pending stand in rejections().
  void deliver();
  /// Prints the requests instead; false when that failed, and the rest is handed back.
  bool print(const RequestPrinter& printer);
  /// Hands back all items, whatever became of them.
  void hand_back();

  size_t size() const { return places_.size(); }
  Place place(size_t item) const { return places_[item]; }
  Outcome outcome(size_t item) const { return outcomes_[item]; }
  std::span<Rejection> rejections() { return rejections_; }

  /// What this sink did in all units: its requests, and its events as far as they were counted.
  Ledger& ledger() { return ledger_; }

 private:
  const std::string_view name_;
  loader::SinkInstance& sink_;
  const sluice_sink_limits limits_;
  Delivery delivery_;
  EncodedBatch encoded_;
  std::vector<Place> places_;
  std::vector<Outcome> outcomes_;
  std::vector<Rejection> rejections_;
  Ledger ledger_;
};

}  // namespace sluice::flow
