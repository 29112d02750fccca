// Keeps a share of the events, chosen by a hash of a key: the same key is kept or taken out
// together, in every run and on every machine. One instance for each lane, used by one thread at a
// time. Without state.
#pragma once

#include <optional>
#include <string>

#include <kit/select/condition.hpp>
#include <kit/select/event_key.hpp>
#include <sluice/transform.hpp>

namespace sluice {

class SampleTransform : public Transform {
 public:
  explicit SampleTransform(Host host)
      : Transform(host), errors_(host, "errors"), refused_(host, "refused") {}

  /// `rate` or `one_in`, and not both.
  Status init(const Settings& settings) override;
  Status apply(Batch batch) override;

 private:
  Status set_rate(const Settings& settings);
  bool is_always_kept(EventEditor& editor);
  kit::Hash128 read_key(EventEditor& editor);
  void note_rate(EventEditor& editor, double rate);

  double rate_ = 1;          // the share that is kept, 0 to 1
  uint64_t kept_below_ = 0;  // of the key's 2^64 values
  bool keeps_all_ = false;
  std::optional<EventKey> key_;  // none: the event's id
  std::optional<cel::Expression> always_keep_;
  std::optional<FieldPath> rate_field_;
  std::string reason_;
  uint64_t missing_ = 0;  // of the batch at hand
  FailureLog errors_;
  FailureLog refused_;
};

}  // namespace sluice
