#include "date_step.hpp"

#include "arena_text.hpp"
#include "date_format.hpp"
#include "excerpt.hpp"
#include "step_runtime.hpp"

namespace sluice {
namespace {

enum class DateOutput : uint8_t { iso, unix_s, unix_ms, unix_us, unix_ns };

// Zones that texts name. Each is looked for once, so that an event costs no file.
class NamedZones {
 public:
  /// Null: there is no such zone.
  const TimeZone* find(std::string_view name) {
    for (const Entry& entry : entries_) {
      if (entry.name == name) return entry.found ? &entry.zone : nullptr;
    }
    if (entries_.size() == most) entries_.clear();  // texts may name anything
    Result<TimeZone> zone = TimeZone::find(name);
    const bool found = zone.ok();
    entries_.push_back({std::string(name), found ? *zone : TimeZone(), found});
    return found ? &entries_.back().zone : nullptr;
  }

 private:
  static constexpr size_t most = 64;
  struct Entry {
    std::string name;
    TimeZone zone;
    bool found;
  };
  std::vector<Entry> entries_;
};

struct DateSettings {
  std::vector<DateFormat> formats;
  TimeZone zone;
  DateOutput output = DateOutput::iso;
  bool sets_timestamp = false;
};

class Date final : public ValueStep {
 public:
  Date(std::string label, FieldPath field, FieldPath target, DateSettings settings,
       StepRuntime& runtime)
      : ValueStep(std::move(label), std::move(field), std::move(target)),
        settings_(std::move(settings)),
        runtime_(runtime) {}

 protected:
  StepOutcome compute(EventEditor& editor, const sluice_value& value,
                      sluice_value& result) override {
    if (EventEditor::is_null(value)) return StepOutcome::missing;
    std::string_view text;
    if (!editor.text_of(value, text)) {
      text = json_of(editor, value);
      if (text[0] != '-' && (text[0] < '0' || text[0] > '9')) {
        why_ = "\"" + field().text() + "\" holds " + EventEditor::describe(value) +
               ", not text or a number";
        return StepOutcome::failed;
      }
    }
    UnixTime time;
    if (!read(editor.event(), text, time)) return StepOutcome::failed;
    if (!write(editor.batch(), time, result)) return StepOutcome::failed;
    if (settings_.sets_timestamp) editor.event().timestamp_ms = time.to_ms();
    return StepOutcome::done;
  }

 private:
  bool read(const sluice_event& event, std::string_view text, UnixTime& time) {
    for (const DateFormat& format : settings_.formats) {
      DateParts parts;
      if (!format.read(text, parts)) continue;
      const TimeZone* zone =
          parts.zone_name.empty() ? &settings_.zone : named_zones_.find(parts.zone_name);
      if (zone != nullptr && resolve(parts, *zone, reference(event), time)) return true;
    }
    why_ = excerpt(text) + " is no date of the format";
    why_ += settings_.formats.size() == 1 ? " " : "s ";
    for (size_t i = 0; i < settings_.formats.size(); ++i) {
      why_.append(i == 0 ? "" : ", ").append(settings_.formats[i].text());
    }
    return false;
  }

  UnixTime reference(const sluice_event& event) const {
    const bool has_time = event.timestamp_ms != SLUICE_NO_TIMESTAMP;
    return UnixTime::from_ms(has_time ? event.timestamp_ms : runtime_.unix_time_ms());
  }

  bool write(Batch batch, UnixTime time, sluice_value& result) {
    switch (settings_.output) {
      case DateOutput::iso: {
        char text[max_rfc3339_size];
        result = text_value(batch.copy({text, format_rfc3339(time, text)}), SLUICE_FLAG_PLAIN);
        return true;
      }
      case DateOutput::unix_s:
        result = int_value(time.seconds);
        return true;
      case DateOutput::unix_ms:
        result = int_value(time.to_ms());
        return true;
      case DateOutput::unix_us:
        result = int_value(time.seconds * 1'000'000 + time.nanos / 1000);
        return true;
      default:
        break;
    }
    constexpr int64_t nanos = 1'000'000'000;
    if (time.seconds >= INT64_MAX / nanos || time.seconds <= INT64_MIN / nanos) {
      why_ = "the time does not fit nanoseconds in 64 bits, which end in 2262";
      return false;
    }
    result = int_value(time.seconds * nanos + time.nanos);
    return true;
  }

  const DateSettings settings_;
  StepRuntime& runtime_;
  NamedZones named_zones_;
};

Result<DateSettings> read_settings(const sluice_value& setting) {
  const Settings settings(&setting);
  DateSettings out;
  const sluice_value* formats = settings.find("formats");
  if (formats == nullptr || formats->size == 0) {
    return invalid_config("date needs at least one of its formats", &setting);
  }
  for (uint32_t i = 0; i < formats->size; ++i) {
    const sluice_value& item = formats->as.items[i];
    Result<DateFormat> format = DateFormat::parse(bytes(item));
    if (!format) return invalid_config(std::move(format.error().message), &item);
    out.formats.push_back(std::move(*format));
  }
  if (const sluice_value* zone = settings.find("timezone"); zone != nullptr) {
    Result<TimeZone> found = TimeZone::find(bytes(*zone));
    if (!found) return invalid_config(std::move(found.error().message), zone);
    out.zone = std::move(*found);
  }
  if (const sluice_value* word = settings.find("output_format"); word != nullptr) {
    size_t index = 0;
    while (date_output_words[index] != nullptr && bytes(*word) != date_output_words[index]) ++index;
    if (date_output_words[index] == nullptr) {
      return invalid_config("there is no output_format " + excerpt(bytes(*word)), word);
    }
    out.output = static_cast<DateOutput>(index);
  }
  out.sets_timestamp = settings.boolean("set_timestamp");
  return out;
}

}  // namespace

Status compile_date(const sluice_value& setting, StepBuilder& builder) {
  Result<ValuePaths> paths = value_paths(setting, "@timestamp");
  if (!paths) return std::move(paths).error();
  Result<DateSettings> settings = read_settings(setting);
  if (!settings) return std::move(settings).error();
  std::string label = "date " + paths->field.text();
  builder.add<Date>(std::move(label), std::move(paths->field), std::move(paths->target),
                    std::move(*settings), builder.runtime);
  return {};
}

}  // namespace sluice
