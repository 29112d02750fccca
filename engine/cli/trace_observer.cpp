#include <new>
#include <vector>

#include <fmt/format.h>

#include <cli/trace_observer.hpp>
#include <data/buffer.hpp>
#include <data/json_writer.hpp>
#include <flow/dead_letter.hpp>
#include <runtime/sink_item.hpp>
#include <sluice/value.hpp>

namespace sluice::cli {
namespace {

using runtime::JsonTree;

constexpr std::string_view no_condition = "condition did not hold";  // as `map` says it
constexpr std::string_view nothing_there = "missing";

std::string document_of(const sluice_event& event) {
  data::Buffer buffer;
  if (!data::write_object(event.fields, event.field_count, buffer.abi())) throw std::bad_alloc();
  return std::string(buffer.view());
}

TraceStep::Kind kind_of(const sluice_event& event, std::string_view note) {
  if (event.state != SLUICE_EVENT_LIVE) return TraceStep::Kind::ended;
  if (note.empty()) return TraceStep::Kind::done;
  const bool is_passed_over = note == no_condition || note == nothing_there;
  return is_passed_over ? TraceStep::Kind::passed_over : TraceStep::Kind::failed;
}

bool is_out(const sluice_event& event) {
  return event.state == SLUICE_EVENT_FILTERED || event.state == SLUICE_EVENT_REJECTED;
}

}  // namespace

std::string_view name_of(flow::Outcome outcome) {
  switch (outcome) {
    case flow::Outcome::delivered:
      return "delivered";
    case flow::Outcome::duplicate:
      return "duplicate";
    case flow::Outcome::filtered:
      return "filtered";
    case flow::Outcome::dead_lettered:
      return "dead_lettered";
    default:
      return "handed_back";
  }
}

TraceObserver::Traced* TraceObserver::find(const sluice_event& event) {
  const auto found = traced_.find(&event);
  return found == traced_.end() ? nullptr : &found->second;
}

TraceObserver::Traced& TraceObserver::add(const sluice_event& event) {
  Traced& traced = traced_[&event];
  traced = {};
  traced.event.number = number_;
  traced.event.place = flow::describe_place(event);
  traced.event.id.assign(event.id, event.id_size);
  traced.address = address_of(event);
  if (event.state == SLUICE_EVENT_REJECTED) {
    traced.event.original = view(event.original);
  } else if (options_.follow_steps) {
    traced.now = document_of(event);
    traced.event.read = traced.now;
  }
  return traced;
}

void TraceObserver::read(const sluice_event& event) {
  if (++number_ <= options_.events) add(event);
}

void TraceObserver::added(const sluice_event& event, std::string_view transform) {
  if (++number_ <= options_.events) add(event).event.added_by = transform;
}

void TraceObserver::moved(const sluice_event* from, const sluice_event* to, size_t count) {
  std::vector<std::pair<const sluice_event*, Traced>> elsewhere;
  for (size_t i = 0; i < count; ++i) {
    auto node = traced_.extract(from + i);
    if (!node.empty()) elsewhere.emplace_back(to + i, std::move(node.mapped()));
  }
  for (auto& [event, traced] : elsewhere) traced_[event] = std::move(traced);
}

void TraceObserver::step(const sluice_event& event, std::string_view transform,
                         std::string_view step, std::string_view note) {
  Traced* traced = options_.follow_steps ? find(event) : nullptr;
  if (traced == nullptr) return;
  note_changes(
      event, *traced,
      {std::string(transform), std::string(step), std::string(note), kind_of(event, note), {}});
}

void TraceObserver::transformed(const sluice_event& event, std::string_view transform,
                                bool bypassed) {
  Traced* traced = find(event);
  if (traced == nullptr) return;
  if (is_out(event)) traced->event.by = transform;
  if (!options_.follow_steps) return;
  std::vector<TraceStep>& steps = traced->event.steps;
  for (size_t i = traced->first_step; i < steps.size(); ++i) steps[i].transform = transform;
  TraceStep whole{std::string(transform), {}, {}, TraceStep::Kind::done, {}};
  const size_t before = steps.size();
  if (is_out(event)) {
    whole.note = view(event.reason);
    whole.kind = TraceStep::Kind::ended;
  } else if (bypassed) {
    whole.note = no_condition;
    whole.kind = TraceStep::Kind::passed_over;
  }
  const std::string address = address_of(event);
  if (whole.note.empty() && address != traced->address) whole.note = "to " + address;
  traced->address = address;
  note_changes(event, *traced, std::move(whole));
  // Where its steps have told everything, the transform as a whole has nothing to add.
  const TraceStep& last = steps.back();
  const bool is_told = before > traced->first_step && last.changes.empty() &&
                       (last.note.empty() || last.note == steps[before - 1].note);
  if (is_told) steps.pop_back();
  if (bypassed && !last.changes.empty()) {
    steps.back().note = "condition failed";
    steps.back().kind = TraceStep::Kind::failed;
  }
  traced->first_step = steps.size();
}

// `hot and archive, index errors`
std::string TraceObserver::address_of(const sluice_event& event) const {
  std::string out;
  for (size_t i = 0; i < options_.sinks.size() && event.sinks != 0; ++i) {
    if ((event.sinks >> i & 1) != 0) out += (out.empty() ? "" : " and ") + options_.sinks[i];
  }
  if (!view(event.destination).empty()) {
    out += fmt::format("{}index {}", out.empty() ? "" : ", ", view(event.destination));
  }
  return out;
}

// What differs from the document after the step before.
void TraceObserver::note_changes(const sluice_event& event, Traced& traced, TraceStep step) {
  std::string now = document_of(event);
  if (now != traced.now) {
    step.changes =
        runtime::json_diff(runtime::tree_or_text(traced.now), runtime::tree_or_text(now));
    traced.now = std::move(now);
  }
  traced.event.steps.push_back(std::move(step));
}

void TraceObserver::encoded(const sluice_event& event, std::string_view sink,
                            std::string_view bytes) {
  Traced* traced = find(event);
  if (traced == nullptr || (!options_.sink.empty() && options_.sink != sink)) return;
  traced->event.requests.push_back(
      {std::string(sink), runtime::read_item(bytes).index, std::string(bytes)});
}

void TraceObserver::ended(const sluice_event& event, flow::Outcome outcome,
                          std::string_view reason) {
  const auto found = traced_.find(&event);
  if (found == traced_.end()) return;
  found->second.event.outcome = outcome;
  found->second.event.reason = reason;
  taker_(found->second.event);
  traced_.erase(found);
}

}  // namespace sluice::cli
