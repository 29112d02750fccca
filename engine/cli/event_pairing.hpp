// Finds, of two pipelines over the same input, what each made of the same event. Bounded: an event
// waits for its other half until `window` later ones of its side have come. Used by one thread.
#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <map>
#include <string>
#include <vector>

#include <cli/trace_event.hpp>

namespace sluice::cli {

class EventPairing {
 public:
  enum class Side { a, b };
  /// Takes the halves of an event; one of them is null when it has no other half.
  using Taker = std::function<void(const TraceEvent* a, const TraceEvent* b)>;

  explicit EventPairing(Taker taker, size_t window = 10'000)
      : taker_(std::move(taker)), window_(window) {}

  /// Events belong together by their id, in their order where one occurs several times.
  void add(Side side, TraceEvent event);
  /// What still waits is paired by its place in the input, and what then is left over is alone.
  void finish();

 private:
  using Waiting = std::list<TraceEvent>;
  struct Half {
    Waiting events;  // in order
    std::multimap<std::string, Waiting::iterator> by_id,
        by_place;  // of equal keys, the first first
  };
  using Index = std::multimap<std::string, Waiting::iterator>;

  void take(Side side, const TraceEvent& event, const TraceEvent* other);
  void drop_first(Side side);
  static Waiting::iterator find(Half& half, Index& index, const std::string& key);
  static void erase(Half& half, Waiting::iterator event);

  const Taker taker_;
  const size_t window_;
  Half halves_[2];
};

}  // namespace sluice::cli
