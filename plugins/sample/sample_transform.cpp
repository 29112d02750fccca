#include "sample_transform.hpp"

#include <charconv>
#include <cmath>
#include <utility>

#include <kit/select/wording.hpp>

namespace sluice {
namespace {

constexpr double two_to_64 = 18446744073709551616.0;

std::string shortest(double number) {
  char digits[32];
  return {digits, std::to_chars(digits, digits + sizeof(digits), number).ptr};
}

}  // namespace

Status SampleTransform::init(const Settings& settings) {
  if (Status set = set_rate(settings); !set) return set;
  if (const sluice_value* key = settings.find("key")) {
    Result<EventKey> made = EventKey::compile(*key);
    if (!made) return std::move(made).error();
    key_ = *std::move(made);
  }
  if (const sluice_value* condition = settings.find("always_keep")) {
    Result<cel::Expression> expression = compile_expression(*condition, cel::Kind::boolean);
    if (!expression) return std::move(expression).error();
    always_keep_ = *std::move(expression);
  }
  if (const sluice_value* field = settings.find("rate_field")) {
    Result<FieldPath> path = FieldPath::parse(bytes(*field));
    if (!path) return invalid_config(std::move(path.error().message), field);
    rate_field_ = *std::move(path);
  }
  return {};
}

Status SampleTransform::set_rate(const Settings& settings) {
  const sluice_value* rate = settings.find("rate");
  const sluice_value* one_in = settings.find("one_in");
  if ((rate == nullptr) == (one_in == nullptr)) {
    return invalid_config("it needs \"rate\" or \"one_in\", and not both",
                          one_in != nullptr ? one_in : settings.value());
  }
  if (one_in != nullptr) {
    const int64_t n = one_in->as.integer;
    rate_ = 1 / static_cast<double>(n);
    reason_ = "not one of the 1 in " + std::to_string(n) + " that are kept";
  } else {
    rate_ =
        rate->type == SLUICE_VALUE_INT64 ? static_cast<double>(rate->as.integer) : rate->as.number;
    reason_ = "not of the share of " + shortest(rate_) + " that is kept";
  }
  keeps_all_ = rate_ >= 1;
  if (!keeps_all_) kept_below_ = static_cast<uint64_t>(std::ceil(rate_ * two_to_64));
  return {};
}

Status SampleTransform::apply(Batch batch) {
  EventEditor editor(batch, host().json());
  for (sluice_event& event : batch.events()) {
    if (event.state != SLUICE_EVENT_LIVE) continue;
    editor.select(event);
    if (always_keep_.has_value() && is_always_kept(editor)) {
      note_rate(editor, 1);
    } else if (keeps_all_ || read_key(editor).high < kept_below_) {
      note_rate(editor, rate_);
    } else {
      filter(event, reason_);
    }
  }
  if (missing_ > 0) host().count("missing", std::exchange(missing_, 0));
  errors_.count();
  refused_.count();
  return {};
}

// When that cannot be told, the event may be one that somebody needs.
bool SampleTransform::is_always_kept(EventEditor& editor) {
  std::string_view why;
  const cel::Truth truth = always_keep_->test(editor, why);
  if (truth == cel::Truth::error && errors_.add()) {
    errors_.log("could not evaluate always_keep " + shown(always_keep_->text()), why,
                "such events are kept");
  }
  return truth != cel::Truth::no;
}

// Without a key, an event is chosen by what it is, so that the next run chooses the same.
kit::Hash128 SampleTransform::read_key(EventEditor& editor) {
  if (key_.has_value()) {
    kit::Hash128 key;
    std::string_view why;
    const EventKey::Read read = key_->read(editor, key, why);
    if (read == EventKey::Read::found) return key;
    if (read == EventKey::Read::missing) ++missing_;
    if (read == EventKey::Read::failed && errors_.add()) {
      errors_.log("could not evaluate key " + shown(key_->text()), why,
                  "such events are chosen by their ids");
    }
  }
  const std::optional<kit::Hash128> id = id_key(editor.event());
  return id.has_value() ? *id : content_key(editor.event(), editor.batch(), editor.json());
}

void SampleTransform::note_rate(EventEditor& editor, double rate) {
  if (!rate_field_.has_value()) return;
  sluice_value* const field = editor.make(*rate_field_);
  if (field != nullptr) {
    *field = rate >= 1 ? int_value(1) : double_value(rate);
  } else if (refused_.add()) {
    refused_.log("could not set rate_field", editor.refusal(*rate_field_),
                 "such events are kept without it");
  }
}

}  // namespace sluice
