#include <algorithm>
#include <exception>

#include <fmt/format.h>

#include <flow/lane.hpp>
#include <sluice/batch.hpp>

namespace sluice::flow {
namespace {

std::string_view reason_of(const sluice_event& event) {
  const std::string_view reason = view(event.reason);
  return reason.empty() ? "no reason was given" : reason;
}

}  // namespace

void Settlements::add(uint64_t token, const Ledger& batch) {
  Settled settled{token, {}};
  settled.settlement.struct_size = sizeof(sluice_settlement);
  settled.settlement.delivered = batch.delivered;
  settled.settlement.duplicate = batch.duplicate;
  settled.settlement.filtered = batch.filtered;
  settled.settlement.dead_lettered = batch.dead_lettered;
  settled.settlement.handed_back = batch.handed_back;
  const std::lock_guard lock(mutex_);
  settled_.push_back(settled);
}

std::vector<Settled> Settlements::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(settled_, {});
}

Lane::Lane(const LaneContext& context, std::vector<LaneTransform> transforms,
           loader::SinkInstance& sink, const DeliveryContext& delivery, uint64_t seed)
    : context_(context),
      transforms_(std::move(transforms)),
      sink_(sink),
      limits_(delivery.limits),
      delivery_(delivery, seed) {}

void Lane::run() {
  while (std::optional<Unit> unit = context_.queue.pop()) {
    try {
      process(*unit);
    } catch (const std::bad_alloc&) {
      context_.control.fail("memory exhausted");
    } catch (const std::exception& exception) {
      context_.control.fail(fmt::format("internal error: {}", exception.what()));
    }
    settle(*unit);
  }
}

void Lane::process(Unit& unit) {
  unit_ = &unit;
  first_outcome_.clear();
  outcomes_.clear();
  letters_.clear();
  letter_places_.clear();
  Status status = transform(unit);
  size_t events = 0;
  for (const OwnedBatch& batch : unit.batches) {
    first_outcome_.push_back(events);
    events += batch->event_count;
  }
  outcomes_.assign(events, Outcome::pending);
  if (status.ok()) status = encode(unit);
  if (!status.ok()) {
    context_.control.fail(status.error().message);
    return hand_back_pending();
  }
  if (context_.printer != nullptr) {
    print();
  } else {
    deliver();
  }
  write_letters();
  hand_back_pending();
}

Status Lane::transform(Unit& unit) {
  for (const OwnedBatch& batch : unit.batches) {
    for (const LaneTransform& transform : transforms_) {
      const uint32_t before = batch->event_count;
      std::unique_lock<std::mutex> lock;
      if (transform.lock != nullptr) lock = std::unique_lock(*transform.lock);
      if (Status status = transform.instance->apply(batch.get()); !status) return status;
      if (batch->event_count < before) {
        batch->event_count = before;  // they are still there, and must be accounted for
        return fatal(
            fmt::format("transform \"{}\" removed events from a batch instead of filtering them",
                        transform.instance->component().id));
      }
      ledger_.read += batch->event_count - before;  // what a transform adds is read there
    }
  }
  return {};
}

Status Lane::encode(Unit& unit) {
  encoded_.clear();
  encoded_places_.clear();
  for (uint32_t b = 0; b < unit.batches.size(); ++b) {
    const std::span<sluice_event> events = Batch(unit.batches[b].get()).events();
    for (uint32_t e = 0; e < events.size(); ++e) {
      const sluice_event& event = events[e];
      const Place place{b, e};
      if (event.state == SLUICE_EVENT_FILTERED) {
        outcome_of(place) = Outcome::filtered;
        continue;
      }
      if (event.state == SLUICE_EVENT_REJECTED) {
        letters_.push_back({&event, std::string(reason_of(event)), 0, {}, false});
        letter_places_.push_back(place);
        continue;
      }
      Status status = encoded_.encode(sink_, event);
      if (status.ok()) {
        encoded_places_.push_back(place);
      } else if (status.error().code == StatusCode::rejected) {
        letters_.push_back({&event, std::move(status.error().message), 0, {}, false});
        letter_places_.push_back(place);
      } else {
        return status;
      }
    }
  }
  return {};
}

void Lane::deliver() {
  encoded_outcomes_.assign(encoded_.size(), Outcome::pending);
  rejections_.clear();
  delivery_.deliver(encoded_, encoded_outcomes_, rejections_, ledger_);
  for (size_t i = 0; i < encoded_.size(); ++i)
    outcome_of(encoded_places_[i]) = encoded_outcomes_[i];
  for (Rejection& rejection : rejections_) {
    const Place place = encoded_places_[rejection.item];
    const sluice_event& event = unit_->batches[place.batch]->events[place.event];
    letters_.push_back(
        {&event, std::move(rejection.reason), rejection.status, std::move(rejection.error), true});
    letter_places_.push_back(place);
  }
}

void Lane::print() {
  for (const auto& [first, last] : Delivery::cut(encoded_, limits_)) {
    const std::string_view request = encoded_.items(first, last);
    if (!(*context_.printer)(request)) {
      context_.control.fail("could not write to standard output");
      return;
    }
    ++ledger_.requests;
    ledger_.bytes_out += request.size();
    for (uint32_t i = first; i < last; ++i) outcome_of(encoded_places_[i]) = Outcome::delivered;
  }
}

void Lane::write_letters() {
  if (letters_.empty()) return;
  std::vector<Outcome> ends(
      letters_.size(), context_.letters_wanted ? Outcome::dead_lettered : Outcome::handed_back);
  if (context_.dead_letter != nullptr) context_.dead_letter->write(letters_, ends);
  for (size_t i = 0; i < letters_.size(); ++i) {
    outcome_of(letter_places_[i]) = ends[i];
    report(letters_[i], ends[i]);
  }
}

// Every event that is not delivered is named, with the reason.
void Lane::report(const Letter& letter, Outcome end) const {
  const bool kept = end == Outcome::dead_lettered;
  std::string message = fmt::format("{}: {}", describe_place(*letter.event), letter.reason);
  if (letter.status != 0) message += fmt::format(" with status {}", letter.status);
  if (!letter.error.empty()) message += fmt::format(": {}", letter.error);
  const std::string_view id(letter.event->id, letter.event->id_size);
  message += fmt::format("; event \"{}\" {} {}", id, context_.printer ? "would be" : "is",
                         kept ? "dead-lettered" : "handed back");
  if (!context_.letters_wanted) message += " because the pipeline has no dead_letter";
  context_.log.log(kept ? LogLevel::warning : LogLevel::error, {}, message);
}

void Lane::hand_back_pending() {
  std::replace(outcomes_.begin(), outcomes_.end(), Outcome::pending, Outcome::handed_back);
}

void Lane::settle(Unit& unit) {
  hand_back_pending();
  for (uint32_t b = 0; b < unit.batches.size(); ++b) {
    Ledger batch;
    const uint32_t count = unit.batches[b]->event_count;
    // A unit that failed before its outcomes were set up is handed back whole.
    const bool known = b < first_outcome_.size() && first_outcome_[b] + count <= outcomes_.size();
    for (uint32_t e = 0; e < count; ++e) {
      batch.count(known ? outcomes_[first_outcome_[b] + e] : Outcome::handed_back);
    }
    ledger_.add(batch);
    context_.settlements.add(unit.batches[b]->token, batch);
    unit.batches[b].reset();
  }
}

}  // namespace sluice::flow
