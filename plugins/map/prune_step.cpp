// prune; see shape_steps.hpp.
#include "shape_steps.hpp"

namespace sluice {
namespace {

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// Whether raw JSON may hold null, "", {} or []: if not, it need not be opened. Says yes too often,
// as for a string with such characters in it.
bool may_hold_nothing(std::string_view json) {
  for (size_t i = 0; i + 1 < json.size(); ++i) {
    const char next = json[i + 1];
    switch (json[i]) {
      case '"':
        if (next == '"') return true;
        break;
      case 'n':
        if (next == 'u') return true;
        break;
      case '{':
      case '[': {
        size_t end = i + 1;
        while (end < json.size() && is_space(json[end])) ++end;
        if (json[end] == '}' || json[end] == ']') return true;
        break;
      }
      default:
        break;
    }
  }
  return false;
}

struct PruneOptions {
  bool null;
  bool empty_text;
  bool empty;
};

class Prune final : public Step {
 public:
  Prune(std::string label, std::vector<FieldPath> paths, PruneOptions options)
      : Step(std::move(label)), paths_(std::move(paths)), options_(options) {}

  StepOutcome apply(EventEditor& editor) override {
    if (paths_.empty()) prune(editor, editor.root());
    for (const FieldPath& path : paths_) {
      sluice_value* value = editor.find(path);
      if (value != nullptr && !stays(editor, *value)) editor.remove(path);
    }
    return StepOutcome::done;
  }

 private:
  // Levels are those of the event's JSON, so recursion is no danger.
  void prune(EventEditor& editor, const Container& container) const {
    uint32_t kept = 0;
    const uint32_t count = container.count();
    for (uint32_t i = 0; i < count; ++i) {
      if (!stays(editor, container.child(i))) continue;
      if (kept != i && container.is_array()) container.items()[kept] = container.items()[i];
      if (kept != i && !container.is_array()) container.fields()[kept] = container.fields()[i];
      ++kept;
    }
    container.truncate(kept);
  }

  bool stays(EventEditor& editor, sluice_value& value) const {
    if (EventEditor::is_null(value)) return !options_.null;
    if (value.type == SLUICE_VALUE_TEXT) return value.size > 0 || !options_.empty_text;
    if (value.type == SLUICE_VALUE_RAW) {
      if (*value.as.data == '"') return value.size > 2 || !options_.empty_text;
      if (!may_hold_nothing(bytes(value))) return true;
    }
    const Container container = editor.open(value);
    if (!container) return true;
    prune(editor, container);
    return container.count() > 0 || !options_.empty;
  }

  const std::vector<FieldPath> paths_;  // none: the whole event
  const PruneOptions options_;
};

}  // namespace

Status compile_prune(const sluice_value& setting, StepBuilder& builder) {
  const Settings settings(&setting);
  std::vector<FieldPath> paths;
  if (const sluice_value* list = settings.find("fields"); list != nullptr) {
    for (uint32_t i = 0; i < list->size; ++i) {
      const sluice_value& item = list->as.items[i];
      Result<FieldPath> path = target_path(bytes(item), item);
      if (!path) return std::move(path).error();
      paths.push_back(std::move(*path));
    }
    if (paths.empty()) return invalid_config("prune needs at least one of its fields", list);
  }
  const PruneOptions options{settings.boolean("nulls", true), settings.boolean("empty_text", true),
                             settings.boolean("empty", true)};
  builder.add<Prune>("prune", std::move(paths), options);
  return {};
}

}  // namespace sluice
