// Steps that choose which fields stay: remove and keep.
#pragma once

#include "step.hpp"

namespace sluice {

inline constexpr Option removed_path[] = {string_option(nullptr, "path to take out")};
inline constexpr Option kept_path[] = {string_option(nullptr, "path to keep")};

inline constexpr sluice_example remove_examples[] = {
    {"- remove: [responseElements, requestParameters.password]",
     R"({"a":1,"responseElements":null,"requestParameters":{"user":"ana","password":"x"}})",
     R"({"a":1,"requestParameters":{"user":"ana"}})"},
    {"- remove: 'items[0]'", R"({"items":[1,2]})", R"({"items":[2]})"},
};
inline constexpr sluice_example remove_field_examples[] = {
    {"- remove: {field: [a, b.c], ignore_missing: false}", R"({"a":1,"b":{"c":2,"d":3}})",
     R"({"b":{"d":3}})"},
};
inline constexpr FieldForm remove_form = {{"field"}};
inline constexpr Option removed_paths[] = {
    string_option(nullptr, "path to take out"),
    list_option(nullptr, "several").of(removed_path),
};
inline constexpr auto remove_options = with_common_options({
    any_of_option("field", "Path of the field to take out, or a list of them.")
        .of(removed_paths)
        .required()
        .shown_by(remove_field_examples),
});
inline constexpr Option remove_settings[] = {
    string_option(nullptr, "path to take out"),
    list_option(nullptr, "paths to take out").of(removed_path),
    object_option(nullptr, "the paths, with the step's other options").of(remove_options.items),
};
inline constexpr Option remove_option =
    any_of_option(
        "remove",
        "Takes fields out: a path, a list of paths, or {field: path}. Those that are missing are "
        "passed over.")
        .of(remove_settings)
        .shown_by(remove_examples);

inline constexpr sluice_example keep_examples[] = {
    {"- keep: [user.name, action]", R"({"action":"read","user":{"name":"ana","id":7},"x":1})",
     R"({"action":"read","user":{"name":"ana"}})"},
};
inline constexpr Option keep_settings[] = {
    string_option(nullptr, "path to keep"),
    list_option(nullptr, "paths to keep").of(kept_path),
};
inline constexpr Option keep_option =
    any_of_option("keep",
                  "Keeps these fields only, in the event's order: a path, or a list of them.")
        .of(keep_settings)
        .shown_by(keep_examples);

Status compile_remove(const sluice_value& setting, StepBuilder& builder);
Status compile_keep(const sluice_value& setting, StepBuilder& builder);

}  // namespace sluice
