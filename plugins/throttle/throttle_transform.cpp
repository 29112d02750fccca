#include "throttle_transform.hpp"

#include <algorithm>
#include <utility>

#include <kit/select/wording.hpp>

namespace sluice {
namespace {

constexpr int64_t default_per_ms = 1'000;
constexpr int64_t default_keys = 10'000;

}  // namespace

Status ThrottleTransform::init(const Settings& settings) {
  const int64_t limit = settings.integer("limit");
  if (limit < 1) return invalid_config("it needs a \"limit\" of at least 1", settings.value());
  if (const sluice_value* key = settings.find("key")) {
    Result<EventKey> made = EventKey::compile(*key);
    if (!made) return std::move(made).error();
    key_ = *std::move(made);
  }
  const int64_t per_ms = settings.integer("per", default_per_ms);
  const int64_t burst = settings.integer("burst", limit);
  by_event_time_ = settings.text("clock") == "event";
  reason_ = "more than " + std::to_string(limit) + " per " + duration_text(per_ms);
  if (key_.has_value()) reason_ += " of one " + shown(key_->text());
  limiter_.emplace(RateLimit{static_cast<double>(limit), static_cast<double>(per_ms),
                             static_cast<double>(burst)},
                   static_cast<uint32_t>(settings.integer("max_keys", default_keys)));
  return {};
}

Status ThrottleTransform::apply(Batch batch) {
  EventEditor editor(batch, host().json());
  const int64_t now_ms = host().monotonic_time_ms();
  for (sluice_event& event : batch.events()) {
    if (event.state != SLUICE_EVENT_LIVE) continue;
    editor.select(event);
    kit::Hash128 key;
    if (!read_key(editor, key)) continue;
    if (!limiter_->take(key, time_of(event, now_ms))) filter(event, reason_);
  }
  count();
  return {};
}

// Events without the key are a group of their own. False: it cannot be told, and the event is kept.
bool ThrottleTransform::read_key(EventEditor& editor, kit::Hash128& key) {
  if (!key_.has_value()) return true;
  std::string_view why;
  const EventKey::Read read = key_->read(editor, key, why);
  if (read == EventKey::Read::missing) ++missing_;
  if (read != EventKey::Read::failed) return true;
  if (errors_.add()) {
    errors_.log("could not evaluate key " + shown(key_->text()), why, "such events are kept");
  }
  return false;
}

// An event without a time comes at that of the latest before it.
int64_t ThrottleTransform::time_of(const sluice_event& event, int64_t now_ms) {
  if (!by_event_time_) return now_ms;
  if (event.timestamp_ms == SLUICE_NO_TIMESTAMP) {
    ++untimed_;
    return last_event_ms_;
  }
  last_event_ms_ = std::max(last_event_ms_, event.timestamp_ms);
  return event.timestamp_ms;
}

void ThrottleTransform::count() {
  if (missing_ > 0) host().count("missing", std::exchange(missing_, 0));
  if (untimed_ > 0) host().count("without_time", std::exchange(untimed_, 0));
  const uint64_t forgotten = limiter_->forgotten();
  if (forgotten > forgotten_) host().count("forgotten_keys", forgotten - forgotten_);
  forgotten_ = forgotten;
  errors_.count();
}

}  // namespace sluice
