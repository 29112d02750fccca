// Values with places of the event in them, such as `${user.name} of ${_meta.source}`. Compiled
// once; rendering one allocates in the batch's arena only.
//
//   template := { characters | "$$" | "${" path "}" }
//
// A place gives text as it is, a number by its digits, true or false, an object or a list as JSON;
// null and what is not there give nothing. `$$` is one `$`; any other `$` stands for itself.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <kit/event/event_editor.hpp>
#include <kit/event/event_meta.hpp>

namespace sluice {

class TextTemplate {
 public:
  /// Rejected: `template "of ${a": the "${" at position 4 is not closed`.
  static Result<TextTemplate> parse(std::string_view text);

  /// True when every event gets the same text, which is then `constant()`.
  bool is_constant() const { return parts_.empty(); }
  const std::string& constant() const { return tail_; }

  /// The text for the event that the editor has selected; lives as long as the batch and the
  /// template. Adds to `missing` how many places had nothing to give. Throws std::bad_alloc.
  std::string_view render(EventEditor& editor, uint64_t& missing) const;

 private:
  struct Part {
    std::string before;  // the characters in front of the place
    FieldPath path;
    MetaKind meta;
  };
  TextTemplate() = default;

  std::vector<Part> parts_;
  std::string tail_;  // the characters behind the last place
  size_t size_hint_ = 0;
};

/// A value of any type in which each text is a template; keys are not.
class ValueTemplate {
 public:
  /// invalid_config: a text in it that is no template, pointed at. `json` makes text of constants.
  static Result<ValueTemplate> compile(const sluice_value& setting, Json json);

  bool is_constant() const { return form_ == Form::constant; }
  /// The value for the event that the editor has selected. Nothing in it is shared with another
  /// value, so that it may be changed in place. It lives as long as the batch and the template.
  sluice_value render(EventEditor& editor, uint64_t& missing) const;

 private:
  enum class Form : uint8_t { constant, text, list, object };
  ValueTemplate() = default;

  Form form_ = Form::constant;
  std::string json_;                     // constant: raw, so that writing it is one copy of bytes
  std::optional<TextTemplate> text_;     // text
  std::vector<std::string> keys_;        // object
  std::vector<ValueTemplate> children_;  // of a list or object
};

}  // namespace sluice
