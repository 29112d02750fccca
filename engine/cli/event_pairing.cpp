#include <algorithm>

#include <cli/event_pairing.hpp>

namespace sluice::cli {

void EventPairing::add(Side side, TraceEvent event) {
  Half& other = halves_[side == Side::a ? 1 : 0];
  const auto found = event.id.empty() ? find(other, other.by_place, event.place)
                                      : find(other, other.by_id, event.id);
  if (found != other.events.end()) {
    take(side, event, &*found);
    erase(other, found);
    return;
  }
  Half& own = halves_[side == Side::a ? 0 : 1];
  own.events.push_back(std::move(event));
  const auto at = std::prev(own.events.end());
  own.by_id.emplace(at->id, at);
  own.by_place.emplace(at->place, at);
  if (own.events.size() > window_) drop_first(side);
}

void EventPairing::finish() {
  while (!halves_[0].events.empty()) drop_first(Side::a);
  while (!halves_[1].events.empty()) drop_first(Side::b);
}

// Its id never came on the other side.
void EventPairing::drop_first(Side side) {
  Half& own = halves_[side == Side::a ? 0 : 1];
  Half& other = halves_[side == Side::a ? 1 : 0];
  const auto first = own.events.begin();
  const auto found = find(other, other.by_place, first->place);
  take(side, *first, found == other.events.end() ? nullptr : &*found);
  if (found != other.events.end()) erase(other, found);
  erase(own, first);
}

void EventPairing::take(Side side, const TraceEvent& event, const TraceEvent* other) {
  side == Side::a ? taker_(&event, other) : taker_(other, &event);
}

EventPairing::Waiting::iterator EventPairing::find(Half& half, Index& index,
                                                   const std::string& key) {
  const auto found = index.lower_bound(key);
  return found == index.end() || found->first != key ? half.events.end() : found->second;
}

void EventPairing::erase(Half& half, Waiting::iterator event) {
  const auto forget = [&](Index& index, const std::string& key) {
    const auto [first, last] = index.equal_range(key);
    index.erase(
        std::find_if(first, last, [&](const auto& entry) { return entry.second == event; }));
  };
  forget(half.by_id, event->id);
  forget(half.by_place, event->place);
  half.events.erase(event);
}

}  // namespace sluice::cli
