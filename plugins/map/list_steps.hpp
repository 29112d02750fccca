// Steps over lists: append and foreach.
#pragma once

#include "step.hpp"

namespace sluice {

inline constexpr sluice_example append_examples[] = {
    {"- append: {field: tags, value: [aws, '${region}']}", R"({"tags":"raw","region":"eu-west-1"})",
     R"({"tags":["raw","aws","eu-west-1"],"region":"eu-west-1"})"},
    {"- append: {field: tags, value: aws}", R"({})", R"({"tags":["aws"]})"},
};
inline constexpr sluice_example append_copy_examples[] = {
    {"- append: {field: related.ip, copy_from: [source.ip, server.ip], allow_duplicates: false}",
     R"({"source":{"ip":"192.0.2.7"},"related":{"ip":["192.0.2.7"]}})",
     R"({"source":{"ip":"192.0.2.7"},"related":{"ip":["192.0.2.7"]}})"},
};
inline constexpr sluice_example append_duplicates_examples[] = {
    {"- append: {field: tags, value: [a, b], allow_duplicates: false}", R"({"tags":["a"]})",
     R"({"tags":["a","b"]})"},
};
inline constexpr Option append_source[] = {string_option(nullptr, "path of a field")};
inline constexpr Option append_sources[] = {
    string_option(nullptr, "path of a field"),
    list_option(nullptr, "several").of(append_source),
};
inline constexpr auto append_options = with_common_options({
    string_option("field", "Path of the list to add to; it is made where it is missing.")
        .required(),
    any_option("value",
               "What to add, or a list of it; ${field} in its text is what that field holds, and "
               "text that comes out empty because of that is left out.")
        .templated(),
    any_of_option("copy_from",
                  "Path of a field, or a list of them, to add in place of `value`, of whatever "
                  "type: the items of a list one by one. Missing ones are passed over.")
        .of(append_sources)
        .shown_by(append_copy_examples),
    boolean_option("allow_duplicates",
                   "Whether a value is added that the list has already (the default).")
        .shown_by(append_duplicates_examples),
});
inline constexpr Option append_option =
    object_option("append",
                  "Adds values to the end of a list. A single value that is there becomes the "
                  "first item of a list.")
        .of(append_options.items)
        .shown_by(append_examples);

inline constexpr sluice_example foreach_examples[] = {
    {"- foreach:\n"
     "    field: users\n"
     "    steps:\n"
     "      - rename: {_value.n: _value.name}\n"
     "      - set: {_value.realm: '${realm}'}",
     R"({"realm":"x","users":[{"n":"ana"},{"n":"bo"}]})",
     R"({"realm":"x","users":[{"name":"ana","realm":"x"},{"name":"bo","realm":"x"}]})"},
    {"- foreach:\n    field: headers\n    steps:\n      - set: {_value: '${_key}=${_value}'}",
     R"({"headers":{"a":1,"b":2}})", R"({"headers":{"a":"a=1","b":"b=2"}})"},
};
inline constexpr sluice_example foreach_processor_examples[] = {
    {"- foreach: {field: list, processor: {convert: {_value: integer}}}", R"({"list":["1","2"]})",
     R"({"list":[1,2]})"},
};
inline constexpr auto foreach_options = with_common_options({
    string_option("field", "Path of the list or object to go through.").required(),
    list_option("steps", "The steps to do for each item, in order.").of(step_item),
    any_of_option("processor", "A single step, in place of `steps`.")
        .of(step_item)
        .shown_by(foreach_processor_examples),
});
inline constexpr Option foreach_option =
    object_option("foreach",
                  "Does steps for each item of a list, or each field of an object. There the field "
                  "_value holds the item, and _key the field's key; both can be changed. An item "
                  "whose _value is removed is taken out.")
        .of(foreach_options.items)
        .shown_by(foreach_examples);

Status compile_append(const sluice_value& setting, StepBuilder& builder);
Status compile_foreach(const sluice_value& setting, StepBuilder& builder);

}  // namespace sluice
