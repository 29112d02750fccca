#include <fmt/format.h>

#include <flow/transform_chain.hpp>

namespace sluice::flow {

Status TransformChain::apply(Batch batch, std::vector<EndedBy>& ended_by) {
  const size_t first = ended_by.size();
  for (const sluice_event& event : batch.events()) {
    if (observer_ != nullptr) observer_->read(event);
    ended_by.push_back(event.state == SLUICE_EVENT_LIVE ? EndedBy() : EndedBy::source());
  }
  for (size_t i = 0; i < transforms_.size(); ++i) {
    if (Status status = apply_one(i, batch); !status) return status;
    ended_by.resize(first + batch->event_count);
    for (uint32_t e = 0; e < batch->event_count; ++e) {
      const uint32_t state = batch->events[e].state;
      const bool is_out = state == SLUICE_EVENT_FILTERED || state == SLUICE_EVENT_REJECTED;
      EndedBy& by = ended_by[first + e];
      if (is_out && by.is_live()) by = EndedBy::transform(i);
    }
  }
  return {};
}

Status TransformChain::apply_one(size_t index, Batch batch) {
  const LaneTransform& transform = transforms_[index];
  const uint32_t before = batch->event_count;
  bool is_wanted = true;
  if (transform.condition != nullptr) is_wanted = transform.condition->bypass(batch);
  if (observer_ != nullptr) note_before(batch);
  Status status;
  if (is_wanted) {
    std::unique_lock<std::mutex> lock;
    if (transform.lock != nullptr) lock = std::unique_lock(*transform.lock);
    status = transform.instance->apply(batch.get());
  }
  if (batch->event_count < before) {
    batch->event_count = before;  // they are still there, and must be accounted for
    if (status.ok()) {
      status = fatal(
          fmt::format("transform \"{}\" removed events from a batch instead of filtering them",
                      transform.instance->component().id));
    }
  }
  if (transform.condition != nullptr) Condition::restore(batch);
  if (observer_ != nullptr && status.ok()) observe(names_[index], batch);
  return status;
}

void TransformChain::note_before(Batch batch) {
  events_before_ = batch->events;
  states_before_.clear();
  for (const sluice_event& event : batch.events()) states_before_.push_back(event.state);
}

void TransformChain::observe(std::string_view transform, Batch batch) const {
  if (batch->events != events_before_) {
    observer_->moved(events_before_, batch->events, states_before_.size());
  }
  for (uint32_t e = 0; e < batch->event_count; ++e) {
    const sluice_event& event = batch->events[e];
    if (e >= states_before_.size()) {
      observer_->added(event, transform);
    } else if (states_before_[e] == SLUICE_EVENT_LIVE ||
               states_before_[e] == SLUICE_EVENT_BYPASSED) {
      observer_->transformed(event, transform, states_before_[e] == SLUICE_EVENT_BYPASSED);
    }
  }
}

}  // namespace sluice::flow
