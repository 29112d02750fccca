#include <algorithm>
#include <bit>

#include <kit/event/event_editor.hpp>

namespace sluice {
namespace {

constexpr uint32_t least_room = 4;  // what SLUICE_FLAG_ROOM promises

bool is_raw_container(const sluice_value& value) {
  return value.type == SLUICE_VALUE_RAW && (*value.as.data == '{' || *value.as.data == '[');
}

}  // namespace

uint32_t Container::find(const PathStep& step) const {
  if (is_array() == step.is_key()) return none;
  if (is_array()) return step.index < count() ? step.index : none;
  const sluice_field* const all = fields();
  const uint32_t size = count();
  // From where it was last time to the end, then from the beginning.
  const uint32_t from = step.last_place();
  for (uint32_t i = from; i < size; ++i) {
    if (!step.is(all[i])) continue;
    if (i != from) step.remember(i);
    return i;
  }
  for (uint32_t i = 0; i < std::min(from, size); ++i) {
    if (!step.is(all[i])) continue;
    step.remember(i);
    return i;
  }
  return none;
}

void Container::truncate(uint32_t count) const {
  (event_ != nullptr ? event_->field_count : value_->size) = count;
}

void Container::erase(uint32_t index) const {
  const uint32_t behind = count() - index - 1;
  if (is_array()) {
    std::memmove(items() + index, items() + index + 1, behind * sizeof(sluice_value));
  } else {
    std::memmove(fields() + index, fields() + index + 1, behind * sizeof(sluice_field));
  }
  truncate(count() - 1);
}

template <class Element>
void Container::grow_value(Batch batch, Element*& elements) const {
  const bool has_room = (value_->flags & SLUICE_FLAG_ROOM) != 0;
  const uint32_t room = has_room ? std::max(least_room, std::bit_ceil(value_->size)) : value_->size;
  if (value_->size < room) return;
  auto* grown = batch.allocate<Element>(std::max(least_room, std::bit_ceil(room + 1)));
  if (value_->size > 0) std::memcpy(grown, elements, value_->size * sizeof(Element));
  elements = grown;
  value_->flags |= SLUICE_FLAG_ROOM;
}

sluice_value& Container::append(Batch batch, const PathStep& step) const {
  if (event_ == nullptr) {
    grow_value(batch, value_->as.fields);
  } else if (event_->field_count == event_->field_capacity) {
    batch.grow_fields(*event_, event_->field_count < 8 ? 16 : event_->field_count * 2);
  }
  const uint32_t index = count();
  fields()[index] = {step.key, step.key_size, step.key_flags, null_value()};
  truncate(index + 1);
  return fields()[index].value;
}

sluice_value& Container::append_item(Batch batch) const {
  grow_value(batch, value_->as.items);
  return value_->as.items[value_->size++] = null_value();
}

// Raw values are told by their first byte.
const char* EventEditor::describe(const sluice_value& value) {
  switch (value.type) {
    case SLUICE_VALUE_NULL:
      return "null";
    case SLUICE_VALUE_BOOL:
      return "true or false";
    case SLUICE_VALUE_TEXT:
      return "text";
    case SLUICE_VALUE_OBJECT:
      return "an object";
    case SLUICE_VALUE_ARRAY:
      return "a list";
    case SLUICE_VALUE_RAW:
      break;
    default:
      return "a number";
  }
  switch (*value.as.data) {
    case '"':
      return "text";
    case '{':
      return "an object";
    case '[':
      return "a list";
    case 't':
    case 'f':
      return "true or false";
    case 'n':
      return "null";
    default:
      return "a number";
  }
}

bool EventEditor::text_of(const sluice_value& value, std::string_view& text) const {
  sluice_value opened = value;
  if (value.type == SLUICE_VALUE_RAW && *value.as.data == '"') json_.open(batch_, opened);
  if (opened.type != SLUICE_VALUE_TEXT) return false;
  text = bytes(opened);
  return true;
}

Container EventEditor::open(sluice_value& value) {
  if (is_raw_container(value)) json_.open(batch_, value);
  const bool is_container = value.type == SLUICE_VALUE_OBJECT || value.type == SLUICE_VALUE_ARRAY;
  return is_container ? Container(value) : Container();
}

// As `open`, but a value that cannot have such a child is not opened for it.
Container EventEditor::enter(sluice_value& value, const PathStep& step) {
  if (value.type == SLUICE_VALUE_RAW && *value.as.data != (step.is_key() ? '{' : '[')) return {};
  const Container container = open(value);
  return container && container.is_array() != step.is_key() ? container : Container();
}

Container EventEditor::parent(const FieldPath& path) {
  Container at = root();
  for (size_t i = 0; i + 1 < path.size(); ++i) {
    const uint32_t index = at.find(path[i]);
    if (index == Container::none) return {};
    at = enter(at.child(index), path[i + 1]);
    if (!at) return {};
  }
  return at;
}

sluice_value* EventEditor::find(const FieldPath& path) {
  const Container container = parent(path);
  if (!container) return nullptr;
  const uint32_t index = container.find(path.last());
  return index == Container::none ? nullptr : &container.child(index);
}

bool EventEditor::remove(const FieldPath& path) {
  const Container container = parent(path);
  if (!container) return false;
  const uint32_t index = container.find(path.last());
  if (index == Container::none) return false;
  container.erase(index);
  return true;
}

sluice_value* EventEditor::make(const FieldPath& path) {
  Container at = root();
  for (size_t i = 0;; ++i) {
    const uint32_t index = at.find(path[i]);
    refused_step_ = i;
    barrier_ = nullptr;
    if (index == Container::none) {
      if (i < path.fixed_steps()) return nullptr;  // there is no way to make the item
      sluice_value* value = &at.append(batch_, path[i]);
      for (size_t next = i + 1; next < path.size(); ++next) {
        *value = object_value(nullptr, 0);
        value = &Container(*value).append(batch_, path[next]);
      }
      return value;
    }
    sluice_value& found = at.child(index);
    if (i + 1 == path.size()) return &found;
    at = enter(found, path[i + 1]);
    if (!at) {
      barrier_ = &found;
      return nullptr;
    }
  }
}

bool EventEditor::can_make(const FieldPath& path) {
  Container at = root();
  for (size_t i = 0;; ++i) {
    const uint32_t index = at.find(path[i]);
    refused_step_ = i;
    barrier_ = nullptr;
    if (index == Container::none) return i >= path.fixed_steps();
    if (i + 1 == path.size()) return true;
    sluice_value& found = at.child(index);
    at = enter(found, path[i + 1]);
    if (!at) {
      barrier_ = &found;
      return false;
    }
  }
}

std::string EventEditor::refusal(const FieldPath& path) const {
  std::string text = "\"";
  text.append(path.prefix(refused_step_ + 1)).append("\" ");
  if (barrier_ == nullptr) return text + "is not there, and lists are not made or made longer";
  text.append("holds ").append(describe(*barrier_));
  return text + (path[refused_step_ + 1].is_key() ? ", not an object" : ", not a list");
}

sluice_value EventEditor::wrap(const FieldPath& path, size_t first, sluice_value value) {
  for (size_t i = path.size(); i > first; --i) {
    sluice_value object = object_value(nullptr, 0);
    Container(object).append(batch_, path[i - 1]) = value;
    value = object;
  }
  return value;
}

sluice_value EventEditor::duplicate(const sluice_value& value) {
  sluice_value copy = value;
  copy.flags &= static_cast<uint8_t>(~SLUICE_FLAG_ROOM);
  if (value.type == SLUICE_VALUE_OBJECT) {
    copy.as.fields = batch_.allocate<sluice_field>(value.size);
    for (uint32_t i = 0; i < value.size; ++i) {
      copy.as.fields[i] = value.as.fields[i];
      copy.as.fields[i].value = duplicate(value.as.fields[i].value);
    }
  } else if (value.type == SLUICE_VALUE_ARRAY) {
    copy.as.items = batch_.allocate<sluice_value>(value.size);
    for (uint32_t i = 0; i < value.size; ++i) copy.as.items[i] = duplicate(value.as.items[i]);
  } else {
    copy.flags = value.flags;
  }
  return copy;
}

}  // namespace sluice
