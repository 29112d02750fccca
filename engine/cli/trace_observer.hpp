// Watches a run and puts together what became of each event. Called from the lane's thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <cli/trace_event.hpp>
#include <flow/observer.hpp>

namespace sluice::cli {

struct TraceOptions {
  uint64_t events = UINT64_MAX;         // so many are traced, the first ones
  std::string sink;                     // whose bytes are of interest; empty: all
  std::vector<std::string> sinks = {};  // the names of all, for what a transform addresses
  bool follow_steps = true;  // false: only the event as it was read, its bytes and its end
};

class TraceObserver : public flow::Observer {
 public:
  /// Takes each event when it has ended, in the order of the input.
  using Taker = std::function<void(const TraceEvent&)>;

  TraceObserver(TraceOptions options, Taker taker)
      : options_(std::move(options)), taker_(std::move(taker)) {}

  void read(const sluice_event& event) override;
  void added(const sluice_event& event, std::string_view transform) override;
  void moved(const sluice_event* from, const sluice_event* to, size_t count) override;
  void step(const sluice_event& event, std::string_view transform, std::string_view step,
            std::string_view note) override;
  void transformed(const sluice_event& event, std::string_view transform, bool bypassed) override;
  void encoded(const sluice_event& event, std::string_view sink, std::string_view bytes) override;
  void ended(const sluice_event& event, flow::Outcome outcome, std::string_view reason) override;

 private:
  struct Traced {
    TraceEvent event;
    std::string now;        // the document, as JSON, after the last step
    size_t first_step = 0;  // of the transform that is at work
    std::string address;    // where it goes, as far as a transform said
  };

  Traced* find(const sluice_event& event);
  Traced& add(const sluice_event& event);
  std::string address_of(const sluice_event& event) const;
  void note_changes(const sluice_event& event, Traced& traced, TraceStep step);

  const TraceOptions options_;
  const Taker taker_;
  uint64_t number_ = 0;
  std::unordered_map<const sluice_event*, Traced> traced_;  // that have not ended
};

}  // namespace sluice::cli
