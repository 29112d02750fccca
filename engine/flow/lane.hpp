// A lane: takes units from the queue, transforms, encodes and delivers their events, and settles
// them. Each runs in a thread of its own, with its own instances.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <flow/dead_letter.hpp>
#include <flow/lane_sink.hpp>
#include <flow/observer.hpp>
#include <flow/reasons.hpp>
#include <flow/transform_chain.hpp>
#include <flow/unit_queue.hpp>

namespace sluice::flow {

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
  /// The outcomes of all that was ever added.
  Ledger totals() const;

 private:
  mutable std::mutex mutex_;
  std::vector<Settled> settled_;
  Ledger totals_;
};

/// What all lanes of a run share; outlives them.
struct LaneContext {
  UnitQueue& queue;
  Settlements& settlements;
  Control& control;
  const Logger& log;
  DeadLetter* dead_letter;        // null: none is configured, rejected events are handed back
  const RequestPrinter* printer;  // dry run: print requests, deliver nothing; null: a real run
  bool letters_wanted;            // a dead letter is configured, although a dry run has none
  Observer* observer;             // null: nobody watches
  std::string source;             // its id, for reasons
  std::vector<std::string> transforms;  // what reasons call them
};

class Lane {
 public:
  /// `sinks` in the order of the bits of an event's `sinks`; at least one.
  Lane(const LaneContext& context, std::vector<LaneTransform> transforms,
       std::vector<std::unique_ptr<LaneSink>> sinks);

  /// Works until the queue is finished and empty. Never throws.
  void run();

  /// What this lane did, and why what it did not deliver was not. REQUIRES: run() has returned.
  const Ledger& ledger() const { return ledger_; }
  const Reasons& reasons() const { return reasons_; }
  /// The same of one sink. REQUIRES: run() has returned.
  Ledger& sink_ledger(size_t index) { return sinks_[index]->ledger(); }

 private:
  struct LetterNote {
    Place place;
    LaneSink* sink;  // that did not take the event; null: it came to none
  };
  static constexpr size_t unknown = SIZE_MAX;

  void process(Unit& unit);
  Status transform(Unit& unit);
  Status encode(Unit& unit);
  Status encode(const sluice_event& event, Place place);
  Status encode(LaneSink& sink, const sluice_event& event, Place place);
  Error no_such_sink(const sluice_event& event) const;
  void deliver();
  void collect(LaneSink& sink);
  void add_letter(Letter letter, Place place, LaneSink* sink);
  void write_letters();
  void report(const Letter& letter, Outcome end) const;

  void settle(Unit& unit);
  void conclude();
  void explain(const sluice_event& event, Outcome outcome, size_t index);
  std::string_view name_of(EndedBy by) const;

  size_t index_of(Place place) const { return first_event_[place.batch] + place.event; }
  bool has_several_sinks() const { return sinks_.size() > 1; }

  const LaneContext& context_;
  TransformChain transforms_;
  std::vector<std::unique_ptr<LaneSink>> sinks_;
  Ledger ledger_;
  Reasons reasons_;

  // Of the unit at hand; members so that a steady run does not allocate.
  const Unit* unit_ = nullptr;
  std::vector<size_t> first_event_;  // of each batch, among the events of the unit
  std::vector<EndedBy> ended_by_;    // of each event
  std::vector<Outcome> outcomes_;    // of each event
  std::vector<Letter> letters_;
  std::vector<LetterNote> letter_notes_;
  std::vector<Outcome> letter_ends_;
  std::vector<uint32_t> letter_of_;  // of each event: 1 + the letter behind its outcome; 0: none
};

}  // namespace sluice::flow
