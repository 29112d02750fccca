// Steps that write a value of their own: set and default.
#pragma once

#include "step.hpp"

namespace sluice {

inline constexpr FieldForm set_form = {{"value", "copy_from", "expr"}};

inline constexpr Option any_value[] = {
    any_option(nullptr, "any value; ${field} in its text is what that field holds").templated()};

inline constexpr sluice_example set_value_examples[] = {
    {"- set: {field: event.kind, value: event}", R"({})", R"({"event":{"kind":"event"}})"},
    {"- set: {field: labels, value: {team: core, owner: '${user}'}}", R"({"user":"ana"})",
     R"({"user":"ana","labels":{"team":"core","owner":"ana"}})"},
};
inline constexpr sluice_example set_copy_from_examples[] = {
    {"- set: {field: port, copy_from: server.port}", R"({"server":{"port":443}})",
     R"({"server":{"port":443},"port":443})"},
};
inline constexpr sluice_example set_expr_examples[] = {
    {"- set: {field: total, expr: a + b}", R"({"a":1,"b":2})", R"({"a":1,"b":2,"total":3})"},
};
inline constexpr sluice_example set_ignore_empty_examples[] = {
    {"- set: {field: user, value: '${name}', ignore_empty_value: true}", R"({"user":"root"})",
     R"({"user":"root"})"},
};
inline constexpr auto set_options = with_common_options({
    string_option("field", "Path of the field to write.").required(),
    any_option("value", "What to write; in its text, ${field} is what that field holds.")
        .templated()
        .shown_by(set_value_examples),
    string_option("copy_from",
                  "Path of a field whose value, of whatever type, is written in place of `value`.")
        .shown_by(set_copy_from_examples),
    string_option("expr", "Expression in CEL whose result is written in place of `value`.")
        .shown_by(set_expr_examples),
    boolean_option("ignore_empty_value",
                   "With true, nothing is written when that would be null or empty text.")
        .shown_by(set_ignore_empty_examples),
});
inline constexpr Option set_settings[] = {
    object_option(nullptr, "one field, with the step's other options").of(set_options.items),
    map_option(nullptr, "field: value").templated().of(any_value),
};

inline constexpr sluice_example set_examples[] = {
    {"- set: {cloud.provider: aws, labels: {team: core}}", R"({"a":1})",
     R"({"a":1,"cloud":{"provider":"aws"},"labels":{"team":"core"}})"},
    {"- set: {summary: '${user.name} did ${action} for $$${cost}'}",
     R"({"user":{"name":"ana"},"action":"PutObject","cost":0.50})",
     R"({"user":{"name":"ana"},"action":"PutObject","cost":0.50,)"
     R"("summary":"ana did PutObject for $0.50"})"},
    {"- set: {total: {expr: a + b}, first: {copy_from: a}}", R"({"a":1,"b":2})",
     R"({"a":1,"b":2,"total":3,"first":1})"},
    {"- {set: {level: info}, if: '!has(level)'}", R"({"level":"warn"})", R"({"level":"warn"})"},
    {"- {set: {level: info}, override: false}", R"({"level":null})", R"({"level":"info"})"},
};
inline constexpr Option set_option =
    any_of_option("set",
                  "Writes values: {field: value}, or {field: path, value: any}. A value is of any "
                  "type; ${field} in its text is what that field holds ($$ is a $). {expr: ...} in "
                  "place of a value computes it in CEL, {copy_from: path} copies another field.")
        .of(set_settings)
        .shown_by(set_examples);

inline constexpr sluice_example default_examples[] = {
    {"- default: {level: info, host: '${agent.name}'}", R"({"level":null,"agent":{"name":"a1"}})",
     R"({"level":"info","agent":{"name":"a1"},"host":"a1"})"},
    {"- default: {level: info}", R"({"level":"warn"})", R"({"level":"warn"})"},
};
inline constexpr Option default_option =
    map_option("default",
               "Writes values, as `set` does, to those fields only that are missing or null: "
               "{field: value}.")
        .templated()
        .of(any_value)
        .shown_by(default_examples);

Status compile_set(const sluice_value& setting, StepBuilder& builder);
Status compile_default(const sluice_value& setting, StepBuilder& builder);

}  // namespace sluice
