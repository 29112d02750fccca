#include "template.hpp"

#include <algorithm>
#include <new>

#include "arena_text.hpp"

namespace sluice {
namespace {

// The JSON of a setting, written by the host.
class JsonText {
 public:
  JsonText(Json json, const sluice_value& value) {
    sluice_buffer buffer{};
    buffer.struct_size = sizeof buffer;
    buffer.private_data = &text_;
    buffer.grow = [](sluice_buffer* self, uint64_t capacity) -> sluice_status {
      auto& text = *static_cast<std::string*>(self->private_data);
      try {
        text.resize(std::max<uint64_t>(capacity, self->capacity * 2));
      } catch (const std::bad_alloc&) {
        return SLUICE_FATAL;
      }
      self->data = text.data();
      self->capacity = text.size();
      return SLUICE_OK;
    };
    json.write(value, buffer);
    text_.resize(buffer.size);
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

// Counted in characters from 1, as an editor shows it.
size_t position(std::string_view text, size_t at) {
  const auto is_start = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
  return 1 + static_cast<size_t>(std::count_if(text.begin(), text.begin() + at, is_start));
}

// Where the place that begins at `at` is closed; a brace in a quoted key is not the end.
size_t closing_brace(std::string_view text, size_t at) {
  bool quoted = false;
  for (; at < text.size(); ++at) {
    if (quoted && text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      quoted = !quoted;
    } else if (text[at] == '}' && !quoted) {
      return at;
    }
  }
  return std::string_view::npos;
}

// Appends what a value is in text; false when it is null.
bool append_value(EventEditor& editor, const sluice_value& value, ArenaText& out) {
  if (EventEditor::is_null(value)) return false;
  if (std::string_view text; editor.text_of(value, text)) {
    out.append(text);
  } else {
    out.append_json(editor.json(), value);
  }
  return true;
}

}  // namespace

Result<TextTemplate> TextTemplate::parse(std::string_view text) {
  const std::string quoted = "template \"" + std::string(text) + "\": ";
  TextTemplate result;
  std::string before;
  for (size_t at = 0; at < text.size();) {
    const size_t dollar = std::min(text.find('$', at), text.size());
    before.append(text.substr(at, dollar - at));
    at = dollar;
    if (at == text.size()) break;
    const char next = at + 1 < text.size() ? text[at + 1] : '\0';
    if (next != '{') {
      before += '$';
      at += next == '$' ? 2 : 1;
      continue;
    }
    const size_t end = closing_brace(text, at + 2);
    if (end == std::string_view::npos) {
      return rejected(quoted + "the \"${\" at position " + std::to_string(position(text, at)) +
                      " is not closed; write \"$${\" for these characters themselves");
    }
    Result<FieldPath> path = FieldPath::parse(text.substr(at + 2, end - at - 2));
    if (!path) return rejected(quoted + path.error().message);
    const MetaKind meta = meta_kind(*path);
    result.size_hint_ += before.size() + 24;
    result.parts_.push_back({std::exchange(before, {}), std::move(*path), meta});
    at = end + 1;
  }
  result.size_hint_ += before.size();
  result.tail_ = std::move(before);
  return result;
}

std::string_view TextTemplate::render(EventEditor& editor, uint64_t& missing) const {
  if (is_constant()) return tail_;
  ArenaText out(editor.batch(), size_hint_);
  for (const Part& part : parts_) {
    out.append(part.before);
    if (part.meta != MetaKind::none) {
      const sluice_value value = meta_value(part.meta, editor.event(), editor.batch());
      if (!append_value(editor, value, out)) ++missing;
    } else if (const sluice_value* value = editor.find(part.path);
               value == nullptr || !append_value(editor, *value, out)) {
      ++missing;
    }
  }
  out.append(tail_);
  return out.view();
}

Result<ValueTemplate> ValueTemplate::compile(const sluice_value& setting, Json json) {
  ValueTemplate result;
  if (setting.type == SLUICE_VALUE_TEXT) {
    Result<TextTemplate> text = TextTemplate::parse(bytes(setting));
    if (!text) return invalid_config(std::move(text.error().message), &setting);
    if (text->is_constant()) {
      result.json_ = JsonText(json, text_value(text->constant())).take();
    } else {
      result.form_ = Form::text;
      result.text_ = std::move(*text);
    }
    return result;
  }
  const bool is_list = setting.type == SLUICE_VALUE_ARRAY;
  if (!is_list && setting.type != SLUICE_VALUE_OBJECT) {
    result.json_ = JsonText(json, setting).take();
    return result;
  }
  bool is_constant = true;
  for (uint32_t i = 0; i < setting.size; ++i) {
    Result<ValueTemplate> child =
        compile(is_list ? setting.as.items[i] : setting.as.fields[i].value, json);
    if (!child) return child;
    is_constant = is_constant && child->is_constant();
    if (!is_list) result.keys_.emplace_back(key(setting.as.fields[i]));
    result.children_.push_back(std::move(*child));
  }
  result.form_ = is_list ? Form::list : Form::object;
  if (!is_constant) return result;
  // `$$` is `$` also in what is constant, so the text is that of the children.
  ValueTemplate constant;
  constant.json_ = is_list ? "[" : "{";
  for (size_t i = 0; i < result.children_.size(); ++i) {
    if (i > 0) constant.json_ += ',';
    if (!is_list) constant.json_ += JsonText(json, text_value(result.keys_[i])).take() + ":";
    constant.json_ += result.children_[i].json_;
  }
  constant.json_ += is_list ? "]" : "}";
  return constant;
}

sluice_value ValueTemplate::render(EventEditor& editor, uint64_t& missing) const {
  if (form_ == Form::constant) return raw_value(json_);
  if (form_ == Form::text) return text_value(text_->render(editor, missing));
  const auto count = static_cast<uint32_t>(children_.size());
  if (form_ == Form::list) {
    auto* items = editor.batch().allocate<sluice_value>(count);
    for (uint32_t i = 0; i < count; ++i) items[i] = children_[i].render(editor, missing);
    return array_value(items, count);
  }
  auto* fields = editor.batch().allocate<sluice_field>(count);
  for (uint32_t i = 0; i < count; ++i) {
    fields[i] = make_field(keys_[i], children_[i].render(editor, missing));
  }
  return object_value(fields, count);
}

}  // namespace sluice
