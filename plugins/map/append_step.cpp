// append; see list_steps.hpp.
#include "list_steps.hpp"
#include "step_runtime.hpp"
#include "template.hpp"

namespace sluice {
namespace {

bool is_integer(const sluice_value& value) {
  return value.type == SLUICE_VALUE_INT64 || value.type == SLUICE_VALUE_UINT64;
}

// Whether two values are the same in JSON: texts by their characters, numbers by their digits
// (integers by value), objects whatever the order of their fields. Both may be opened; levels are
// those of JSON, so recursion is no danger.
bool is_same(EventEditor& editor, sluice_value& a, sluice_value& b) {
  editor.json().open(editor.batch(), a);
  editor.json().open(editor.batch(), b);
  if (is_integer(a) && is_integer(b)) return a.type == b.type && a.as.uinteger == b.as.uinteger;
  if (a.type != b.type) return false;
  switch (a.type) {
    case SLUICE_VALUE_NULL:
      return true;
    case SLUICE_VALUE_BOOL:
      return a.as.integer == b.as.integer;
    case SLUICE_VALUE_DOUBLE:
      return a.as.number == b.as.number;
    case SLUICE_VALUE_RAW:
    case SLUICE_VALUE_TEXT:
      return bytes(a) == bytes(b);
    default:
      break;
  }
  if (a.size != b.size) return false;
  for (uint32_t i = 0; i < a.size; ++i) {
    if (a.type == SLUICE_VALUE_ARRAY) {
      if (!is_same(editor, a.as.items[i], b.as.items[i])) return false;
      continue;
    }
    sluice_field* other = find_field(b.as.fields, b.size, key(a.as.fields[i]));
    if (other == nullptr || !is_same(editor, a.as.fields[i].value, other->value)) return false;
  }
  return true;
}

// What is to be added, in the arena.
class Additions {
 public:
  explicit Additions(EventEditor& editor) : editor_(editor), list_(array_value(nullptr, 0)) {}
  void add(const sluice_value& value) { Container(list_).append_item(editor_.batch()) = value; }
  uint32_t count() const { return list_.size; }
  sluice_value& operator[](uint32_t i) { return list_.as.items[i]; }

 private:
  EventEditor& editor_;
  sluice_value list_;
};

class AppendStep : public Step {
 public:
  AppendStep(std::string label, FieldPath target, bool allow_duplicates)
      : Step(std::move(label)), target_(std::move(target)), allow_duplicates_(allow_duplicates) {}

  StepOutcome apply(EventEditor& editor) final {
    Additions additions(editor);
    if (!collect(editor, additions)) return StepOutcome::missing;
    sluice_value* target = editor.make(target_);
    if (target == nullptr) return StepOutcome::failed;
    const bool is_list = target->type == SLUICE_VALUE_ARRAY ||
                         (target->type == SLUICE_VALUE_RAW && *target->as.data == '[');
    if (!is_list) {
      const sluice_value single = *target;
      *target = array_value(nullptr, 0);
      if (!EventEditor::is_null(single)) {
        Container(*target).append_item(editor.batch()) = single;
      }
    }
    const Container list = editor.open(*target);
    for (uint32_t i = 0; i < additions.count(); ++i) {
      if (!allow_duplicates_ && holds(editor, list, additions[i])) continue;
      list.append_item(editor.batch()) = additions[i];
    }
    return StepOutcome::done;
  }
  std::string failure(const EventEditor& editor) const final { return editor.refusal(target_); }

 protected:
  /// False: there is nothing to add.
  virtual bool collect(EventEditor& editor, Additions& additions) = 0;

 private:
  static bool holds(EventEditor& editor, const Container& list, sluice_value value) {
    for (uint32_t i = 0; i < list.count(); ++i) {
      sluice_value item = list.items()[i];  // opened beside the list, which keeps its raw items
      if (is_same(editor, item, value)) return true;
    }
    return false;
  }

  const FieldPath target_;
  const bool allow_duplicates_;
};

class AppendValues final : public AppendStep {
 public:
  AppendValues(std::string label, FieldPath target, bool allow_duplicates,
               std::vector<ValueTemplate> values, StepRuntime& runtime)
      : AppendStep(std::move(label), std::move(target), allow_duplicates),
        values_(std::move(values)),
        runtime_(runtime) {}

 protected:
  bool collect(EventEditor& editor, Additions& additions) override {
    uint64_t all_missing = 0;
    for (const ValueTemplate& value : values_) {
      uint64_t missing = 0;
      const sluice_value added = value.render(editor, missing);
      all_missing += missing;
      const bool says_nothing = missing > 0 && added.type == SLUICE_VALUE_TEXT && added.size == 0;
      if (!says_nothing) additions.add(added);
    }
    const bool any = additions.count() > 0 || values_.empty();
    if (any && all_missing > 0) runtime_.count_missing(all_missing);
    return any;
  }

 private:
  const std::vector<ValueTemplate> values_;
  StepRuntime& runtime_;
};

class AppendCopies final : public AppendStep {
 public:
  AppendCopies(std::string label, FieldPath target, bool allow_duplicates,
               std::vector<ReadPath> sources)
      : AppendStep(std::move(label), std::move(target), allow_duplicates),
        sources_(std::move(sources)) {}

  std::string absence() const override {
    std::string names;
    for (const ReadPath& source : sources_) {
      names += (names.empty() ? "\"" : ", \"") + source.path().text() + "\"";
    }
    return names + (sources_.size() == 1 ? " is missing" : " are missing");
  }

 protected:
  bool collect(EventEditor& editor, Additions& additions) override {
    for (const ReadPath& source : sources_) {
      sluice_value meta;
      const sluice_value* found = source.find(editor, meta);
      if (found == nullptr || EventEditor::is_null(*found)) continue;
      sluice_value value = editor.duplicate(*found);
      const Container items = editor.open(value);
      if (!items || !items.is_array()) {
        additions.add(value);
        continue;
      }
      for (uint32_t i = 0; i < items.count(); ++i) additions.add(items.items()[i]);
    }
    return additions.count() > 0;
  }

 private:
  const std::vector<ReadPath> sources_;
};

Result<std::vector<ReadPath>> source_paths(const sluice_value& setting) {
  std::vector<ReadPath> paths;
  const bool is_list = setting.type == SLUICE_VALUE_ARRAY;
  for (uint32_t i = 0; i < (is_list ? setting.size : 1); ++i) {
    const sluice_value& item = is_list ? setting.as.items[i] : setting;
    Result<FieldPath> path = setting_path(bytes(item), item);
    if (!path) return std::move(path).error();
    paths.emplace_back(std::move(*path));
  }
  return paths;
}

}  // namespace

Status compile_append(const sluice_value& setting, StepBuilder& builder) {
  const Settings settings(&setting);
  const sluice_value* field = settings.find("field");
  if (field == nullptr) return invalid_config("\"field\" is missing", &setting);
  Result<FieldPath> target = target_path(bytes(*field), *field);
  if (!target) return std::move(target).error();
  const sluice_field* value = find_field(setting.as.fields, setting.size, "value");
  const sluice_value* copy_from = settings.find("copy_from");
  if ((value != nullptr) == (copy_from != nullptr)) {
    return invalid_config("append takes one of value and copy_from", &setting);
  }
  const bool allow_duplicates = settings.boolean("allow_duplicates", true);
  std::string label = "append to " + target->text();
  if (copy_from != nullptr) {
    Result<std::vector<ReadPath>> sources = source_paths(*copy_from);
    if (!sources) return std::move(sources).error();
    builder.add<AppendCopies>(std::move(label), std::move(*target), allow_duplicates,
                              std::move(*sources));
    return {};
  }
  std::vector<ValueTemplate> values;
  const bool is_list = value->value.type == SLUICE_VALUE_ARRAY;
  for (uint32_t i = 0; i < (is_list ? value->value.size : 1); ++i) {
    Result<ValueTemplate> compiled =
        ValueTemplate::compile(is_list ? value->value.as.items[i] : value->value, builder.json);
    if (!compiled) return std::move(compiled).error();
    values.push_back(std::move(*compiled));
  }
  builder.add<AppendValues>(std::move(label), std::move(*target), allow_duplicates,
                            std::move(values), builder.runtime);
  return {};
}

}  // namespace sluice
