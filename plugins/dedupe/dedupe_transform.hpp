// Takes out events whose key was seen before within a window. One instance for all lanes; calls
// never overlap. Its state is that of one run.
#pragma once

#include <optional>
#include <string>

#include <kit/select/condition.hpp>
#include <kit/select/event_key.hpp>
#include <sluice/transform.hpp>

#include "seen_window.hpp"

namespace sluice {

class DedupeTransform : public Transform {
 public:
  explicit DedupeTransform(Host host) : Transform(host), errors_(host, "errors") {}

  /// Compiles the key: `fields` or `key`, not both; the event's id without either.
  Status init(const Settings& settings) override;
  Status apply(Batch batch) override;

 private:
  bool read_key(EventEditor& editor, kit::Hash128& key);

  std::optional<EventKey> key_;  // none: the event's id
  std::optional<SeenWindow> window_;
  std::string reason_;
  uint64_t missing_ = 0;  // of the batch at hand
  FailureLog errors_;
};

}  // namespace sluice
