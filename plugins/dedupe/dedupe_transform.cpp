#include "dedupe_transform.hpp"

#include <utility>

#include <kit/select/wording.hpp>

namespace sluice {
namespace {

constexpr int64_t default_events = 100'000;

}  // namespace

Status DedupeTransform::init(const Settings& settings) {
  const sluice_value* fields = settings.find("fields");
  const sluice_value* key = settings.find("key");
  if (fields != nullptr && key != nullptr) {
    return invalid_config("\"fields\" and \"key\" exclude each other: both say what is the same",
                          key);
  }
  if (fields != nullptr || key != nullptr) {
    Result<EventKey> made =
        fields != nullptr ? EventKey::compile_fields(*fields) : EventKey::compile(*key);
    if (!made) return std::move(made).error();
    key_ = *std::move(made);
  }
  const Settings window = settings.object("window");
  const int64_t events = window.integer("events", default_events);
  reason_ = "seen before within " + std::to_string(events) + " events";
  std::optional<int64_t> age_ms;
  if (window.has("time")) {
    age_ms = window.integer("time");
    reason_ += " and " + duration_text(*age_ms);
  }
  window_.emplace(static_cast<uint32_t>(events), age_ms);
  return {};
}

Status DedupeTransform::apply(Batch batch) {
  EventEditor editor(batch, host().json());
  const int64_t now_ms = host().monotonic_time_ms();
  for (sluice_event& event : batch.events()) {
    if (event.state != SLUICE_EVENT_LIVE) continue;
    editor.select(event);
    kit::Hash128 key;
    if (read_key(editor, key) && window_->seen(key, now_ms)) filter(event, reason_);
  }
  if (missing_ > 0) host().count("missing", std::exchange(missing_, 0));
  errors_.count();
  return {};
}

// False: the event is like no other, and is kept.
bool DedupeTransform::read_key(EventEditor& editor, kit::Hash128& key) {
  if (!key_.has_value()) {
    const std::optional<kit::Hash128> id = id_key(editor.event());
    key = id.value_or(kit::Hash128());
    missing_ += id.has_value() ? 0 : 1;
    return id.has_value();
  }
  std::string_view why;
  switch (key_->read(editor, key, why)) {
    case EventKey::Read::found:
      return true;
    case EventKey::Read::missing:
      ++missing_;
      return false;
    case EventKey::Read::failed:
      break;
  }
  if (errors_.add()) {
    errors_.log("could not evaluate key " + shown(key_->text()), why, "such events are kept");
  }
  return false;
}

}  // namespace sluice
