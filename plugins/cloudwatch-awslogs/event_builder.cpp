#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>

#include <cloudwatch-awslogs/event_builder.hpp>

#include <kit/hash_id.hpp>

namespace sluice {
namespace {

// Longer ids are refused by Elasticsearch and OpenSearch.
constexpr size_t max_id_bytes = 512;
// With more envelope fields, looking for equal keys one by one takes too long.
constexpr size_t max_filter_keys = 32;
constexpr size_t max_others = 4;
// Most pipelines set a field or two.
constexpr uint32_t spare_fields = 4;

bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/// The bytes of a raw JSON string between its quotes; "" for anything else.
std::string_view inside_quotes(const sluice_value& value) {
  const std::string_view raw = bytes(value);
  return raw.size() >= 2 && raw.front() == '"' ? raw.substr(1, raw.size() - 2) : std::string_view();
}

/// Whether the text behind a raw JSON string may begin with '{', possibly after white space.
bool may_hold_object(std::string_view escaped) {
  while (!escaped.empty() && escaped.front() == ' ') escaped.remove_prefix(1);
  return !escaped.empty() && (escaped.front() == '{' || escaped.front() == '\\');
}

int64_t timestamp_ms(const sluice_value& value) {
  std::string_view digits = inside_quotes(value);
  if (digits.empty()) digits = bytes(value);
  const char* const end = digits.data() + digits.size();
  int64_t integer = 0;
  if (auto [p, error] = std::from_chars(digits.data(), end, integer);
      error == std::errc() && p == end) {
    return integer;
  }
  double number = 0;
  const auto [p, error] = std::from_chars(digits.data(), end, number);
  const bool in_range = error == std::errc() && p == end && std::abs(number) < 9e18;
  return in_range ? static_cast<int64_t>(number) : SLUICE_NO_TIMESTAMP;
}

void append_json_key(std::string& out, std::string_view key) {
  static constexpr char digits[] = "0123456789abcdef";
  out += '"';
  for (const char c : key) {
    if (static_cast<unsigned char>(c) < 0x20) {
      out.append("\\u00") += digits[c >> 4];
      out += digits[c & 15];
      continue;
    }
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += "\":";
}

/// The array with room for `capacity` fields; where it is what the arena gave out last, it stays.
sluice_field* make_room(Batch batch, sluice_field* fields, uint32_t count, uint32_t old_capacity,
                        uint32_t capacity) {
  if (capacity <= old_capacity) return fields;
  char* const end = reinterpret_cast<char*>(fields + old_capacity);
  const size_t more = (capacity - old_capacity) * sizeof(sluice_field);
  if (end == batch->arena_next && more <= static_cast<size_t>(batch->arena_end - end)) {
    batch->arena_next += more;
    return fields;
  }
  auto* moved = batch.allocate<sluice_field>(capacity);
  if (count > 0) std::memcpy(moved, fields, count * sizeof(sluice_field));
  return moved;
}

}  // namespace

struct EventBuilder::Parts {
  std::string_view original;
  sluice_field id{};
  sluice_field timestamp{};
  sluice_field message{};
  bool has_id = false;
  bool has_timestamp = false;
  bool has_message = false;
  // Of a message that is merged.
  bool merges = false;
  sluice_field* fields = nullptr;
  uint32_t count = 0;
  uint32_t capacity = 0;
  uint32_t index = 0;
};

void EventBuilder::begin_document(std::span<const sluice_field> envelope,
                                  const RecordPlace& place) {
  batch_envelope_ = nullptr;
  batch_origin_ = nullptr;
  place_ = place;
  envelope_.clear();
  taken_.clear();
  for (const std::string_view name : {"id", "timestamp"}) taken_.add(name);
  always_merge_ = false;
  prefix_.assign(1, '{');
  std::string_view group, stream;
  for (const sluice_field& field : envelope) {
    const std::string_view name = key(field);
    append_json_key(prefix_, name);
    prefix_.append(bytes(field.value)) += ',';
    if (name == "logGroup") group = bytes(field.value);
    if (name == "logStream") stream = bytes(field.value);
    const auto& wanted = shape_.envelope;
    if (!shape_.whole_envelope && std::find(wanted.begin(), wanted.end(), name) == wanted.end()) {
      continue;
    }
    always_merge_ |= name == "message" || taken_.holds(name) || taken_.size() > max_filter_keys;
    if (!always_merge_) taken_.add(name);
    envelope_.push_back(field);
  }
  prefix_ += "\"logEvents\":[";
  stream_hash_ = kit::hash_bytes(group) * 31 + kit::hash_bytes(stream);
}

/// What the events of this document have in common, in the arena of their batch.
void EventBuilder::share(Batch batch) {
  auto* origin = batch.allocate<sluice_origin>(1);
  *origin = {to_text(batch.copy(place_.input)), to_text(batch.copy(prefix_)), SLUICE_TEXT("]}")};
  batch_origin_ = origin;
  batch_envelope_ = batch.allocate<sluice_field>(envelope_.size() + 1);
  for (size_t i = 0; i < envelope_.size(); ++i) {
    const sluice_field& field = envelope_[i];
    batch_envelope_[i] =
        make_field(batch.copy(key(field)), raw_value(batch.copy(bytes(field.value))));
  }
}

void EventBuilder::add(Batch batch, const LogEventText& log_event, uint32_t index) {
  if (batch_origin_ == nullptr) share(batch);
  Parts parts;
  parts.index = index;
  take_apart(batch, log_event, parts);
  sluice_event& event = batch.add_event();
  event.original = to_text(parts.original);
  event.origin = batch_origin_;
  event.line = place_.line;
  event.offset = place_.offset;
  event.index = index;
  if (parts.has_timestamp) event.timestamp_ms = timestamp_ms(parts.timestamp.value);
  set_id(batch, parts, event);
  if (parts.has_message) read_message(batch, parts);
  join(batch, parts, event);
  batch->input_bytes += log_event.size;
}

/// Copies the log event to the arena and sorts out its fields, which from now on point there.
void EventBuilder::take_apart(Batch batch, const LogEventText& log_event, Parts& parts) {
  const std::string_view text(log_event.text, log_event.size);
  parts.original = batch.copy(text);
  const auto moved = [&](std::string_view part) {
    const size_t at = reinterpret_cast<uintptr_t>(part.data()) -
                      reinterpret_cast<uintptr_t>(text.data());  // huge when it is elsewhere
    return at <= text.size() ? parts.original.substr(at, part.size()) : batch.copy(part);
  };
  others_.clear();
  for (uint32_t i = 0; i < log_event.field_count; ++i) {
    sluice_field field = log_event.fields[i];
    const std::string_view name = moved(key(field));
    field.key = name.data();
    field.value.as.data = moved(bytes(field.value)).data();
    if (name == "id") {
      parts.id = field;
      parts.has_id = true;
    } else if (name == "timestamp") {
      parts.timestamp = field;
      parts.has_timestamp = true;
    } else if (name == "message") {
      parts.message = field;
      parts.has_message = true;
    } else {
      others_.push_back(field);
    }
  }
}

void EventBuilder::read_message(Batch batch, Parts& parts) {
  sluice_value& value = parts.message.value;
  const bool is_string = *value.as.data == '"';
  if (shape_.message == MessageMode::text) {
    if (!is_string) value = text_value(bytes(value));
    return;
  }
  sluice_json_result result{};
  if (is_string) {
    // A message that is no object stays the JSON text that it was.
    if (!may_hold_object(inside_quotes(value))) return;
    sluice_value text = value;
    host_.json().open(batch, text);
    const uint32_t flags = shape_.message == MessageMode::merge ? SLUICE_JSON_OPEN : 0;
    if (!read_object(batch, text, flags, result)) return;
    lone_surrogates_ += result.lone_surrogates;
  } else {
    if (*value.as.data != '{' || shape_.message == MessageMode::nested) return;
    read_object(batch, value, SLUICE_JSON_OPEN, result);  // it was read before: it is an object
  }
  if (shape_.message == MessageMode::nested) {
    value = result.value;
    return;
  }
  parts.merges = true;
  parts.fields = result.value.as.fields;
  parts.count = result.value.size;
  parts.capacity = result.capacity;
}

/// False when the text is not one JSON object, perhaps with white space around it.
bool EventBuilder::read_object(Batch batch, const sluice_value& text, uint32_t flags,
                               sluice_json_result& result) {
  const std::string_view json = bytes(text);
  if (json.empty()) return false;
  const sluice_status status = host_.json().read(batch, const_cast<char*>(json.data()), json.size(),
                                                 flags | SLUICE_JSON_LAST, result, json_error_);
  if (status == SLUICE_FATAL) throw std::bad_alloc();
  if (status != SLUICE_OK) return false;
  const bool object = result.value.type == SLUICE_VALUE_OBJECT ||
                      (result.value.type == SLUICE_VALUE_RAW && *result.value.as.data == '{');
  return object &&
         std::all_of(json.begin() + static_cast<ptrdiff_t>(result.consumed), json.end(), is_space);
}

/// Whether a key comes twice: then lists are merged, otherwise put one behind the other.
bool EventBuilder::keys_meet(const Parts& parts) const {
  if (always_merge_) return true;
  for (const sluice_field& other : others_) {
    if (taken_.holds(key(other))) return true;
  }
  for (uint32_t i = 0; i < parts.count; ++i) {
    if (taken_.holds(key(parts.fields[i]))) return true;
  }
  if (parts.merges && others_.size() > max_others) return true;
  for (const sluice_field& other : others_) {
    if (find_field(parts.fields, parts.count, key(other)) != nullptr) return true;
  }
  return false;
}

void EventBuilder::join(Batch batch, Parts& parts, sluice_event& event) {
  const std::span<const sluice_field> others = others_;
  const std::span<const sluice_field> envelope(batch_envelope_, envelope_.size());
  const std::span<const sluice_field> message =
      parts.merges ? std::span<const sluice_field>(parts.fields, parts.count)
                   : std::span<const sluice_field>(&parts.message, parts.has_message ? 1 : 0);
  if (keys_meet(parts)) {
    merge_.clear();
    if (parts.has_id) merge_.add(parts.id);
    if (parts.has_timestamp) merge_.add(parts.timestamp);
    merge_.add(message);
    merge_.add(others);
    merge_.add(envelope);
    batch.grow_fields(event, static_cast<uint32_t>(merge_.fields().size()) + spare_fields);
    event.field_count = static_cast<uint32_t>(merge_.fields().size());
    std::copy(merge_.fields().begin(), merge_.fields().end(), event.fields);
    return;
  }
  const uint32_t lead = (parts.has_id ? 1 : 0) + (parts.has_timestamp ? 1 : 0);
  event.field_count =
      lead + static_cast<uint32_t>(message.size() + others.size() + envelope.size());
  event.field_capacity = std::max(parts.capacity, event.field_count + spare_fields);
  event.fields = make_room(batch, parts.fields, parts.count, parts.capacity, event.field_capacity);
  sluice_field* to = event.fields + lead;
  if (parts.merges) {
    std::memmove(to, event.fields, parts.count * sizeof(sluice_field));
  } else if (parts.has_message) {
    *to = parts.message;
  }
  to = std::copy(others.begin(), others.end(), to + message.size());
  std::copy(envelope.begin(), envelope.end(), to);
  to = event.fields;
  if (parts.has_id) *to++ = parts.id;
  if (parts.has_timestamp) *to = parts.timestamp;
}

/// The log event's own id, else a hash of where and what it is: log group and stream, place in the
/// document, time and message.
void EventBuilder::set_id(Batch batch, const Parts& parts, sluice_event& event) {
  std::string_view id;
  if (parts.has_id) {
    sluice_value value = parts.id.value;  // the field itself stays as it is
    const char first = *value.as.data;
    if (first == '"') host_.json().open(batch, value);
    if (first == '"' || first == '-' || (first >= '0' && first <= '9')) id = bytes(value);
  }
  if (id.empty() || id.size() > max_id_bytes) {
    const uint64_t time = parts.has_timestamp ? kit::hash_bytes(bytes(parts.timestamp.value)) : 0;
    const uint64_t numbers[] = {stream_hash_, parts.index, time};
    char* const hash = batch.allocate<char>(kit::hash_id_bytes);
    kit::write_hash_id(parts.has_message ? bytes(parts.message.value) : std::string_view(), numbers,
                       hash);
    id = {hash, kit::hash_id_bytes};
  }
  event.id = id.data();
  event.id_size = static_cast<uint32_t>(id.size());
}

}  // namespace sluice
