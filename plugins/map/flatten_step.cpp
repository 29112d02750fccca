// flatten; see shape_steps.hpp.
#include <algorithm>

#include "shape_steps.hpp"

namespace sluice {
namespace {

bool is_object(const sluice_value& value) {
  return value.type == SLUICE_VALUE_OBJECT ||
         (value.type == SLUICE_VALUE_RAW && *value.as.data == '{');
}

// Collects the fields of nested objects, in order, with their joined keys. Levels are those of the
// event's JSON, so recursion is no danger.
class Flattener {
 public:
  Flattener(EventEditor& editor, std::string_view separator, uint32_t max_depth)
      : editor_(editor), separator_(separator), max_depth_(max_depth) {}

  void add(const Container& object, std::string_view prefix, uint32_t depth) {
    for (uint32_t i = 0; i < object.count(); ++i) {
      sluice_field& field = object.fields()[i];
      const std::string_view name = joined(prefix, key(field), depth);
      if (depth < max_depth_ && is_object(field.value)) {
        const Container inner = editor_.open(field.value);
        if (inner.count() > 0) {
          add(inner, name, depth + 1);
          continue;
        }
      }
      push(make_field(name, field.value));
    }
  }

  // Equal keys come together only where one held the separator before.
  void drop_earlier() {
    if (!may_collide_) return;
    auto* order = editor_.batch().allocate<uint32_t>(count_);
    for (uint32_t i = 0; i < count_; ++i) order[i] = i;
    std::sort(order, order + count_, [this](uint32_t a, uint32_t b) {
      const int compared = key(fields_[a]).compare(key(fields_[b]));
      return compared != 0 ? compared < 0 : a < b;
    });
    auto* gone = editor_.batch().allocate<bool>(count_);
    std::fill(gone, gone + count_, false);
    for (uint32_t first = 0, i = 1; i <= count_; ++i) {
      if (i < count_ && key(fields_[order[i]]) == key(fields_[order[first]])) continue;
      // the last value at the place of the first, as reading JSON does
      fields_[order[first]].value = fields_[order[i - 1]].value;
      for (uint32_t k = first + 1; k < i; ++k) gone[order[k]] = true;
      first = i;
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count_; ++i) {
      if (!gone[i]) fields_[kept++] = fields_[i];
    }
    count_ = kept;
  }

  sluice_field* fields() const { return fields_; }
  uint32_t count() const { return count_; }
  uint32_t capacity() const { return capacity_; }

 private:
  std::string_view joined(std::string_view prefix, std::string_view name, uint32_t depth) {
    may_collide_ = may_collide_ || name.find(separator_) != std::string_view::npos;
    if (depth == 0) return name;
    const size_t size = prefix.size() + separator_.size() + name.size();
    char* text = editor_.batch().allocate<char>(size + 1);
    char* end = std::copy(prefix.begin(), prefix.end(), text);
    end = std::copy(separator_.begin(), separator_.end(), end);
    std::copy(name.begin(), name.end(), end);
    return {text, size};
  }

  void push(const sluice_field& field) {
    if (count_ == capacity_) {
      capacity_ = std::max<uint32_t>(16, capacity_ * 2);
      auto* grown = editor_.batch().allocate<sluice_field>(capacity_);
      std::copy(fields_, fields_ + count_, grown);
      fields_ = grown;
    }
    fields_[count_++] = field;
  }

  EventEditor& editor_;
  const std::string_view separator_;
  const uint32_t max_depth_;
  bool may_collide_ = false;
  sluice_field* fields_ = nullptr;
  uint32_t count_ = 0;
  uint32_t capacity_ = 0;
};

struct FlattenOptions {
  std::string separator;
  uint32_t max_depth;  // levels that are taken away
};

class Flatten final : public ValueStep {
 public:
  Flatten(std::string label, FieldPath field, FieldPath target, FlattenOptions options)
      : ValueStep(std::move(label), std::move(field), std::move(target)),
        options_(std::move(options)) {}

 protected:
  StepOutcome compute(EventEditor& editor, const sluice_value& value,
                      sluice_value& result) override {
    if (EventEditor::is_null(value)) return StepOutcome::missing;
    if (!is_object(value)) {
      why_ = "\"" + field().text() + "\" holds " + EventEditor::describe(value) + ", not an object";
      return StepOutcome::failed;
    }
    sluice_value object = editor.duplicate(value);
    Flattener flat(editor, options_.separator, options_.max_depth);
    flat.add(editor.open(object), {}, 0);
    flat.drop_earlier();
    result = object_value(flat.fields(), flat.count());
    return StepOutcome::done;
  }

 private:
  const FlattenOptions options_;
};

class FlattenEvent final : public Step {
 public:
  FlattenEvent(std::string label, FlattenOptions options)
      : Step(std::move(label)), options_(std::move(options)) {}

  StepOutcome apply(EventEditor& editor) override {
    Flattener flat(editor, options_.separator, options_.max_depth);
    flat.add(editor.root(), {}, 0);
    flat.drop_earlier();
    sluice_event& event = editor.event();
    event.fields = flat.fields();
    event.field_count = flat.count();
    event.field_capacity = flat.capacity();
    return StepOutcome::done;
  }

 private:
  const FlattenOptions options_;
};

}  // namespace

Status compile_flatten(const sluice_value& setting, StepBuilder& builder) {
  const Settings settings(&setting);
  const sluice_value* separator = settings.find("separator");
  const int64_t depth = settings.integer("max_depth");
  FlattenOptions options{separator == nullptr ? "." : std::string(bytes(*separator)),
                         depth == 0 ? UINT32_MAX : static_cast<uint32_t>(depth)};
  if (options.separator.empty()) {
    return invalid_config("flatten needs a separator that is not empty", separator);
  }
  if (settings.has("field")) {
    Result<ValuePaths> paths = value_paths(setting);
    if (!paths) return std::move(paths).error();
    std::string label = "flatten " + paths->field.text();
    builder.add<Flatten>(std::move(label), std::move(paths->field), std::move(paths->target),
                         std::move(options));
    return {};
  }
  if (const sluice_value* target = settings.find("target_field"); target != nullptr) {
    return invalid_config("flatten takes target_field only with field", target);
  }
  builder.add<FlattenEvent>("flatten", std::move(options));
  return {};
}

}  // namespace sluice
