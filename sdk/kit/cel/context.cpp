#include <cstring>

#include <kit/cel/compare.hpp>
#include <kit/cel/context.hpp>

namespace sluice::cel {

std::string_view Pool::copy(std::string_view text) {
  if (text.empty()) return {};
  char* const memory = static_cast<char*>(allocate(text.size()));
  std::memcpy(memory, text.data(), text.size());
  return {memory, text.size()};
}

std::string_view Context::copy(std::string_view text) {
  return pool_ != nullptr ? pool_->copy(text) : editor_->batch().copy(text);
}

Value Context::join(Kind kind, std::string_view a, std::string_view b) {
  if (!spend_text(a.size() + b.size())) return exhausted();
  char* const memory = allocate<char>(a.size() + b.size() + 1);
  if (!a.empty()) std::memcpy(memory, a.data(), a.size());
  if (!b.empty()) std::memcpy(memory + a.size(), b.data(), b.size());
  return Value::of_bytes(kind, {memory, a.size() + b.size()});
}

Value Context::exhausted() {
  return fail_static("it takes more than the 1000000 steps that an evaluation may take");
}

Value Context::from_event(sluice_value& value) {
  switch (value.type) {
    case SLUICE_VALUE_BOOL:
      return Value::of(value.as.integer != 0);
    case SLUICE_VALUE_INT64:
      return Value::of(value.as.integer);
    case SLUICE_VALUE_UINT64:
      return Value::of_unsigned(value.as.uinteger);
    case SLUICE_VALUE_DOUBLE:
      return Value::of(value.as.number);
    case SLUICE_VALUE_TEXT:
      return Value::text(bytes(value));
    case SLUICE_VALUE_OBJECT:
    case SLUICE_VALUE_ARRAY: {
      Value container;
      container.kind = value.type == SLUICE_VALUE_OBJECT ? Kind::map : Kind::list;
      container.of_event = true;
      container.source = &value;
      return container;
    }
    case SLUICE_VALUE_RAW:
      break;
    default:
      return Value::missing();
  }
  const std::string_view raw = bytes(value);
  switch (raw.front()) {
    case '"': {
      const std::string_view inside = raw.substr(1, raw.size() - 2);
      if (std::memchr(inside.data(), '\\', inside.size()) == nullptr) return Value::text(inside);
      std::string_view text;
      editor_->text_of(value, text);
      return Value::text(text);
    }
    case '{':
    case '[': {
      Value container;
      container.kind = raw.front() == '{' ? Kind::map : Kind::list;
      container.of_event = true;
      container.source = &value;
      return container;
    }
    case 't':
    case 'f':
      return Value::of(raw.front() == 't');
    case 'n':
      return Value::missing();
    default:
      return number_from_json(raw);
  }
}

const sluice_value& Context::opened(const Value& container) {
  if (container.source->type == SLUICE_VALUE_RAW) editor_->open(*container.source);
  return *container.source;
}

uint32_t Context::size(const Value& container) {
  return container.of_event ? opened(container).size : container.size;
}

Value Context::item(const Value& list, uint32_t index) {
  return list.of_event ? from_event(opened(list).as.items[index]) : list.items[index];
}

Value Context::entry_key(const Value& map, uint32_t index) {
  if (!map.of_event) return map.items[2 * index];
  return Value::text(key(opened(map).as.fields[index]));
}

Value Context::entry_value(const Value& map, uint32_t index) {
  if (!map.of_event) return map.items[2 * index + 1];
  return from_event(opened(map).as.fields[index].value);
}

bool Context::find(const Value& map, std::string_view name, Value& out) {
  if (!map.of_event) return find(map, Value::text(name), out);
  const sluice_value& object = opened(map);
  sluice_field* const field = find_field(object.as.fields, object.size, name);
  if (field == nullptr) return false;
  out = from_event(field->value);
  return true;
}

bool Context::find(const Value& map, const Value& wanted, Value& out) {
  if (map.of_event) return wanted.is(Kind::text) && find(map, wanted.view(), out);
  spend(map.size / 4);
  for (uint32_t i = 0; i < map.size; ++i) {
    if (!equal(*this, map.items[2 * i], wanted)) continue;
    out = map.items[2 * i + 1];
    return true;
  }
  return false;
}

}  // namespace sluice::cel
