#include "move_steps.hpp"

namespace sluice {
namespace {

class MoveStep : public Step {
 public:
  MoveStep(std::string label, FieldPath source, FieldPath target)
      : Step(std::move(label)), source_(std::move(source)), target_(std::move(target)) {}

  std::string failure(const EventEditor& editor) const override { return editor.refusal(target_); }
  std::string absence() const override { return "\"" + source_.text() + "\" is missing"; }

 protected:
  const FieldPath source_;
  const FieldPath target_;
};

// Both are fields of one object, the usual case: only a key changes, unless the target exists.
class RenameSibling final : public MoveStep {
 public:
  using MoveStep::MoveStep;

  StepOutcome apply(EventEditor& editor) override {
    const Container container = editor.parent(source_);
    if (!container) return StepOutcome::missing;
    const uint32_t from = container.find(source_.last());
    if (from == Container::none) return StepOutcome::missing;
    const uint32_t to = container.find(target_.last());
    if (to != Container::none && is_kept(&container.child(to))) return StepOutcome::done;
    sluice_field& field = container.fields()[from];
    if (to == Container::none) {
      field.key = target_.last().key;
      field.key_size = target_.last().key_size;
      field.key_flags = target_.last().key_flags;
    } else {
      container.fields()[to].value = field.value;
      container.erase(from);
    }
    return StepOutcome::done;
  }
};

// `rename: {a: a.b}`: the value goes one or more levels down and its field keeps its place.
class RenameInward final : public MoveStep {
 public:
  using MoveStep::MoveStep;

  StepOutcome apply(EventEditor& editor) override {
    sluice_value* value = editor.find(source_);
    if (value == nullptr) return StepOutcome::missing;
    *value = editor.wrap(target_, source_.size(), *value);
    return StepOutcome::done;
  }
};

class RenameAcross final : public MoveStep {
 public:
  RenameAcross(std::string label, FieldPath source, FieldPath target)
      : MoveStep(std::move(label), std::move(source), std::move(target)),
        outward_(source_.starts_with(target_)) {}

  StepOutcome apply(EventEditor& editor) override {
    const sluice_value* source = editor.find(source_);
    if (source == nullptr) return StepOutcome::missing;
    const sluice_value value = *source;
    if (!overrides() && !outward_ && is_kept(editor.find(target_))) return StepOutcome::done;
    // Written before the source goes, so that a refusal leaves the event as it was.
    sluice_value* target = editor.make(target_);
    if (target == nullptr) return StepOutcome::failed;
    *target = value;
    if (!outward_) editor.remove(source_);
    return StepOutcome::done;
  }

 private:
  const bool outward_;  // `rename: {a.b: a}`: the source went with what the target held
};

class Copy final : public Step {
 public:
  Copy(std::string label, FieldPath source, FieldPath target)
      : Step(std::move(label)), source_(std::move(source)), target_(std::move(target)) {}

  std::string failure(const EventEditor& editor) const override { return editor.refusal(target_); }
  std::string absence() const override { return "\"" + source_.path().text() + "\" is missing"; }

  StepOutcome apply(EventEditor& editor) override {
    if (!overrides() && is_kept(editor.find(target_))) return StepOutcome::done;
    sluice_value meta;
    const sluice_value* source = source_.find(editor, meta);
    if (source == nullptr) return StepOutcome::missing;
    // Copied first: making the target may open or move the source.
    const sluice_value value = editor.duplicate(*source);
    sluice_value* target = editor.make(target_);
    if (target == nullptr) return StepOutcome::failed;
    *target = value;
    return StepOutcome::done;
  }

 private:
  const ReadPath source_;
  const FieldPath target_;
};

struct Move {
  FieldPath source;
  FieldPath target;
  std::string label;
};

// Both paths are text; `source` is the setting to point at for the first.
Result<Move> make_move(const char* verb, Result<FieldPath> source, const sluice_value& written) {
  if (!source) return std::move(source).error();
  Result<FieldPath> target = target_path(bytes(written), written);
  if (!target) return std::move(target).error();
  if (*source == *target) {
    return invalid_config(std::string(verb) + " \"" + source->text() + "\" to itself", &written);
  }
  std::string label = std::string(verb) + " " + source->text() + " to " + target->text();
  return Move{std::move(*source), std::move(*target), std::move(label)};
}

// `{old: new, ...}` or `{field: old, target_field: new}`; `add` is called for each.
template <class Path, class Add>
Status compile_moves(const char* verb, const sluice_value& setting, Path path, Add add) {
  if (has_field_form(setting, move_form)) {
    Status status = check_field_form(setting, verb, move_form, move_options.items);
    if (!status) return status;
    const sluice_value& field = *Settings(&setting).find("field");
    Result<Move> move =
        make_move(verb, path(bytes(field), field), *Settings(&setting).find("target_field"));
    return move ? add(std::move(*move), field) : Status(std::move(move).error());
  }
  for (uint32_t i = 0; i < setting.size; ++i) {
    const sluice_field& field = setting.as.fields[i];
    Result<Move> move = make_move(verb, path(key(field), field.value), field.value);
    if (!move) return std::move(move).error();
    if (Status status = add(std::move(*move), field.value); !status) return status;
  }
  return {};
}

Status add_rename(Move move, const sluice_value& at, StepBuilder& builder) {
  auto& [source, target, label] = move;
  if (source.is_sibling(target)) {
    builder.add<RenameSibling>(std::move(label), std::move(source), std::move(target));
  } else if (!target.starts_with(source)) {
    builder.add<RenameAcross>(std::move(label), std::move(source), std::move(target));
  } else if (target.fixed_steps() > source.size()) {
    return invalid_config(
        "cannot rename \"" + source.text() + "\" to \"" + target.text() + "\": lists are not made",
        &at);
  } else {
    builder.add<RenameInward>(std::move(label), std::move(source), std::move(target));
  }
  return {};
}

}  // namespace

Status compile_rename(const sluice_value& setting, StepBuilder& builder) {
  return compile_moves("rename", setting, target_path, [&](Move move, const sluice_value& at) {
    return add_rename(std::move(move), at, builder);
  });
}

Status compile_copy(const sluice_value& setting, StepBuilder& builder) {
  return compile_moves("copy", setting, setting_path, [&](Move move, const sluice_value&) {
    builder.add<Copy>(std::move(move.label), std::move(move.source), std::move(move.target));
    return Status();
  });
}

}  // namespace sluice
