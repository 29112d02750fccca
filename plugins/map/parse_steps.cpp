#include "parse_steps.hpp"

#include <charconv>

#include <map/text/dissect_pattern.hpp>
#include <map/text/grok_pattern.hpp>

#include "extract_step.hpp"
#include "json_number.hpp"
#include "scratch_buffer.hpp"

namespace sluice {
namespace {

Error at_setting(Error error, const sluice_value* at) {
  return invalid_config(std::move(error.message), at);
}

class Dissect final : public ExtractStep {
 public:
  Dissect(std::string label, FieldPath field, DissectPattern pattern, FieldOutputs outputs,
          std::string separator)
      : ExtractStep(std::move(label), std::move(field)),
        pattern_(std::move(pattern)),
        values_(pattern_.value_count()),
        separator_(std::move(separator)) {
    outputs_ = std::move(outputs);
  }

 private:
  StepOutcome extract(EventEditor& editor, const sluice_value& text) override {
    if (!pattern_.match(bytes(text), values_)) {
      return fail("\"" + field().text() + "\" does not have the shape of the pattern");
    }
    outputs_.clear();
    for (size_t i = 0; i < pattern_.keys().size(); ++i) {
      const std::vector<uint32_t>& parts = pattern_.keys()[i].parts;
      outputs_.set(i, parts.size() == 1 ? slice(text, values_[parts[0]])
                                        : text_value(joined(editor, parts)));
    }
    for (const DissectPattern::Reference& reference : pattern_.references()) {
      if (values_[reference.name].empty()) {
        return fail("\"" + field().text() + "\" has no text for the name of a field");
      }
    }
    if (const StepOutcome outcome = write(editor); outcome != StepOutcome::done) return outcome;
    for (const DissectPattern::Reference& reference : pattern_.references()) {
      write_key(editor, editor.root(), values_[reference.name],
                slice(text, values_[reference.value]));
    }
    return StepOutcome::done;
  }

  std::string_view joined(EventEditor& editor, const std::vector<uint32_t>& parts) {
    scratch_.clear();
    for (size_t i = 0; i < parts.size(); ++i) {
      if (i > 0) scratch_.append(separator_);
      scratch_.append(values_[parts[i]]);
    }
    return editor.batch().copy(scratch_.view());
  }

  const DissectPattern pattern_;
  std::vector<std::string_view> values_;
  const std::string separator_;
  ScratchBuffer scratch_;
};

// One of the expressions of a grok step.
struct GrokAlternative {
  GrokPattern pattern;
  FieldOutputs outputs;
  size_t index_output = 0;  // of trace_match
};

class Grok final : public ExtractStep {
 public:
  Grok(std::string label, FieldPath field, std::vector<GrokAlternative> alternatives, bool traced)
      : ExtractStep(std::move(label), std::move(field)),
        alternatives_(std::move(alternatives)),
        traced_(traced) {}

  std::string failure(const EventEditor& editor) const override {
    return refused_ != nullptr ? refused_->failure(editor) : ExtractStep::failure(editor);
  }

 private:
  StepOutcome extract(EventEditor& editor, const sluice_value& text) override {
    refused_ = nullptr;
    for (size_t i = 0; i < alternatives_.size(); ++i) {
      GrokAlternative& alternative = alternatives_[i];
      if (!alternative.pattern.match(bytes(text))) continue;
      return take(editor, text, alternative, i);
    }
    return fail(alternatives_.size() == 1 ? "the pattern is not found in \"" + field().text() + "\""
                                          : "none of the " + std::to_string(alternatives_.size()) +
                                                " patterns is found in \"" + field().text() + "\"");
  }

  StepOutcome take(EventEditor& editor, const sluice_value& text, GrokAlternative& alternative,
                   size_t index) {
    alternative.outputs.clear();
    const auto& fields = alternative.pattern.fields();
    for (size_t i = 0; i < fields.size(); ++i) {
      const std::string_view part = alternative.pattern.value(fields[i]);
      if (part.data() == nullptr) continue;
      sluice_value value = slice(text, part);
      if (fields[i].type != GrokType::text && !convert(part, fields[i], value)) {
        return StepOutcome::failed;
      }
      alternative.outputs.set(i, value);
    }
    if (traced_) {
      alternative.outputs.set(alternative.index_output, int_value(static_cast<int64_t>(index)));
    }
    const StepOutcome outcome = alternative.outputs.write(editor, overrides());
    if (outcome == StepOutcome::failed) refused_ = &alternative.outputs;
    return outcome;
  }

  bool convert(std::string_view text, const GrokPattern::Field& field, sluice_value& value) {
    std::string_view digits = text;
    if (digits.starts_with('+')) digits.remove_prefix(1);
    const char* const end = digits.data() + digits.size();
    if (field.type == GrokType::boolean) {
      const auto lower = [](char c) { return static_cast<char>(c | 0x20); };
      bool is_true = text.size() == 4;
      for (size_t i = 0; is_true && i < 4; ++i) is_true = lower(text[i]) == "true"[i];
      value = bool_value(is_true);
      return true;
    }
    if (field.type == GrokType::integer) {
      int64_t number = 0;
      const auto [stop, code] = std::from_chars(digits.data(), end, number);
      value = int_value(number);
      if (code == std::errc() && stop == end) return true;
    } else {
      double number = 0;
      const auto [stop, code] = std::from_chars(digits.data(), end, number);
      value = is_json_number(digits) ? raw_value(digits) : double_value(number);
      if (code == std::errc() && stop == end && std::isfinite(number)) return true;
    }
    fail("what is found for \"" + field.name + "\" is no " +
         (field.type == GrokType::integer ? "integer of 64 bits" : "number"));
    return false;
  }

  std::vector<GrokAlternative> alternatives_;
  const bool traced_;
  const FieldOutputs* refused_ = nullptr;
};

GrokDefinitions own_definitions(const sluice_value* setting) {
  GrokDefinitions own;
  for (uint32_t i = 0; setting != nullptr && i < setting->size; ++i) {
    own.emplace(key(setting->as.fields[i]), bytes(setting->as.fields[i].value));
  }
  return own;
}

}  // namespace

Status compile_dissect(const sluice_value& setting, StepBuilder& builder) {
  const Settings settings(&setting);
  Result<FieldPath> field = field_of(setting);
  if (!field) return std::move(field).error();
  Result<DissectPattern> pattern = DissectPattern::compile(settings.text("pattern"));
  if (!pattern) return at_setting(std::move(pattern).error(), settings.find("pattern"));
  FieldOutputs outputs;
  for (const DissectPattern::Key& key : pattern->keys()) {
    size_t index = 0;
    if (Status added = outputs.add(key.name, *settings.find("pattern"), index); !added) {
      return added;
    }
  }
  std::string label = "dissect " + field->text();
  builder.add<Dissect>(std::move(label), std::move(*field), std::move(*pattern), std::move(outputs),
                       std::string(settings.text("append_separator")));
  return {};
}

Status compile_grok(const sluice_value& setting, StepBuilder& builder) {
  const Settings settings(&setting);
  Result<FieldPath> field = field_of(setting);
  if (!field) return std::move(field).error();
  const sluice_value* patterns = settings.find("patterns");
  if (patterns == nullptr || patterns->size == 0) {
    return invalid_config("grok needs at least one pattern",
                          patterns == nullptr ? &setting : patterns);
  }
  const GrokDefinitions own = own_definitions(settings.find("pattern_definitions"));
  const bool traced = settings.boolean("trace_match");
  std::vector<GrokAlternative> alternatives;
  for (uint32_t i = 0; i < patterns->size; ++i) {
    const sluice_value& at = patterns->as.items[i];
    Result<GrokPattern> pattern = GrokPattern::compile(bytes(at), own);
    if (!pattern) return at_setting(std::move(pattern).error(), &at);
    GrokAlternative alternative{std::move(*pattern), {}};
    for (const GrokPattern::Field& captured : alternative.pattern.fields()) {
      size_t index = 0;
      if (Status added = alternative.outputs.add(grok_path(captured.name), at, index); !added) {
        return added;
      }
    }
    if (traced) {
      Status added =
          alternative.outputs.add("_meta.grok_match_index", at, alternative.index_output);
      if (!added) return added;
    }
    alternatives.push_back(std::move(alternative));
  }
  std::string label = "grok " + field->text();
  builder.add<Grok>(std::move(label), std::move(*field), std::move(alternatives), traced);
  return {};
}

}  // namespace sluice
