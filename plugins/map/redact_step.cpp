#include "redact_step.hpp"

#include <algorithm>

#include <map/text/redact_patterns.hpp>

#include "scratch_buffer.hpp"
#include "step_runtime.hpp"

namespace sluice {
namespace {

using RedactPatterns = std::vector<std::unique_ptr<RedactPattern>>;

struct Wording {
  std::string prefix;
  std::string suffix;
  std::optional<std::string> replacement;
};

class Redact final : public Step {
 public:
  Redact(std::string label, std::vector<FieldPath> fields, RedactPatterns patterns, Wording wording,
         bool needs_all, StepRuntime& runtime)
      : Step(std::move(label)),
        fields_(std::move(fields)),
        patterns_(std::move(patterns)),
        wording_(std::move(wording)),
        needs_all_(needs_all),
        only_built_in_(std::all_of(patterns_.begin(), patterns_.end(),
                                   [](const auto& pattern) { return pattern->is_built_in(); })),
        runtime_(runtime) {}

  StepOutcome apply(EventEditor& editor) override {
    if (fields_.empty()) {
      const Container root = editor.root();
      for (uint32_t i = 0; i < root.count(); ++i) visit(editor, root.child(i));
      return StepOutcome::done;
    }
    bool any = false;
    for (const FieldPath& path : fields_) {
      const bool there = editor.find(path) != nullptr;
      if (!there) absent_ = &path;
      if (!there && needs_all_) return StepOutcome::missing;
      any = any || there;
    }
    if (!any) return StepOutcome::missing;
    for (const FieldPath& path : fields_) {
      if (sluice_value* value = editor.find(path); value != nullptr) visit(editor, *value);
    }
    return StepOutcome::done;
  }
  std::string absence() const override { return "\"" + absent_->text() + "\" is missing"; }

 private:
  // The depth of JSON is bounded by SLUICE_JSON_MAX_DEPTH, so recursion is no danger.
  void visit(EventEditor& editor, sluice_value& value) {
    if (std::string_view text; editor.text_of(value, text)) return redact(editor, text, value);
    if (value.type == SLUICE_VALUE_RAW && is_clean(bytes(value))) return;
    const Container container = editor.open(value);
    if (!container) return;
    for (uint32_t i = 0; i < container.count(); ++i) visit(editor, container.child(i));
  }

  // JSON in which nothing is found as it stands need not be opened: without escapes its texts stand
  // in it, and what is between them bounds a finding as the ends of a text do.
  bool is_clean(std::string_view json) {
    if (!only_built_in_ || json.find('\\') != json.npos) return false;
    for (const std::unique_ptr<RedactPattern>& pattern : patterns_) {
      pattern->find(json, fresh_);
      if (!fresh_.empty()) return false;
    }
    return true;
  }

  void redact(EventEditor& editor, std::string_view text, sluice_value& value) {
    findings_.clear();
    for (const std::unique_ptr<RedactPattern>& pattern : patterns_) {
      pattern->find(text, fresh_);
      if (!fresh_.empty()) merge();
    }
    if (findings_.empty()) return;
    scratch_.clear();
    size_t done = 0;
    for (const Finding& finding : findings_) {
      scratch_.append(text.substr(done, finding.begin - done));
      if (wording_.replacement) {
        scratch_.append(*wording_.replacement);
      } else {
        scratch_.append(wording_.prefix);
        scratch_.append(finding.label);
        scratch_.append(wording_.suffix);
      }
      done = finding.end;
    }
    scratch_.append(text.substr(done));
    value = text_value(editor.batch().copy(scratch_.view()));
    runtime_.count_redacted(findings_.size());
  }

  // Both are in order and without overlaps; of those that overlap, the older one stays.
  void merge() {
    merged_.clear();
    size_t older = 0;
    for (const Finding& finding : fresh_) {
      while (older < findings_.size() && findings_[older].end <= finding.begin) {
        merged_.push_back(findings_[older++]);
      }
      if (older == findings_.size() || findings_[older].begin >= finding.end) {
        merged_.push_back(finding);
      }
    }
    merged_.insert(merged_.end(), findings_.begin() + static_cast<std::ptrdiff_t>(older),
                   findings_.end());
    std::swap(findings_, merged_);
  }

  const std::vector<FieldPath> fields_;  // none: all
  const RedactPatterns patterns_;
  const Wording wording_;
  const bool needs_all_;
  const bool only_built_in_;
  StepRuntime& runtime_;
  std::vector<Finding> findings_;
  std::vector<Finding> fresh_;
  std::vector<Finding> merged_;
  ScratchBuffer scratch_;
  const FieldPath* absent_ = nullptr;
};

// Paths; none when all fields are meant.
Result<std::vector<FieldPath>> redacted_fields(const Settings& settings) {
  std::vector<FieldPath> paths;
  const sluice_value* field = settings.find("field");
  const sluice_value* list = settings.find("fields");
  if (field != nullptr && list != nullptr) {
    return invalid_config("redact takes \"field\" or \"fields\", not both", list);
  }
  const uint32_t count = field != nullptr ? 1 : list != nullptr ? list->size : 0;
  if (list != nullptr && count == 0) {
    return invalid_config("\"fields\" is empty; leave it out to redact all", list);
  }
  for (uint32_t i = 0; i < count; ++i) {
    const sluice_value& at = field != nullptr ? *field : list->as.items[i];
    if (bytes(at) == "*") return std::vector<FieldPath>();
    Result<FieldPath> path = target_path(bytes(at), at);
    if (!path) return std::move(path).error();
    paths.push_back(std::move(*path));
  }
  return paths;
}

Result<RedactPatterns> redact_patterns(const Settings& settings) {
  RedactPatterns patterns;
  const sluice_value* names = settings.find("builtins");
  for (uint32_t i = 0; names != nullptr && i < names->size; ++i) {
    const sluice_value& at = names->as.items[i];
    std::unique_ptr<RedactPattern> pattern = RedactPattern::built_in(bytes(at));
    if (pattern == nullptr) {
      return invalid_config("there is no built-in pattern \"" + std::string(bytes(at)) + "\"", &at);
    }
    patterns.push_back(std::move(pattern));
  }
  GrokDefinitions own;
  const sluice_value* definitions = settings.find("pattern_definitions");
  for (uint32_t i = 0; definitions != nullptr && i < definitions->size; ++i) {
    const sluice_field& definition = definitions->as.fields[i];
    own.emplace(key(definition), bytes(definition.value));
  }
  const sluice_value* expressions = settings.find("patterns");
  for (uint32_t i = 0; expressions != nullptr && i < expressions->size; ++i) {
    const sluice_value& at = expressions->as.items[i];
    if (RedactPattern::built_in(bytes(at)) != nullptr) {
      return invalid_config("\"" + std::string(bytes(at)) +
                                "\" is built in; name it in \"builtins\" in place of \"patterns\"",
                            &at);
    }
    auto pattern = RedactPattern::of_grok(bytes(at), own);
    if (!pattern) return invalid_config(std::move(pattern).error().message, &at);
    patterns.push_back(std::move(*pattern));
  }
  if (patterns.empty()) {
    return invalid_config("redact needs \"builtins\" or \"patterns\", what to find",
                          settings.value());
  }
  return patterns;
}

}  // namespace

Status compile_redact(const sluice_value& setting, StepBuilder& builder) {
  const Settings settings(&setting);
  Result<std::vector<FieldPath>> fields = redacted_fields(settings);
  if (!fields) return std::move(fields).error();
  Result<RedactPatterns> patterns = redact_patterns(settings);
  if (!patterns) return std::move(patterns).error();
  const auto text = [&](const char* name, std::string_view otherwise) {
    return std::string(settings.has(name) ? settings.text(name) : otherwise);
  };
  Wording wording{text("prefix", "<"), text("suffix", ">"), std::nullopt};
  if (settings.has("replacement")) wording.replacement = settings.text("replacement");
  std::string label = "redact";
  if (fields->size() == 1) label += " " + fields->front().text();
  builder.add<Redact>(std::move(label), std::move(*fields), std::move(*patterns),
                      std::move(wording), !builder.common.ignore_missing, builder.runtime);
  return {};
}

}  // namespace sluice
