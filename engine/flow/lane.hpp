// A lane: takes units from the queue, transforms, encodes and delivers their events, and settles
// them. Each runs in a thread of its own, with its own instances.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string_view>
#include <utility>
#include <vector>

#include <flow/dead_letter.hpp>
#include <flow/delivery.hpp>
#include <flow/encoded_batch.hpp>
#include <flow/unit_queue.hpp>

namespace sluice::flow {

/// A transform as a lane sees it: its own instance, or one that all lanes share because it keeps
/// state (then behind a lock).
struct LaneTransform {
  std::shared_ptr<loader::TransformInstance> instance;
  std::shared_ptr<std::mutex> lock;  // null: the lane's own
};

/// How the batches of a unit ended, for source.settle.
struct Settled {
  uint64_t token;
  sluice_settlement settlement;
};

/// Collects what lanes settled until the source's thread takes it. Thread-safe.
class Settlements {
 public:
  void add(uint64_t token, const Ledger& batch);
  std::vector<Settled> take();

 private:
  std::mutex mutex_;
  std::vector<Settled> settled_;
};

/// Receives the bytes of each request of a dry run. False: they could not be written.
using RequestPrinter = std::function<bool(std::string_view)>;

/// What all lanes of a run share; outlives them.
struct LaneContext {
  UnitQueue& queue;
  Settlements& settlements;
  Control& control;
  const Logger& log;
  DeadLetter* dead_letter;        // null: none is configured, rejected events are handed back
  const RequestPrinter* printer;  // dry run: print requests, deliver nothing; null: a real run
  bool letters_wanted;            // a dead letter is configured, although a dry run has none
};

class Lane {
 public:
  Lane(const LaneContext& context, std::vector<LaneTransform> transforms,
       loader::SinkInstance& sink, const DeliveryContext& delivery, uint64_t seed);

  /// Works until the queue is finished and empty. Never throws.
  void run();

  /// What this lane did. REQUIRES: run() has returned.
  const Ledger& ledger() const { return ledger_; }

 private:
  // Where an event is: its batch in the unit and its place in that.
  struct Place {
    uint32_t batch;
    uint32_t event;
  };

  void process(Unit& unit);
  Status transform(Unit& unit);
  Status encode(Unit& unit);
  void deliver();
  void print();
  void write_letters();
  void report(const Letter& letter, Outcome end) const;
  void settle(Unit& unit);
  void hand_back_pending();
  Outcome& outcome_of(Place place) { return outcomes_[first_outcome_[place.batch] + place.event]; }

  const LaneContext& context_;
  std::vector<LaneTransform> transforms_;
  loader::SinkInstance& sink_;
  sluice_sink_limits limits_;
  Delivery delivery_;
  Ledger ledger_;

  // Of the unit at hand; members so that a steady run does not allocate.
  EncodedBatch encoded_;
  std::vector<Place> encoded_places_;
  std::vector<Outcome> encoded_outcomes_;
  std::vector<Rejection> rejections_;
  std::vector<Letter> letters_;
  std::vector<Place> letter_places_;
  std::vector<Outcome> outcomes_;  // of all events, batch after batch
  std::vector<size_t> first_outcome_;
  const Unit* unit_ = nullptr;
};

}  // namespace sluice::flow
