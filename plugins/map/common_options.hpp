// The options that all steps have in common. They stand beside the kind of a step,
// `{rename: {a: b}, if: has(a)}`, or among the settings of a kind that is an object of options,
// `{trim: {field: a, ignore_missing: false}}`.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <sluice/option.hpp>
#include <sluice/result.hpp>
#include <sluice/settings.hpp>

namespace sluice {

/// A step of any kind: what lists of steps are made of. Defined in step_table.cpp.
extern const Option step_item[1];

inline constexpr sluice_example if_examples[] = {
    {"- rename: {code: http.status}\n  if: code >= 100 && code < 600", R"({"code":7})",
     R"({"code":7})"},
};
inline constexpr sluice_example tag_examples[] = {
    {"- set: {user.name: ana}\n  tag: name-the-user", R"({"user":"u1"})",
     R"({"user":"u1","_meta":{"errors":[{"step":"set user.name","tag":"name-the-user",)"
     R"("message":"\"user\" holds text, not an object"}]}})"},
};
inline constexpr sluice_example ignore_missing_examples[] = {
    {"- rename: {old: new}\n  ignore_missing: false", R"({"a":1})",
     R"({"a":1,"_meta":{"errors":[{"step":"rename old to new",)"
     R"("message":"\"old\" is missing"}]}})"},
};
inline constexpr sluice_example ignore_failure_examples[] = {
    {"- set: {user.name: ana}\n  ignore_failure: true", R"({"user":"u1"})", R"({"user":"u1"})"},
};
inline constexpr sluice_example on_failure_examples[] = {
    {"- set: {user.name: ana}\n"
     "  on_failure:\n"
     "    - rename: {user: user_text}\n"
     "    - copy: {_failure.message: problem}",
     R"({"user":"u1"})", R"({"user_text":"u1","problem":"\"user\" holds text, not an object"})"},
};
inline constexpr sluice_example override_examples[] = {
    {"- copy: {a: b}\n  override: false", R"({"a":1,"b":2})", R"({"a":1,"b":2})"},
    {"- copy: {a: b}\n  override: false", R"({"a":1,"b":null})", R"({"a":1,"b":1})"},
};

inline constexpr Option common_options[] = {
    string_option("if",
                  "Condition in CEL over the fields of the event: the step is done only where it "
                  "holds. Fields that are missing are null. It is evaluated once, before the first "
                  "of the step's fields.")
        .shown_by(if_examples),
    string_option("tag", "A name for the step, given with each of its failures.")
        .shown_by(tag_examples),
    boolean_option("ignore_missing",
                   "Whether the step passes over an event that lacks its field, or has null where "
                   "it needs a value (the default); with false that is a failure.")
        .shown_by(ignore_missing_examples),
    boolean_option("ignore_failure",
                   "With true, a failure leaves the event as it was and is only counted.")
        .shown_by(ignore_failure_examples),
    list_option("on_failure",
                "Steps to do when this one fails, in place of adding the failure to _meta.errors. "
                "While they run, the field _failure holds {message, step, tag}.")
        .of(step_item)
        .shown_by(on_failure_examples),
    boolean_option("override",
                   "Whether a value that is there is replaced (the default); with false a target "
                   "that is not null stays as it is.")
        .shown_by(override_examples),
};
inline constexpr size_t common_option_count = sizeof common_options / sizeof *common_options;

/// Options of a kind with the common ones behind them:
///
///   inline constexpr auto trim_options = with_common_options({field_option, target_field_option});
///   inline constexpr Option trim_option = object_option("trim", "...").of(trim_options.items);
constexpr Option without_examples(Option option) {
  option.examples = nullptr;
  option.example_count = 0;
  return option;
}
template <size_t N>
struct OptionTable {
  Option items[N];
};
template <size_t N>
constexpr OptionTable<N + common_option_count> with_common_options(const Option (&own)[N]) {
  return [&]<size_t... i, size_t... k>(std::index_sequence<i...>, std::index_sequence<k...>) {
    return OptionTable<N + common_option_count>{
        {own[i]..., without_examples(common_options[k])...}};
  }
  (std::make_index_sequence<N>(), std::make_index_sequence<common_option_count>());
}

/// True for `if`, `tag` and the others.
bool is_common_option(std::string_view name);

/// What they say for one step.
struct CommonOptions {
  const sluice_value* condition = nullptr;   // text
  const sluice_value* on_failure = nullptr;  // a list of steps
  std::string tag;
  bool ignore_missing = true;
  bool ignore_failure = false;
  bool overrides = true;
  bool any = false;  // one of them is given

  /// Takes over those among the fields of `object`. An option that was taken before is
  /// invalid_config, as is one of the wrong type.
  Status read(const sluice_value& object);

 private:
  Status read_one(const sluice_field& field);
  Status read_boolean(const sluice_field& field, bool& out);
  unsigned seen_ = 0;
};

}  // namespace sluice
