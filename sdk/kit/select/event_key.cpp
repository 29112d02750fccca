#include <array>
#include <cmath>
#include <cstring>

#include <kit/event/field_reader.hpp>
#include <kit/select/condition.hpp>
#include <kit/select/event_key.hpp>

namespace sluice {
namespace {

using kit::Hash128;

constexpr uint32_t deepest_opened = 100;

// What kind of value the bytes are of: the seed of their hash.
enum Seed : uint64_t { seed_null, seed_bool, seed_number, seed_text, seed_list, seed_object };

template <class T>
std::string_view bytes_of(const T& value) {
  return {reinterpret_cast<const char*>(&value), sizeof(value)};
}

// A whole number is the same written as 1, 1.0 or 1e0.
Hash128 hash_number(double number) {
  constexpr double limit = 9223372036854775808.0;  // 2^63
  if (number == std::floor(number) && number >= -limit && number < limit) {
    return kit::hash_bytes_128(bytes_of(static_cast<int64_t>(number)), seed_number);
  }
  return kit::hash_bytes_128(bytes_of(number), seed_number);
}

void add(Hash128& sum, const Hash128& other) {
  sum.high += other.high;
  sum.low += other.low;
}

Hash128 hash_at(const sluice_value& value, Batch batch, Json json, uint32_t depth);

// A sum, so that the order of fields does not matter.
Hash128 hash_object(const sluice_value& object, Batch batch, Json json, uint32_t depth) {
  Hash128 sum{object.size, seed_object};
  for (uint32_t i = 0; i < object.size; ++i) {
    const sluice_field& field = object.as.fields[i];
    const std::array<Hash128, 2> parts = {kit::hash_bytes_128(key(field), seed_text),
                                          hash_at(field.value, batch, json, depth)};
    add(sum, kit::hash_bytes_128(bytes_of(parts), seed_object));
  }
  return sum;
}

// Each item together with all before it, so that the order does matter.
Hash128 hash_list(const sluice_value& list, Batch batch, Json json, uint32_t depth) {
  std::array<Hash128, 2> parts = {Hash128{list.size, seed_list}, {}};
  for (uint32_t i = 0; i < list.size; ++i) {
    parts[1] = hash_at(list.as.items[i], batch, json, depth);
    parts[0] = kit::hash_bytes_128(bytes_of(parts), seed_list);
  }
  return parts[0];
}

// What is nested deeper than anybody writes is taken as it is written, so that the stack is
// bounded.
Hash128 hash_at(const sluice_value& value, Batch batch, Json json, uint32_t depth) {
  sluice_value opened = value;
  if (depth < deepest_opened) json.open(batch, opened);
  switch (opened.type) {
    case SLUICE_VALUE_NULL:
      return kit::hash_bytes_128({}, seed_null);
    case SLUICE_VALUE_BOOL:
      return kit::hash_bytes_128(opened.as.integer != 0 ? "t" : "f", seed_bool);
    case SLUICE_VALUE_INT64:
      return kit::hash_bytes_128(bytes_of(opened.as.integer), seed_number);
    case SLUICE_VALUE_UINT64:
      return kit::hash_bytes_128(bytes_of(opened.as.uinteger), seed_number);
    case SLUICE_VALUE_DOUBLE:
      return hash_number(opened.as.number);
    case SLUICE_VALUE_OBJECT:
      return hash_object(opened, batch, json, depth + 1);
    case SLUICE_VALUE_ARRAY:
      return hash_list(opened, batch, json, depth + 1);
    case SLUICE_VALUE_RAW:  // or a number that nothing holds
      return kit::hash_bytes_128(bytes(opened), seed_number);
    default:
      return kit::hash_bytes_128(bytes(opened), seed_text);
  }
}

bool is_name_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '@' || c == '.' || byte >= 0x80;
}

// Behind the "]" of `[0]` or `["any name"]` at `at`; npos when it is neither.
size_t skip_brackets(std::string_view text, size_t at) {
  const bool is_quoted = text.substr(at, 2) == "[\"";
  at += is_quoted ? 2 : 1;
  const size_t begin = at;
  while (at < text.size() && (is_quoted ? text[at] != '"' : text[at] >= '0' && text[at] <= '9')) {
    at += is_quoted && text[at] == '\\' ? 2 : 1;
  }
  if (is_quoted) ++at;
  const bool is_closed = at > begin && at < text.size() && text[at] == ']';
  return is_closed ? at + 1 : std::string_view::npos;
}

// `_meta` has values that are no fields, which expressions know.
bool is_written_as_path(std::string_view text) {
  if (text.empty() || text.substr(0, 6) == "_meta.") return false;
  for (size_t at = 0; at < text.size();) {
    at = text[at] == '[' ? skip_brackets(text, at) : is_name_byte(text[at]) ? at + 1 : text.npos;
    if (at == text.npos) return false;
  }
  return true;
}

Result<FieldPath> compile_path(const sluice_value& setting) {
  Result<FieldPath> path = FieldPath::parse(bytes(setting));
  if (!path) return invalid_config(std::move(path.error().message), &setting);
  return path;
}

bool is_missing(const std::optional<sluice_value>& value) {
  return !value.has_value() || value->type == SLUICE_VALUE_NULL;
}

}  // namespace

Hash128 hash_value(const sluice_value& value, Batch batch, Json json) {
  return hash_at(value, batch, json, 0);
}

std::optional<Hash128> id_key(const sluice_event& event) {
  if (event.id_size == 0) return std::nullopt;
  return kit::hash_bytes_128({event.id, event.id_size}, seed_text);
}

Hash128 content_key(const sluice_event& event, Batch batch, Json json) {
  if (event.original.size > 0) return kit::hash_bytes_128(view(event.original), seed_text);
  return hash_object(object_value(event.fields, event.field_count), batch, json, 1);
}

Result<EventKey> EventKey::compile(const sluice_value& setting) {
  EventKey made;
  made.text_ = bytes(setting);
  if (is_written_as_path(made.text_)) {
    Result<FieldPath> path = compile_path(setting);
    if (!path) return std::move(path).error();
    made.paths_.push_back(*std::move(path));
    return made;
  }
  Result<cel::Expression> expression = compile_expression(setting);
  if (!expression) return std::move(expression).error();
  made.expression_ = *std::move(expression);
  return made;
}

Result<EventKey> EventKey::compile_fields(const sluice_value& setting) {
  if (setting.size == 0) return invalid_config("a key needs at least one field", &setting);
  if (setting.size > most_fields) {
    return invalid_config("a key has at most " + std::to_string(most_fields) + " fields", &setting);
  }
  EventKey made;
  for (uint32_t i = 0; i < setting.size; ++i) {
    Result<FieldPath> path = compile_path(setting.as.items[i]);
    if (!path) return std::move(path).error();
    made.text_.append(i == 0 ? "" : ", ").append(path->text());
    made.paths_.push_back(*std::move(path));
  }
  return made;
}

EventKey::Read EventKey::read(EventEditor& editor, Hash128& key, std::string_view& why) const {
  const Batch batch = editor.batch();
  const Json json = editor.json();
  if (expression_.has_value()) {
    sluice_value value = null_value();
    if (!expression_->evaluate(editor, value, why)) return Read::failed;
    key = hash_value(value, batch, json);
    return value.type == SLUICE_VALUE_NULL ? Read::missing : Read::found;
  }
  std::array<Hash128, most_fields> parts;
  bool is_found = false;
  for (size_t i = 0; i < paths_.size(); ++i) {
    const std::optional<sluice_value> value = read_field(editor.event(), paths_[i], batch, json);
    is_found = is_found || !is_missing(value);
    parts[i] = hash_value(value.value_or(null_value()), batch, json);
  }
  const std::string_view all(reinterpret_cast<const char*>(parts.data()),
                             paths_.size() * sizeof(Hash128));
  key = paths_.size() == 1 ? parts[0] : kit::hash_bytes_128(all, seed_list);
  return is_found ? Read::found : Read::missing;
}

}  // namespace sluice
