#include <algorithm>

#include <map/text/separator.hpp>

#include "extract_step.hpp"
#include "record_steps.hpp"

namespace sluice {
namespace {

// More pairs than any log line has: keeps hostile input from making an event of a million fields.
constexpr size_t max_pairs = 1000;

struct KvForm {
  Separator fields;
  Separator values;
  std::optional<FieldPath> target;  // none: the event itself
  std::string prefix;
  std::vector<std::string> include;
  std::vector<std::string> exclude;
  std::string trim_key;
  std::string trim_value;
  bool strip_brackets;
};

std::string_view trimmed(std::string_view text, std::string_view characters) {
  if (characters.empty()) return text;
  const size_t begin = std::min(text.find_first_not_of(characters), text.size());
  text.remove_prefix(begin);
  return text.substr(0, text.find_last_not_of(characters) + 1);
}

bool has(const std::vector<std::string>& list, std::string_view key) {
  return std::find(list.begin(), list.end(), key) != list.end();
}

char closing(char opening) {
  switch (opening) {
    case '(':
      return ')';
    case '[':
      return ']';
    case '<':
      return '>';
    case '"':
    case '\'':
      return opening;
    default:
      return '\0';
  }
}

class Kv final : public ExtractStep {
 public:
  Kv(std::string label, FieldPath field, KvForm form)
      : ExtractStep(std::move(label), std::move(field)), form_(std::move(form)) {}

  std::string failure(const EventEditor& editor) const override {
    return barred_ ? editor.refusal(*form_.target) : ExtractStep::failure(editor);
  }

 private:
  struct Pair {
    std::string_view key;
    std::string_view value;
  };

  StepOutcome extract(EventEditor& editor, const sluice_value& text) override {
    barred_ = false;
    if (!parse(bytes(text))) return StepOutcome::failed;
    if (pairs_.empty()) return StepOutcome::done;
    Container object = editor.root();
    if (form_.target) {
      sluice_value* target = editor.make(*form_.target);
      barred_ = target == nullptr;
      if (barred_) return StepOutcome::failed;
      if (EventEditor::is_null(*target)) *target = object_value(nullptr, 0);
      object = editor.open(*target);
      if (!object || object.is_array()) {
        return fail("\"" + form_.target->text() + "\" holds " + EventEditor::describe(*target) +
                    ", not an object");
      }
    }
    for (size_t i = 0; i < pairs_.size(); ++i) {
      if (pairs_[i].key.data() == nullptr) continue;  // was joined to an earlier one
      const sluice_value value = collect(editor, text, i);
      write_key(editor, object, prefixed(editor, pairs_[i].key), value);
    }
    return StepOutcome::done;
  }

  // The value of a pair, or the list of those of all pairs with its key, which are then used up.
  sluice_value collect(EventEditor& editor, const sluice_value& text, size_t first) {
    const std::string_view key = pairs_[first].key;
    const auto same = [key](const Pair& pair) {
      return pair.key.data() != nullptr && pair.key == key;
    };
    const auto begin = pairs_.begin() + static_cast<std::ptrdiff_t>(first);
    const auto count = static_cast<uint32_t>(std::count_if(begin, pairs_.end(), same));
    if (count == 1) return slice(text, pairs_[first].value);
    auto* items = editor.batch().allocate<sluice_value>(count);
    uint32_t size = 0;
    for (auto pair = begin; pair != pairs_.end(); ++pair) {
      if (!same(*pair)) continue;
      items[size++] = slice(text, pair->value);
      if (pair != begin) pair->key = {};
    }
    return array_value(items, count);
  }

  std::string_view prefixed(EventEditor& editor, std::string_view key) const {
    if (form_.prefix.empty()) return key;
    char* out = editor.batch().allocate<char>(form_.prefix.size() + key.size());
    std::copy(form_.prefix.begin(), form_.prefix.end(), out);
    std::copy(key.begin(), key.end(), out + form_.prefix.size());
    return {out, form_.prefix.size() + key.size()};
  }

  bool parse(std::string_view text) {
    pairs_.clear();
    for (size_t at = 0; at < text.size();) {
      TextRange end{text.size(), text.size()};
      form_.fields.find(text, at, end);
      if (end.begin > at) {
        TextRange middle{};
        if (!form_.values.find(text, at, middle) || middle.end > end.begin) {
          fail("\"" + field().text() + "\" has a part without what separates a key from its value");
          return false;
        }
        const std::string_view key = text.substr(at, middle.begin - at);
        std::string_view value = text.substr(middle.end, end.begin - middle.end);
        if (form_.strip_brackets) bracketed(text, middle.end, value, end);
        if (!add(trimmed(key, form_.trim_key), trimmed(value, form_.trim_value))) return false;
      }
      at = end.end;
    }
    return true;
  }

  // A value in brackets or quotes ends where they are closed before the end or a separator.
  void bracketed(std::string_view text, size_t begin, std::string_view& value,
                 TextRange& end) const {
    const char close = begin < text.size() ? closing(text[begin]) : '\0';
    if (close == '\0') return;
    for (size_t at = text.find(close, begin + 1); at != text.npos; at = text.find(close, at + 1)) {
      const size_t after = at + 1;
      const size_t size = form_.fields.size_at(text, after);
      if (size == 0 && after < text.size()) continue;
      value = text.substr(begin + 1, at - begin - 1);
      end = {after, after + size};
      return;
    }
  }

  bool add(std::string_view key, std::string_view value) {
    if (key.empty()) {
      fail("\"" + field().text() + "\" has a value without a key");
      return false;
    }
    if (!form_.include.empty() && !has(form_.include, key)) return true;
    if (has(form_.exclude, key)) return true;
    if (pairs_.size() == max_pairs) {
      fail("\"" + field().text() + "\" has more than " + std::to_string(max_pairs) + " pairs");
      return false;
    }
    pairs_.push_back({key, value});
    return true;
  }

  const KvForm form_;
  std::vector<Pair> pairs_;
  bool barred_ = false;
};

Result<Separator> separator(const Settings& settings, const char* name) {
  Result<Separator> separator = Separator::compile(settings.text(name));
  if (!separator) {
    return invalid_config(std::move(separator).error().message, settings.find(name));
  }
  if (separator->can_be_empty()) {
    return invalid_config("\"" + std::string(name) +
                              "\" is a pattern that can match nothing, so it separates nothing; a "
                              "character such as | is written \\|",
                          settings.find(name));
  }
  return separator;
}

std::vector<std::string> texts(const sluice_value* list) {
  std::vector<std::string> out;
  for (uint32_t i = 0; list != nullptr && i < list->size; ++i) {
    out.emplace_back(bytes(list->as.items[i]));
  }
  return out;
}

Status check_ascii(const Settings& settings, const char* name) {
  for (const char c : settings.text(name)) {
    if (static_cast<unsigned char>(c) < 0x80) continue;
    return invalid_config("\"" + std::string(name) + "\" takes ASCII characters only",
                          settings.find(name));
  }
  return {};
}

}  // namespace

Status compile_kv(const sluice_value& setting, StepBuilder& builder) {
  const Settings settings(&setting);
  Result<FieldPath> field = field_of(setting);
  if (!field) return std::move(field).error();
  Result<Separator> fields = separator(settings, "field_split");
  if (!fields) return std::move(fields).error();
  Result<Separator> values = separator(settings, "value_split");
  if (!values) return std::move(values).error();
  std::optional<FieldPath> target;
  if (const sluice_value* written = settings.find("target_field"); written != nullptr) {
    Result<FieldPath> path = target_path(bytes(*written), *written);
    if (!path) return std::move(path).error();
    target = std::move(*path);
  }
  for (const char* name : {"trim_key", "trim_value"}) {
    if (Status checked = check_ascii(settings, name); !checked) return checked;
  }
  KvForm form{std::move(*fields),
              std::move(*values),
              std::move(target),
              std::string(settings.text("prefix")),
              texts(settings.find("include_keys")),
              texts(settings.find("exclude_keys")),
              std::string(settings.text("trim_key")),
              std::string(settings.text("trim_value")),
              settings.boolean("strip_brackets")};
  std::string label = "kv " + field->text();
  builder.add<Kv>(std::move(label), std::move(*field), std::move(form));
  return {};
}

}  // namespace sluice
