#include <algorithm>
#include <bit>
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

// How bad an outcome is: an event that went to several sinks has the worst of theirs.
int severity(Outcome outcome) {
  switch (outcome) {
    case Outcome::pending:
      return 0;
    case Outcome::duplicate:
      return 1;
    case Outcome::delivered:
      return 2;
    case Outcome::filtered:
      return 3;
    case Outcome::dead_lettered:
      return 4;
    default:
      return 5;
  }
}

void worsen(Outcome& outcome, Outcome by) {
  if (severity(by) > severity(outcome)) outcome = by;
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
  totals_.add(batch);
}

std::vector<Settled> Settlements::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(settled_, {});
}

Ledger Settlements::totals() const {
  const std::lock_guard lock(mutex_);
  return totals_;
}

Lane::Lane(const LaneContext& context, std::vector<LaneTransform> transforms,
           std::vector<std::unique_ptr<LaneSink>> sinks)
    : context_(context),
      transforms_(std::move(transforms), context.transforms, context.observer),
      sinks_(std::move(sinks)) {}

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
  for (const auto& sink : sinks_) {
    ledger_.requests += sink->ledger().requests;
    ledger_.retries += sink->ledger().retries;
    ledger_.bytes_out += sink->ledger().bytes_out;
  }
}

void Lane::process(Unit& unit) {
  unit_ = &unit;
  first_event_.clear();
  ended_by_.clear();
  outcomes_.clear();
  letters_.clear();
  letter_notes_.clear();
  letter_ends_.clear();
  for (const auto& sink : sinks_) sink->clear();
  Status status = transform(unit);
  size_t events = 0;
  for (const OwnedBatch& batch : unit.batches) {
    first_event_.push_back(events);
    events += batch->event_count;
  }
  outcomes_.assign(events, Outcome::pending);
  if (status.ok()) status = encode(unit);
  if (!status.ok()) {
    for (const auto& sink : sinks_) sink->hand_back();
    return context_.control.fail(status.error().message);
  }
  deliver();
  write_letters();
}

Status Lane::transform(Unit& unit) {
  for (const OwnedBatch& batch : unit.batches) {
    const uint32_t before = batch->event_count;
    const Status status = transforms_.apply(Batch(batch.get()), ended_by_);
    ledger_.read += batch->event_count - before;  // what a transform adds is read there
    if (!status) return status;
  }
  return {};
}

Status Lane::encode(Unit& unit) {
  for (uint32_t b = 0; b < unit.batches.size(); ++b) {
    const std::span<sluice_event> events = Batch(unit.batches[b].get()).events();
    for (uint32_t e = 0; e < events.size(); ++e) {
      const sluice_event& event = events[e];
      const Place place{b, e};
      if (event.state == SLUICE_EVENT_FILTERED) {
        outcomes_[index_of(place)] = Outcome::filtered;
      } else if (event.state == SLUICE_EVENT_REJECTED) {
        const std::string_view by = name_of(ended_by_[index_of(place)]);
        add_letter({&event, std::string(reason_of(event)), 0, {}, false, by}, place, nullptr);
      } else if (Status status = encode(event, place); !status) {
        return status;
      }
    }
  }
  return {};
}

// For each of its sinks.
Status Lane::encode(const sluice_event& event, Place place) {
  if (event.sinks == 0) return encode(*sinks_.front(), event, place);
  if (uint64_t{event.sinks} >> sinks_.size() != 0) return no_such_sink(event);
  for (size_t i = 0; i < sinks_.size(); ++i) {
    if ((event.sinks >> i & 1) == 0) continue;
    if (Status status = encode(*sinks_[i], event, place); !status) return status;
  }
  return {};
}

Status Lane::encode(LaneSink& sink, const sluice_event& event, Place place) {
  Status status = sink.encode(event, place);
  if (status.ok()) {
    if (context_.observer != nullptr) {
      context_.observer->encoded(event, sink.name(), sink.last_item());
    }
  } else if (status.error().code == StatusCode::rejected) {
    Letter letter{&event, std::move(status.error().message), 0, {}, false};
    letter.by = has_several_sinks() ? sink.name() : sink.component();
    if (has_several_sinks()) letter.sink = sink.name();
    add_letter(std::move(letter), place, &sink);
    return {};
  }
  return status;
}

Error Lane::no_such_sink(const sluice_event& event) const {
  std::string names;
  for (const std::string& name : context_.transforms) {
    names += fmt::format("{}\"{}\"", names.empty() ? "" : ", ", name);
  }
  const int last = 32 - std::countl_zero(event.sinks);
  return fatal(
      fmt::format("an event was sent to sink number {}, but the pipeline has {}; this is a "
                  "mistake in {} {}",
                  last, sinks_.size(), context_.transforms.size() == 1 ? "the transform" : "one of",
                  names.empty() ? context_.source : names));
}

// One sink after the other. An event is delivered only when all of its sinks took it, so that an
// exception hands back what it leaves undone.
void Lane::deliver() {
  size_t done = 0;
  try {
    for (; done < sinks_.size(); ++done) {
      LaneSink& sink = *sinks_[done];
      if (context_.printer == nullptr) {
        sink.deliver();
      } else if (!sink.print(*context_.printer)) {
        context_.control.fail("could not write to standard output");
      }
      collect(sink);
    }
  } catch (...) {
    for (; done < sinks_.size(); ++done) {
      sinks_[done]->hand_back();
      collect(*sinks_[done]);
    }
    throw;
  }
}

void Lane::collect(LaneSink& sink) {
  for (size_t i = 0; i < sink.size(); ++i) {
    worsen(outcomes_[index_of(sink.place(i))], sink.outcome(i));
  }
  for (Rejection& rejection : sink.rejections()) {
    const Place place = sink.place(rejection.item);
    Letter letter{&unit_->batches[place.batch]->events[place.event], std::move(rejection.reason),
                  rejection.status, std::move(rejection.error), true};
    letter.by = has_several_sinks() ? sink.name() : sink.component();
    if (has_several_sinks()) letter.sink = sink.name();
    add_letter(std::move(letter), place, &sink);
  }
}

// Until it is written, a letter hands its event back.
void Lane::add_letter(Letter letter, Place place, LaneSink* sink) {
  letter_notes_.push_back({place, sink});
  letter_ends_.push_back(Outcome::handed_back);
  letters_.push_back(std::move(letter));
}

void Lane::write_letters() {
  if (letters_.empty()) return;
  if (context_.dead_letter != nullptr) {
    context_.dead_letter->write(letters_, letter_ends_);
  } else if (context_.letters_wanted) {
    std::fill(letter_ends_.begin(), letter_ends_.end(), Outcome::dead_lettered);
  }
  for (size_t i = 0; i < letters_.size(); ++i) report(letters_[i], letter_ends_[i]);
}

// Every event that is not delivered is named, with the reason.
void Lane::report(const Letter& letter, Outcome end) const {
  const bool kept = end == Outcome::dead_lettered;
  const std::string_view id(letter.event->id, letter.event->id_size);
  std::string message =
      fmt::format("{}: {}; event \"{}\"", describe_place(*letter.event), full_reason(letter), id);
  if (!letter.sink.empty()) message += fmt::format(" for sink \"{}\"", letter.sink);
  message += fmt::format(" {} {}", context_.printer ? "would be" : "is",
                         kept ? "dead-lettered" : "handed back");
  if (!context_.letters_wanted) message += " because the pipeline has no dead_letter";
  context_.log.log(kept ? LogLevel::warning : LogLevel::error, {}, message);
}

void Lane::settle(Unit& unit) {
  conclude();
  for (uint32_t b = 0; b < unit.batches.size(); ++b) {
    Ledger batch;
    const Batch events(unit.batches[b].get());
    const size_t count = events->event_count;
    // A unit that failed before its outcomes were set up is handed back whole.
    const bool known = b < first_event_.size() && first_event_[b] + count <= outcomes_.size();
    for (uint32_t e = 0; e < count; ++e) {
      const size_t index = known ? first_event_[b] + e : unknown;
      const Outcome outcome = known ? outcomes_[index] : Outcome::handed_back;
      batch.count(outcome);
      const bool is_there = outcome == Outcome::delivered || outcome == Outcome::duplicate;
      if (!is_there || context_.observer != nullptr) explain(events->events[e], outcome, index);
    }
    ledger_.add(batch);
    context_.settlements.add(events->token, batch);
    unit.batches[b].reset();
  }
}

// The outcome of every event, from those of its items and letters.
void Lane::conclude() {
  letter_of_.assign(letters_.empty() ? 0 : outcomes_.size(), 0);
  for (size_t i = 0; i < letters_.size(); ++i) {
    worsen(outcomes_[index_of(letter_notes_[i].place)], letter_ends_[i]);
    if (letter_notes_[i].sink != nullptr) letter_notes_[i].sink->ledger().count(letter_ends_[i]);
  }
  for (size_t i = letters_.size(); i > 0; --i) {  // the first one is the reason
    const size_t index = index_of(letter_notes_[i - 1].place);
    if (outcomes_[index] == letter_ends_[i - 1]) letter_of_[index] = static_cast<uint32_t>(i);
  }
  for (const auto& sink : sinks_) {
    for (size_t i = 0; i < sink->size(); ++i) sink->ledger().count(sink->outcome(i));
  }
  std::replace(outcomes_.begin(), outcomes_.end(), Outcome::pending, Outcome::handed_back);
}

// Counts why an event was not delivered, and tells the observer how it ended.
void Lane::explain(const sluice_event& event, Outcome outcome, size_t index) {
  std::string why;
  const uint32_t letter = index < letter_of_.size() ? letter_of_[index] : 0;
  if (outcome == Outcome::filtered) {
    const std::string_view reason = reason_of(event);
    reasons_.add(outcome, name_of(ended_by_[index]), reason);
    if (context_.observer != nullptr) why = reason;
  } else if (letter != 0) {
    const Letter& what = letters_[letter - 1];
    reasons_.add(outcome, what.by, short_reason(what));
    why = full_reason(what);
  } else if (outcome == Outcome::handed_back) {
    reasons_.add(outcome, {}, not_taken);
    why = not_taken;
  }
  if (context_.observer != nullptr) context_.observer->ended(event, outcome, why);
}

std::string_view Lane::name_of(EndedBy by) const {
  return by.is_transform() ? std::string_view(context_.transforms[by.index()]) : context_.source;
}

}  // namespace sluice::flow
