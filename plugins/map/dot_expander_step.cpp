// dot_expander; see shape_steps.hpp.
#include "excerpt.hpp"
#include "shape_steps.hpp"

namespace sluice {
namespace {

// Dots with a name on each side: `a.b`, but not `.a` or `a..b`.
bool is_expandable(std::string_view key) {
  if (key.find('.') == std::string_view::npos || key.front() == '.' || key.back() == '.') {
    return false;
  }
  return key.find("..") == std::string_view::npos;
}

PathStep first_step(std::string_view& key) {
  const std::string_view name = key.substr(0, key.find('.'));
  key.remove_prefix(std::min(key.size(), name.size() + 1));
  return {name.data(), static_cast<uint32_t>(name.size()), 0, plain_flag(name), 0};
}

class DotExpander final : public Step {
 public:
  DotExpander(std::string label, std::string key, std::optional<FieldPath> path)
      : Step(std::move(label)), key_(std::move(key)), path_(std::move(path)) {}

  StepOutcome apply(EventEditor& editor) override {
    Container object = editor.root();
    if (path_) {
      sluice_value* value = editor.find(*path_);
      if (value == nullptr) return StepOutcome::missing;
      object = editor.open(*value);
      if (!object || object.is_array()) {
        why_ =
            "\"" + path_->text() + "\" holds " + EventEditor::describe(*value) + ", not an object";
        return StepOutcome::failed;
      }
    }
    return key_ == "*" ? expand_all(editor, object) : expand_one(editor, object);
  }
  std::string failure(const EventEditor&) const override { return why_; }
  std::string absence() const override {
    return path_ ? "\"" + path_->text() + "\" has no field \"" + key_ + "\""
                 : "the event has no field \"" + key_ + "\"";
  }

 private:
  StepOutcome expand_one(EventEditor& editor, const Container& object) {
    const uint32_t index = object.find({key_.data(), static_cast<uint32_t>(key_.size()), 0, 0, 0});
    if (index == Container::none) return StepOutcome::missing;
    const sluice_field field = object.fields()[index];
    if (!way_is_free(editor, object, key_)) return StepOutcome::failed;
    if (target_stays_) return StepOutcome::done;
    object.erase(index);
    put(editor, object, field);
    return StepOutcome::done;
  }

  // Takes all keys out that can be expanded, then puts each where it belongs.
  StepOutcome expand_all(EventEditor& editor, const Container& object) {
    uint32_t taken = 0;
    for (uint32_t i = 0; i < object.count(); ++i) {
      if (is_expandable(key(object.fields()[i]))) ++taken;
    }
    if (taken == 0) return StepOutcome::done;
    auto* dotted = editor.batch().allocate<sluice_field>(taken);
    uint32_t kept = 0;
    taken = 0;
    for (uint32_t i = 0; i < object.count(); ++i) {
      const sluice_field field = object.fields()[i];
      (is_expandable(key(field)) ? dotted[taken++] : object.fields()[kept++]) = field;
    }
    object.truncate(kept);
    StepOutcome outcome = StepOutcome::done;
    std::string first;
    for (uint32_t i = 0; i < taken; ++i) {
      const bool is_free = way_is_free(editor, object, key(dotted[i]));
      if (is_free && !target_stays_) {
        put(editor, object, dotted[i]);
        continue;
      }
      if (!is_free && outcome == StepOutcome::done) first = why_;
      if (!is_free) outcome = StepOutcome::failed;
      const PathStep whole{dotted[i].key, dotted[i].key_size, 0, dotted[i].key_flags, 0};
      object.append(editor.batch(), whole) = dotted[i].value;
    }
    why_ = std::move(first);
    return outcome;
  }

  // Finds out as well whether what is there already stays.
  bool way_is_free(EventEditor& editor, Container at, std::string_view key) {
    target_stays_ = false;
    std::string_view rest = key;
    PathStep step = first_step(rest);
    for (; !rest.empty(); step = first_step(rest)) {
      const uint32_t index = at.find(step);
      if (index == Container::none) return true;
      sluice_value& value = at.child(index);
      at = editor.open(value);
      if (!at || at.is_array()) {
        why_ = "cannot expand " + excerpt(key) + ": " +
               excerpt(std::string_view(step.key, step.key_size)) + " holds " +
               EventEditor::describe(value) + ", not an object";
        return false;
      }
    }
    const uint32_t index = at.find(step);
    target_stays_ = index != Container::none && is_kept(&at.child(index));
    return true;
  }

  // REQUIRES: the way is free and the target does not stay. The names are parts of the field's own
  // key.
  void put(EventEditor& editor, Container at, const sluice_field& field) const {
    std::string_view rest = key(field);
    PathStep step = first_step(rest);
    for (; !rest.empty(); step = first_step(rest)) {
      const uint32_t index = at.find(step);
      sluice_value& value =
          index == Container::none ? at.append(editor.batch(), step) : at.child(index);
      if (index == Container::none) value = object_value(nullptr, 0);
      at = editor.open(value);
    }
    const uint32_t index = at.find(step);
    (index == Container::none ? at.append(editor.batch(), step) : at.child(index)) = field.value;
  }

  const std::string key_;
  const std::optional<FieldPath> path_;
  std::string why_;
  bool target_stays_ = false;  // of the last way that was free
};

}  // namespace

Status compile_dot_expander(const sluice_value& setting, StepBuilder& builder) {
  const Settings settings(&setting);
  const sluice_value* field = settings.find("field");
  if (field == nullptr) return invalid_config("\"field\" is missing", &setting);
  const std::string key(bytes(*field));
  if (key != "*" && !is_expandable(key)) {
    return invalid_config(
        "dot_expander needs a key with dots between names, or *, not " + excerpt(key), field);
  }
  std::optional<FieldPath> path;
  if (const sluice_value* text = settings.find("path"); text != nullptr) {
    Result<FieldPath> parsed = target_path(bytes(*text), *text);
    if (!parsed) return std::move(parsed).error();
    path.emplace(std::move(*parsed));
  }
  builder.add<DotExpander>("dot_expander " + key, key, std::move(path));
  return {};
}

}  // namespace sluice
