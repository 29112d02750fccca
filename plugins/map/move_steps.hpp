// Steps that bring a value to another place: rename and copy.
#pragma once

#include "step.hpp"

namespace sluice {

inline constexpr FieldForm move_form = {{"target_field"}};

inline constexpr sluice_example rename_examples[] = {
    {"- rename: {sourceIPAddress: source.ip, userIdentity.userName: user.name}",
     R"({"sourceIPAddress":"192.0.2.7","userIdentity":{"type":"IAMUser","userName":"ana"}})",
     R"({"userIdentity":{"type":"IAMUser"},"source":{"ip":"192.0.2.7"},"user":{"name":"ana"}})"},
    {"- rename: {field: a, target_field: b, ignore_missing: false}", R"({"a":1})", R"({"b":1})"},
    {"- {rename: {a: b}, override: false}", R"({"a":1,"b":2})", R"({"a":1,"b":2})"},
};
inline constexpr sluice_example copy_examples[] = {
    {"- copy: {eventTime: '[\"@timestamp\"]'}", R"({"eventTime":"2024-05-01T10:00:00Z"})",
     R"({"eventTime":"2024-05-01T10:00:00Z","@timestamp":"2024-05-01T10:00:00Z"})"},
    {"- copy: {field: user, target_field: actor.name}", R"({"user":"ana"})",
     R"({"user":"ana","actor":{"name":"ana"}})"},
};

inline constexpr auto move_options = with_common_options({
    string_option("field", "Path of the field to take the value of.").required(),
    string_option("target_field", "Path of the place to put it.").required(),
});
inline constexpr Option move_target[] = {string_option(nullptr, "path of the new place")};
inline constexpr Option move_settings[] = {
    object_option(nullptr, "one field, with the step's other options").of(move_options.items),
    map_option(nullptr, "old place: new place").of(move_target),
};

inline constexpr Option rename_option =
    any_of_option(
        "rename",
        "Moves fields: {old: new}, or {field: old, target_field: new}. The value is moved "
        "as it is, what is at the new place is replaced; a missing old field is passed "
        "over.")
        .of(move_settings)
        .shown_by(rename_examples);
inline constexpr Option copy_option =
    any_of_option("copy",
                  "Copies fields: {from: to}, or {field: from, target_field: to}. What is at the "
                  "new place is replaced; a missing field is passed over.")
        .of(move_settings)
        .shown_by(copy_examples);

Status compile_rename(const sluice_value& setting, StepBuilder& builder);
Status compile_copy(const sluice_value& setting, StepBuilder& builder);

}  // namespace sluice
