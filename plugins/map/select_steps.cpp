#include "select_steps.hpp"

namespace sluice {
namespace {

class Remove final : public Step {
 public:
  Remove(std::string label, FieldPath path, bool strict)
      : Step(std::move(label)), path_(std::move(path)), strict_(strict) {}

  // Nothing there is what was wanted, so it is `missing` only when that was asked for.
  StepOutcome apply(EventEditor& editor) override {
    const bool removed = editor.remove(path_);
    return removed || !strict_ ? StepOutcome::done : StepOutcome::missing;
  }
  std::string absence() const override { return "\"" + path_.text() + "\" is missing"; }

 private:
  const FieldPath path_;
  const bool strict_;
};

// All paths as one tree, so that an event is gone through once.
class Keep final : public Step {
 public:
  Keep(std::string label, std::vector<FieldPath> paths)
      : Step(std::move(label)), paths_(std::move(paths)), nodes_(1) {
    for (const FieldPath& path : paths_) add(path);
  }

  StepOutcome apply(EventEditor& editor) override {
    prune(editor, editor.root(), 0);
    return StepOutcome::done;
  }

 private:
  struct Branch {
    PathStep step;
    uint32_t node;
  };
  struct Node {
    bool whole = false;  // all below it stays
    std::vector<Branch> branches;
  };

  void add(const FieldPath& path) {
    uint32_t node = 0;
    for (size_t i = 0; i < path.size(); ++i) {
      uint32_t next = branch(node, path[i]);
      if (next == 0) {
        next = static_cast<uint32_t>(nodes_.size());
        nodes_.emplace_back();
        nodes_[node].branches.push_back({path[i], next});
      }
      node = next;
    }
    nodes_[node].whole = true;
  }

  // 0, which is the root and nobody's branch: none.
  uint32_t branch(uint32_t node, const PathStep& step) const {
    for (const Branch& b : nodes_[node].branches) {
      if (b.step == step) return b.node;
    }
    return 0;
  }
  uint32_t branch(uint32_t node, const Container& container, uint32_t index) const {
    for (const Branch& b : nodes_[node].branches) {
      if (b.step.is_key() == container.is_array()) continue;
      const bool same =
          b.step.is_key() ? b.step.is(container.fields()[index]) : b.step.index == index;
      if (same) return b.node;
    }
    return 0;
  }

  // Leaves what the tree names below `node`; false when that is nothing.
  bool prune(EventEditor& editor, const Container& container, uint32_t node) {
    uint32_t kept = 0;
    const uint32_t count = container.count();
    for (uint32_t i = 0; i < count; ++i) {
      const uint32_t next = branch(node, container, i);
      if (next == 0 || !stays(editor, container.child(i), next)) continue;
      if (kept != i && container.is_array()) container.items()[kept] = container.items()[i];
      if (kept != i && !container.is_array()) container.fields()[kept] = container.fields()[i];
      ++kept;
    }
    container.truncate(kept);
    return kept > 0;
  }

  // Levels are those of a path, at most 100, so recursion is no danger.
  bool stays(EventEditor& editor, sluice_value& value, uint32_t node) {
    if (nodes_[node].whole) return true;
    const Container container = editor.open(value);
    return container && prune(editor, container, node);
  }

  const std::vector<FieldPath> paths_;  // whose keys the branches point to
  std::vector<Node> nodes_;             // 0 is the root
};

}  // namespace

Status compile_remove(const sluice_value& setting, StepBuilder& builder) {
  const bool is_form = has_field_form(setting, remove_form);
  if (is_form) {
    Status status = check_field_form(setting, "remove", remove_form, remove_options.items);
    if (!status) return status;
  }
  const sluice_value& paths = is_form ? *Settings(&setting).find("field") : setting;
  const bool is_list = paths.type == SLUICE_VALUE_ARRAY;
  for (uint32_t i = 0; i < (is_list ? paths.size : 1); ++i) {
    const sluice_value& item = is_list ? paths.as.items[i] : paths;
    Result<FieldPath> path = target_path(bytes(item), item);
    if (!path) return std::move(path).error();
    std::string label = "remove " + path->text();
    builder.add<Remove>(std::move(label), std::move(*path), !builder.common.ignore_missing);
  }
  return {};
}

Status compile_keep(const sluice_value& setting, StepBuilder& builder) {
  const bool is_list = setting.type == SLUICE_VALUE_ARRAY;
  if (is_list && setting.size == 0) {
    return invalid_config("keep needs at least one path; it would leave events empty", &setting);
  }
  std::vector<FieldPath> paths;
  for (uint32_t i = 0; i < (is_list ? setting.size : 1); ++i) {
    const sluice_value& item = is_list ? setting.as.items[i] : setting;
    Result<FieldPath> path = setting_path(bytes(item), item);
    if (!path) return std::move(path).error();
    paths.push_back(std::move(*path));
  }
  builder.add<Keep>("keep", std::move(paths));
  return {};
}

}  // namespace sluice
