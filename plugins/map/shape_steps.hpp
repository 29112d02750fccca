// Steps that change the shape of an event: flatten, dot_expander, prune.
#pragma once

#include "value_step.hpp"

namespace sluice {

inline constexpr sluice_example flatten_examples[] = {
    {"- flatten: {field: labels}", R"({"labels":{"app":{"name":"web","tier":1},"list":[{"x":1}]}})",
     R"({"labels":{"app.name":"web","app.tier":1,"list":[{"x":1}]}})"},
    {"- flatten: {}", R"({"a":{"b":{"c":1}},"d":2})", R"({"a.b.c":1,"d":2})"},
    {"- flatten: {field: tags, target_field: flat, separator: _, max_depth: 1}",
     R"({"tags":{"a":{"b":{"c":1}}}})", R"({"tags":{"a":{"b":{"c":1}}},"flat":{"a_b":{"c":1}}})"},
};
inline constexpr auto flatten_options = with_common_options({
    string_option("field", "Path of the object to flatten; the whole event when absent."),
    target_field_option,
    string_option("separator", "What stands between the keys.").by_default("."),
    integer_option("max_depth", "How many levels to take away; 0: all.")
        .between(0, 1000)
        .by_default("0"),
});
inline constexpr Option flatten_option =
    object_option(
        "flatten",
        "Makes one level of an object of objects: {a: {b: 1}} becomes {a.b: 1}. Lists and "
        "empty objects stay as they are; of equal keys the last value wins.")
        .of(flatten_options.items)
        .shown_by(flatten_examples);

inline constexpr sluice_example dot_expander_examples[] = {
    {"- dot_expander: {field: user.name}", R"({"user.name":"ana","a.b":1})",
     R"({"a.b":1,"user":{"name":"ana"}})"},
    {"- dot_expander: {field: '*'}", R"({"user.name":"ana","user":{"id":7},"a.b":1})",
     R"({"user":{"id":7,"name":"ana"},"a":{"b":1}})"},
};
inline constexpr sluice_example dot_expander_path_examples[] = {
    {"- dot_expander: {field: a.b, path: labels}", R"({"labels":{"a.b":1}})",
     R"({"labels":{"a":{"b":1}}})"},
};
inline constexpr auto dot_expander_options = with_common_options({
    string_option("field",
                  "A key with dots in it, as it stands in the event, or * for all such keys.")
        .required(),
    string_option("path", "Path of the object that has the key; the event itself when absent.")
        .shown_by(dot_expander_path_examples),
});
inline constexpr Option dot_expander_option =
    object_option("dot_expander",
                  "Makes objects of a key with dots: {\"a.b\": 1} becomes {a: {b: 1}}. What is at "
                  "the new place is replaced; where something other than an object is in the way, "
                  "the key stays and that is a failure.")
        .of(dot_expander_options.items)
        .shown_by(dot_expander_examples);

inline constexpr sluice_example prune_examples[] = {
    {"- prune: {}", R"({"a":null,"b":"","c":{"d":{"e":null}},"f":[null,1,[]],"g":0,"h":false})",
     R"({"f":[1],"g":0,"h":false})"},
    {"- prune: {fields: [a]}", R"({"a":{"b":null,"c":1},"d":null})", R"({"a":{"c":1},"d":null})"},
};
inline constexpr sluice_example prune_null_examples[] = {
    {"- prune: {nulls: false}", R"({"a":null,"b":""})", R"({"a":null})"},
};
inline constexpr sluice_example prune_text_examples[] = {
    {"- prune: {empty_text: false}", R"({"a":null,"b":""})", R"({"b":""})"},
};
inline constexpr sluice_example prune_empty_examples[] = {
    {"- prune: {empty: false}", R"({"a":{"b":null},"c":[]})", R"({"a":{},"c":[]})"},
};
inline constexpr Option pruned_path[] = {string_option(nullptr, "path of a field")};
inline constexpr auto prune_options = with_common_options({
    list_option("fields",
                "Paths of the fields to look through, and take out; the whole event when absent.")
        .of(pruned_path),
    boolean_option("nulls", "Whether null is taken out.")
        .by_default("true")
        .shown_by(prune_null_examples),
    boolean_option("empty_text", "Whether empty text is taken out.")
        .by_default("true")
        .shown_by(prune_text_examples),
    boolean_option("empty",
                   "Whether objects and lists are taken out that are empty, or become empty here.")
        .by_default("true")
        .shown_by(prune_empty_examples),
});
inline constexpr Option prune_option =
    object_option("prune",
                  "Takes out what says nothing, at every level, also in lists: null, empty text, "
                  "empty objects and lists.")
        .of(prune_options.items)
        .shown_by(prune_examples);

Status compile_flatten(const sluice_value& setting, StepBuilder& builder);
Status compile_dot_expander(const sluice_value& setting, StepBuilder& builder);
Status compile_prune(const sluice_value& setting, StepBuilder& builder);

}  // namespace sluice
