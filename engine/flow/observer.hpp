// Is told what becomes of each event on its way through a run: for traces and pipeline tests. A run
// that has one works with a single lane, so that events come in the order of the input.
#pragma once

#include <cstddef>
#include <string_view>

#include <flow/ledger.hpp>
#include <sluice/abi/event.h>

namespace sluice::flow {

/// Everything is called from the lane's thread; arguments are valid until the call returns.
class Observer {
 public:
  virtual ~Observer() = default;

  /// The event as the source made it. Its address tells it apart until it has ended, unless moved()
  /// says else.
  virtual void read(const sluice_event& event) { (void)event; }

  /// An event that a transform added, as it made it.
  virtual void added(const sluice_event& event, std::string_view transform) {
    (void)transform;
    read(event);
  }

  /// Events of one batch stand elsewhere now, because it grew; `from` may be compared only.
  virtual void moved(const sluice_event* from, const sluice_event* to, size_t count) {
    (void)from, (void)to, (void)count;
  }

  /// A step inside a transform was done with the event; see abi/ext/trace.h.
  virtual void step(const sluice_event& event, std::string_view transform, std::string_view step,
                    std::string_view note) {
    (void)event, (void)transform, (void)step, (void)note;
  }

  /// A transform was done with the event; `bypassed`: its condition did not hold. Where an id
  /// occurs twice, `transform` is the id with its place, as `transform_names` has it.
  virtual void transformed(const sluice_event& event, std::string_view transform, bool bypassed) {
    (void)event, (void)transform, (void)bypassed;
  }

  /// The bytes that the sink of this name made of the event.
  virtual void encoded(const sluice_event& event, std::string_view sink, std::string_view bytes) {
    (void)event, (void)sink, (void)bytes;
  }

  /// How the event ended, and why when it was not delivered.
  virtual void ended(const sluice_event& event, Outcome outcome, std::string_view reason) {
    (void)event, (void)outcome, (void)reason;
  }
};

}  // namespace sluice::flow
