// Changes the fields of events by a list of steps that is compiled once. One instance for each
// lane, used by one thread at a time. Applying it allocates in the batch's arena only.
#pragma once

#include <sluice/transform.hpp>

#include "step_sequence.hpp"

namespace sluice {

class MapTransform : public Transform {
 public:
  explicit MapTransform(Host host) : Transform(host), runtime_(host), steps_(runtime_) {}

  /// Compiles `steps`. Wrong paths are invalid_config, pointing at the setting that holds them.
  Status init(const Settings& settings) override;
  Status start() override { return steps_.start(); }
  Status apply(Batch batch) override;

 private:
  StepRuntime runtime_;
  StepSequence steps_;
};

}  // namespace sluice
