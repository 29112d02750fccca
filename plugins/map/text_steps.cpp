#include "text_steps.hpp"

#include <map/text/replacement.hpp>
#include <map/text/separator.hpp>
#include <map/text/uri.hpp>
#include <map/text/utf8_case.hpp>

#include "scratch_buffer.hpp"

namespace sluice {
namespace {

class ChangeCase final : public TextStep {
 public:
  ChangeCase(std::string label, ValuePaths paths, Case wanted)
      : TextStep(std::move(label), std::move(paths.field), std::move(paths.target)),
        wanted_(wanted) {}

 private:
  StepOutcome compute_text(EventEditor& editor, std::string_view text,
                           sluice_value& result) override {
    char* out = editor.batch().allocate<char>(cased_capacity(text.size()));
    result = text_value({out, write_cased(text, wanted_, out)});
    return StepOutcome::done;
  }

  const Case wanted_;
};

class Trim final : public TextStep {
 public:
  Trim(std::string label, ValuePaths paths)
      : TextStep(std::move(label), std::move(paths.field), std::move(paths.target)) {}

 private:
  StepOutcome compute_text(EventEditor&, std::string_view text, sluice_value& result) override {
    result = text_value(trim_text(text));
    return StepOutcome::done;
  }
};

class UrlDecode final : public TextStep {
 public:
  UrlDecode(std::string label, ValuePaths paths, Plus plus)
      : TextStep(std::move(label), std::move(paths.field), std::move(paths.target)), plus_(plus) {}

 private:
  StepOutcome compute_text(EventEditor& editor, std::string_view text,
                           sluice_value& result) override {
    result = text_value(text);
    if (!needs_url_decode(text, plus_)) return StepOutcome::done;
    char* out = editor.batch().allocate<char>(text.size());
    size_t size = 0;
    if (!url_decode(text, plus_, out, size)) {
      why_ = "\"" + field().text() + "\" holds a \"%\" without two hexadecimal digits";
      return StepOutcome::failed;
    }
    if (!editor.json().valid_utf8({out, size})) {
      why_ = "\"" + field().text() + "\" decodes to what is not UTF-8";
      return StepOutcome::failed;
    }
    result = text_value({out, size});
    return StepOutcome::done;
  }

  const Plus plus_;
};

class Gsub final : public TextStep {
 public:
  Gsub(std::string label, ValuePaths paths, Regex pattern, Replacement replacement)
      : TextStep(std::move(label), std::move(paths.field), std::move(paths.target)),
        pattern_(std::move(pattern)),
        replacement_(std::move(replacement)) {}

 private:
  StepOutcome compute_text(EventEditor& editor, std::string_view text,
                           sluice_value& result) override {
    re2::StringPiece groups[10];
    size_t from = 0;    // where to look
    size_t copied = 0;  // what is in the buffer already
    scratch_.clear();
    while (from <= text.size() && pattern_->Match(text, from, text.size(), RE2::UNANCHORED, groups,
                                                  replacement_.groups_needed())) {
      const auto begin = static_cast<size_t>(groups[0].data() - text.data());
      const size_t end = begin + groups[0].size();
      scratch_.append(text.substr(copied, begin - copied));
      for (const Replacement::Part& part : replacement_.parts()) {
        scratch_.append(part.text);
        if (part.group >= 0)
          scratch_.append({groups[part.group].data(), groups[part.group].size()});
      }
      copied = end;
      from = end == begin ? next_character(text, end) : end;
    }
    result = text_value(text);
    if (from == 0) return StepOutcome::done;
    scratch_.append(text.substr(copied));
    result = text_value(editor.batch().copy(scratch_.view()));
    return StepOutcome::done;
  }

  // After an empty match: one character on, so that it does not match again.
  static size_t next_character(std::string_view text, size_t at) {
    ++at;
    while (at < text.size() && (text[at] & 0xC0) == 0x80) ++at;
    return at;
  }

  const Regex pattern_;
  const Replacement replacement_;
  ScratchBuffer scratch_;
};

class Split final : public ValueStep {
 public:
  Split(std::string label, ValuePaths paths, Separator separator, bool preserve_trailing)
      : ValueStep(std::move(label), std::move(paths.field), std::move(paths.target)),
        separator_(std::move(separator)),
        preserve_trailing_(preserve_trailing) {}

 private:
  StepOutcome compute(EventEditor& editor, const sluice_value& value,
                      sluice_value& result) override {
    std::string_view text;
    if (!editor.text_of(value, text)) {
      why_ = "\"" + field().text() + "\" holds " + EventEditor::describe(value) + ", not text";
      return StepOutcome::failed;
    }
    parts_.clear();
    size_t begin = 0;
    size_t from = 0;
    for (TextRange found{}; separator_.find(text, from, found);) {
      if (found.end == found.begin) {  // an empty match cuts between characters only
        from = found.end + 1;
        while (from < text.size() && (text[from] & 0xC0) == 0x80) ++from;
        if (found.begin == 0 || found.begin >= text.size()) continue;
      } else {
        from = found.end;
      }
      parts_.push_back(text.substr(begin, found.begin - begin));
      begin = found.end;
    }
    parts_.push_back(text.substr(begin));
    while (!preserve_trailing_ && parts_.size() > 1 && parts_.back().empty()) parts_.pop_back();
    auto* items = editor.batch().allocate<sluice_value>(parts_.size());
    for (size_t i = 0; i < parts_.size(); ++i) items[i] = text_value(parts_[i]);
    result = array_value(items, static_cast<uint32_t>(parts_.size()));
    return StepOutcome::done;
  }

  const Separator separator_;
  const bool preserve_trailing_;
  std::vector<std::string_view> parts_;
};

class Join final : public ValueStep {
 public:
  Join(std::string label, ValuePaths paths, std::string separator)
      : ValueStep(std::move(label), std::move(paths.field), std::move(paths.target)),
        separator_(std::move(separator)) {}

 private:
  StepOutcome compute(EventEditor& editor, const sluice_value& value,
                      sluice_value& result) override {
    sluice_value opened = value;
    const Container list = editor.open(opened);
    if (!list || !list.is_array()) {
      why_ = "\"" + field().text() + "\" holds " + EventEditor::describe(value) + ", not a list";
      return StepOutcome::failed;
    }
    scratch_.clear();
    for (uint32_t i = 0; i < list.count(); ++i) {
      const sluice_value& item = list.items()[i];
      if (i > 0) scratch_.append(separator_);
      if (std::string_view text; editor.text_of(item, text)) {
        scratch_.append(text);
      } else if (is_simple(item)) {
        scratch_.append_json(editor.json(), item);
      } else {
        why_ = "item " + std::to_string(i) + " of \"" + field().text() + "\" is " +
               EventEditor::describe(item) + ", not text, a number or a boolean";
        return StepOutcome::failed;
      }
    }
    result = text_value(editor.batch().copy(scratch_.view()));
    return StepOutcome::done;
  }

  // A number or a boolean.
  static bool is_simple(const sluice_value& value) {
    if (value.type == SLUICE_VALUE_RAW) {
      return *value.as.data != '{' && *value.as.data != '[' && *value.as.data != 'n';
    }
    return value.type != SLUICE_VALUE_NULL && value.type != SLUICE_VALUE_OBJECT &&
           value.type != SLUICE_VALUE_ARRAY;
  }

  const std::string separator_;
  ScratchBuffer scratch_;
};

// A field, a list of fields, or options with `field`; `add` is called with the paths of each.
template <class Add>
Status compile_fields(const char* verb, const sluice_value& setting, Add add) {
  const auto add_one = [&](const sluice_value& at) -> Status {
    Result<FieldPath> path = target_path(bytes(at), at);
    if (!path) return std::move(path).error();
    std::string label = std::string(verb) + " " + path->text();
    FieldPath field = *FieldPath::parse(path->text());
    add(std::move(label), ValuePaths{std::move(field), std::move(*path)});
    return {};
  };
  if (setting.type == SLUICE_VALUE_TEXT) return add_one(setting);
  if (setting.type == SLUICE_VALUE_ARRAY) {
    for (uint32_t i = 0; i < setting.size; ++i) {
      if (Status status = add_one(setting.as.items[i]); !status) return status;
    }
    return {};
  }
  Result<ValuePaths> paths = value_paths(setting);
  if (!paths) return std::move(paths).error();
  std::string label = std::string(verb) + " " + paths->field.text();
  add(std::move(label), std::move(*paths));
  return {};
}

Error at_setting(Error error, const sluice_value* at) {
  return invalid_config(std::move(error.message), at);
}

}  // namespace

Status compile_lowercase(const sluice_value& setting, StepBuilder& builder) {
  return compile_fields("lowercase", setting, [&](std::string label, ValuePaths paths) {
    builder.add<ChangeCase>(std::move(label), std::move(paths), Case::lower);
  });
}

Status compile_uppercase(const sluice_value& setting, StepBuilder& builder) {
  return compile_fields("uppercase", setting, [&](std::string label, ValuePaths paths) {
    builder.add<ChangeCase>(std::move(label), std::move(paths), Case::upper);
  });
}

Status compile_trim(const sluice_value& setting, StepBuilder& builder) {
  return compile_fields("trim", setting, [&](std::string label, ValuePaths paths) {
    builder.add<Trim>(std::move(label), std::move(paths));
  });
}

Status compile_urldecode(const sluice_value& setting, StepBuilder& builder) {
  const Plus plus = Settings(&setting).text("plus") == "keep" ? Plus::kept : Plus::blank;
  return compile_fields("urldecode", setting, [&](std::string label, ValuePaths paths) {
    builder.add<UrlDecode>(std::move(label), std::move(paths), plus);
  });
}

Status compile_gsub(const sluice_value& setting, StepBuilder& builder) {
  const Settings settings(&setting);
  Result<ValuePaths> paths = value_paths(setting);
  if (!paths) return std::move(paths).error();
  Result<Regex> pattern = compile_regex(settings.text("pattern"));
  if (!pattern) return at_setting(std::move(pattern).error(), settings.find("pattern"));
  Result<Replacement> replacement =
      Replacement::parse(settings.text("replacement"), (*pattern)->NumberOfCapturingGroups());
  if (!replacement) return at_setting(std::move(replacement).error(), settings.find("replacement"));
  std::string label = "gsub " + paths->field.text();
  builder.add<Gsub>(std::move(label), std::move(*paths), std::move(*pattern),
                    std::move(*replacement));
  return {};
}

Status compile_split(const sluice_value& setting, StepBuilder& builder) {
  const Settings settings(&setting);
  Result<ValuePaths> paths = value_paths(setting);
  if (!paths) return std::move(paths).error();
  Result<Separator> separator = Separator::compile(settings.text("separator"));
  if (!separator) return at_setting(std::move(separator).error(), settings.find("separator"));
  std::string label = "split " + paths->field.text();
  builder.add<Split>(std::move(label), std::move(*paths), std::move(*separator),
                     settings.boolean("preserve_trailing"));
  return {};
}

Status compile_join(const sluice_value& setting, StepBuilder& builder) {
  Result<ValuePaths> paths = value_paths(setting);
  if (!paths) return std::move(paths).error();
  std::string label = "join " + paths->field.text();
  builder.add<Join>(std::move(label), std::move(*paths),
                    std::string(Settings(&setting).text("separator")));
  return {};
}

}  // namespace sluice
