// The step that changes the type of a value: convert.
#pragma once

#include "value_step.hpp"

namespace sluice {

inline constexpr FieldForm convert_form = {{"type"}};

/// Null-terminated, in the order of ConvertType in convert_step.cpp.
inline constexpr const char* convert_types[] = {"integer", "long", "float", "double", "boolean",
                                                "string",  "ip",   "auto",  nullptr};

inline constexpr sluice_example convert_examples[] = {
    {"- convert: {status: integer, ratio: float, secure: boolean, id: string}",
     R"({"status":"200","ratio":"0.50","secure":"TRUE","id":7})",
     R"({"status":200,"ratio":0.50,"secure":true,"id":"7"})"},
    {"- convert: {ports: integer}", R"({"ports":["80","0x1bb"]})", R"({"ports":[80,443]})"},
    {"- convert: {a: auto, b: auto, c: auto}", R"({"a":"12","b":"true","c":"007"})",
     R"({"a":12,"b":true,"c":"007"})"},
    {"- convert: {address: ip}", R"({"address":"2001:db8::1"})", R"({"address":"2001:db8::1"})"},
};
inline constexpr sluice_example convert_type_examples[] = {
    {"- convert: {field: code, type: integer, target_field: http.status}", R"({"code":"404"})",
     R"({"code":"404","http":{"status":404}})"},
};
inline constexpr auto convert_options = with_common_options({
    field_option,
    target_field_option,
    string_option("type",
                  "integer (or long): a whole number of 64 bits, also of text such as 12, 0x1f or "
                  "1e3; float (or double): digits stay as they are; boolean: of the text true or "
                  "false; string; ip: text that must be an IPv4 or IPv6 address; auto: of text the "
                  "number or boolean that it spells in JSON, otherwise the value as it is.")
        .one_of(convert_types)
        .required()
        .shown_by(convert_type_examples),
});
inline constexpr Option convert_type[] = {
    string_option(nullptr, "type to convert to").one_of(convert_types)};
inline constexpr Option convert_settings[] = {
    object_option(nullptr, "one field, with the step's other options").of(convert_options.items),
    map_option(nullptr, "field: type").of(convert_type),
};
inline constexpr Option convert_option =
    any_of_option("convert",
                  "Changes the type of values: {field: type}, or {field: path, type: ...}. A list "
                  "is converted item by item. A value that has the type stays as it is written; "
                  "one that cannot have it is a failure; null counts as missing.")
        .of(convert_settings)
        .shown_by(convert_examples);

Status compile_convert(const sluice_value& setting, StepBuilder& builder);

}  // namespace sluice
