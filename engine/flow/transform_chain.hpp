// The transforms of a lane, one after the other over a batch: conditions, the contract that events
// stay in their batch, and who took which event out. Used by one lane.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <flow/condition.hpp>
#include <flow/observer.hpp>
#include <loader/instance.hpp>
#include <sluice/batch.hpp>

namespace sluice::flow {

/// A transform as a lane sees it: its own instance, or one that all lanes share because it keeps
/// state (then behind a lock).
struct LaneTransform {
  std::shared_ptr<loader::TransformInstance> instance;
  std::shared_ptr<std::mutex> lock;      // null: the lane's own
  std::shared_ptr<Condition> condition;  // null: for every event
};

/// Who ended an event before it came to a sink: the source, or the n-th transform.
class EndedBy {
 public:
  constexpr EndedBy() = default;  // nobody: the event is live
  static constexpr EndedBy source() { return EndedBy(1); }
  static constexpr EndedBy transform(size_t index) {
    return EndedBy(static_cast<uint32_t>(index) + first_transform);
  }

  bool is_live() const { return code_ == 0; }
  bool is_transform() const { return code_ >= first_transform; }
  /// REQUIRES: is_transform().
  size_t index() const { return code_ - first_transform; }

 private:
  static constexpr uint32_t first_transform = 2;
  constexpr explicit EndedBy(uint32_t code) : code_(code) {}
  uint32_t code_ = 0;
};

class TransformChain {
 public:
  /// `names` has one for each transform, and outlives this.
  TransformChain(std::vector<LaneTransform> transforms, const std::vector<std::string>& names,
                 Observer* observer)
      : transforms_(std::move(transforms)), names_(names), observer_(observer) {}

  /// Applies all transforms to a batch, and appends to `ended_by` an entry for each event that it
  /// then holds. Fatal: the run cannot go on; the events are all still there.
  Status apply(Batch batch, std::vector<EndedBy>& ended_by);

 private:
  Status apply_one(size_t index, Batch batch);
  void note_before(Batch batch);
  void observe(std::string_view transform, Batch batch) const;

  std::vector<LaneTransform> transforms_;
  const std::vector<std::string>& names_;
  Observer* const observer_;  // null: nobody watches
  const sluice_event* events_before_ = nullptr;
  std::vector<uint32_t> states_before_;  // of a transform, of each event, for the observer
};

}  // namespace sluice::flow
