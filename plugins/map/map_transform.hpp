// Changes the fields of events by a list of steps that is compiled once. One instance for each
// lane, used by one thread at a time. Applying it allocates in the batch's arena only.
#pragma once

#include <sluice/transform.hpp>

#include "step.hpp"

namespace sluice {

class MapTransform : public Transform {
 public:
  explicit MapTransform(Host host) : Transform(host) {}

  /// Compiles `steps`. Wrong paths are invalid_config, pointing at the setting that holds them.
  Status init(const Settings& settings) override;
  Status apply(Batch batch) override;

 private:
  void report(Step& step, const EventEditor& editor) const;

  StepList steps_;
};

}  // namespace sluice
