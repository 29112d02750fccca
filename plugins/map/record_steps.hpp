// Steps that read texts of a known format into fields: kv, csv, uri_parts.
#pragma once

#include "step.hpp"
#include "value_step.hpp"

namespace sluice {

inline constexpr sluice_example kv_examples[] = {
    {R"(- kv: {field: message, field_split: " ", value_split: "="})",
     R"({"message":"ip=192.0.2.7 error=refused"})",
     R"({"message":"ip=192.0.2.7 error=refused","ip":"192.0.2.7","error":"refused"})"},
    {R"(- kv: {field: q, field_split: "&", value_split: "=", target_field: query})",
     R"({"q":"tag=a&tag=b&page=2"})",
     R"({"q":"tag=a&tag=b&page=2","query":{"tag":["a","b"],"page":"2"}})"},
};
inline constexpr sluice_example kv_include_examples[] = {
    {R"(- kv: {field: m, field_split: " ", value_split: "=", include_keys: [a]})",
     R"({"m":"a=1 b=2"})", R"({"m":"a=1 b=2","a":"1"})"},
};
inline constexpr sluice_example kv_exclude_examples[] = {
    {R"(- kv: {field: m, field_split: " ", value_split: "=", exclude_keys: [a]})",
     R"({"m":"a=1 b=2"})", R"({"m":"a=1 b=2","b":"2"})"},
};
inline constexpr sluice_example kv_prefix_examples[] = {
    {R"(- kv: {field: m, field_split: " ", value_split: "=", prefix: arg_})", R"({"m":"a=1"})",
     R"({"m":"a=1","arg_a":"1"})"},
};
inline constexpr sluice_example kv_trim_examples[] = {
    {R"(- kv: {field: m, field_split: ",", value_split: ":", trim_key: " ", trim_value: " "})",
     R"({"m":"a : 1, b : 2"})", R"({"m":"a : 1, b : 2","a":"1","b":"2"})"},
};
inline constexpr sluice_example kv_brackets_examples[] = {
    {R"(- kv: {field: m, field_split: " ", value_split: "=", strip_brackets: true})",
     R"({"m":"user=\"Ana Silva\" ip=[192.0.2.7]"})",
     R"({"m":"user=\"Ana Silva\" ip=[192.0.2.7]","user":"Ana Silva","ip":"192.0.2.7"})"},
};
inline constexpr Option kv_key[] = {string_option(nullptr, "a key, without the prefix")};
inline constexpr auto kv_options = with_common_options({
    field_option,
    string_option("field_split", "What stands between pairs: an RE2 regular expression.")
        .required(),
    string_option("value_split",
                  "What stands between a key and its value: an RE2 regular expression.")
        .required(),
    string_option("target_field", "Path of the object to write to; the event itself when absent."),
    string_option("prefix", "What to put before each key.")
        .by_default("\"\"")
        .shown_by(kv_prefix_examples),
    list_option("include_keys", "The keys to take; all when absent.")
        .of(kv_key)
        .shown_by(kv_include_examples),
    list_option("exclude_keys", "Keys to leave out.").of(kv_key).shown_by(kv_exclude_examples),
    string_option("trim_key", "Characters (ASCII) to take away at both ends of a key.")
        .shown_by(kv_trim_examples),
    string_option("trim_value", "Characters (ASCII) to take away at both ends of a value.")
        .shown_by(kv_trim_examples),
    boolean_option(
        "strip_brackets",
        "Whether quotes (\" and ') and brackets ((), [] and <>) around a value are taken "
        "away; what separates pairs may then stand between them.")
        .by_default("false")
        .shown_by(kv_brackets_examples),
});
inline constexpr Option kv_option =
    object_option("kv",
                  "Reads pairs such as a=1 b=2. Keys are taken as they are, a dot is part of the "
                  "key; of a key that comes twice the values become a list. A part without "
                  "value_split, or more than 1000 pairs, is a failure.")
        .of(kv_options.items)
        .shown_by(kv_examples);

inline constexpr sluice_example csv_examples[] = {
    {"- csv: {field: line, target_fields: [id, user.name, note]}",
     R"({"line":"7,Ana,\"said \"\"hi\"\", left\""})",
     R"({"line":"7,Ana,\"said \"\"hi\"\", left\"","id":"7","user":{"name":"Ana"},)"
     R"("note":"said \"hi\", left"})"},
};
inline constexpr sluice_example csv_separator_examples[] = {
    {R"(- csv: {field: l, target_fields: [a, b], separator: ";", quote: "'"})",
     R"({"l":"1;'x;y'"})", R"({"l":"1;'x;y'","a":"1","b":"x;y"})"},
};
inline constexpr sluice_example csv_trim_examples[] = {
    {"- csv: {field: l, target_fields: [a, b], trim: true}", R"({"l":"1 ,  2"})",
     R"({"l":"1 ,  2","a":"1","b":"2"})"},
};
inline constexpr sluice_example csv_empty_examples[] = {
    {"- csv: {field: l, target_fields: [a, b, c], empty_value: none}", R"({"l":"1,,3"})",
     R"({"l":"1,,3","a":"1","b":"none","c":"3"})"},
};
inline constexpr Option csv_target[] = {string_option(nullptr, "path of a field")};
inline constexpr auto csv_options = with_common_options({
    field_option,
    list_option("target_fields",
                "Paths to write the values to, in order. Further values are left out; where there "
                "is no value, no field is written.")
        .of(csv_target)
        .required(),
    string_option("separator", "What stands between values: one ASCII character.")
        .by_default("\",\"")
        .shown_by(csv_separator_examples),
    string_option("quote", "What may stand around values: one ASCII character.")
        .by_default("'\"'")
        .shown_by(csv_separator_examples),
    boolean_option("trim", "Whether blanks around values that are not quoted are taken away.")
        .by_default("false")
        .shown_by(csv_trim_examples),
    any_option("empty_value", "What to write for an empty value; nothing when absent.")
        .shown_by(csv_empty_examples),
});
inline constexpr Option csv_option =
    object_option("csv",
                  "Reads one line of separated values (RFC 4180) into fields. A quote that is not "
                  "closed, one within a value, and a second line are failures.")
        .of(csv_options.items)
        .shown_by(csv_examples);

inline constexpr sluice_example uri_examples[] = {
    {"- uri_parts: {field: request}",
     R"({"request":"https://ana:pw@example.com:8443/img/a%20b.png?size=2#top"})",
     R"({"request":"https://ana:pw@example.com:8443/img/a%20b.png?size=2#top",)"
     R"("url":{"original":"https://ana:pw@example.com:8443/img/a%20b.png?size=2#top",)"
     R"("scheme":"https","domain":"example.com","port":8443,"path":"/img/a b.png",)"
     R"("extension":"png","query":"size=2","fragment":"top","user_info":"ana:pw",)"
     R"("username":"ana","password":"pw"}})"},
};
inline constexpr sluice_example uri_original_examples[] = {
    {"- uri_parts: {field: u, keep_original: false, target_field: link}",
     R"({"u":"http://example.com/"})",
     R"({"u":"http://example.com/","link":{"scheme":"http","domain":"example.com","path":"/"}})"},
};
inline constexpr sluice_example uri_remove_examples[] = {
    {"- uri_parts: {field: u, keep_original: false, remove_if_successful: true}",
     R"({"u":"http://example.com/"})",
     R"({"url":{"scheme":"http","domain":"example.com","path":"/"}})"},
};
inline constexpr auto uri_options = with_common_options({
    field_option,
    string_option(
        "target_field",
        "Path of the object to write to. Fields that it has beside those of the URI stay; "
        "anything else there is replaced.")
        .by_default("url"),
    boolean_option("keep_original", "Whether the URI itself is written too, as `original`.")
        .by_default("true")
        .shown_by(uri_original_examples),
    boolean_option("remove_if_successful", "Whether `field` is removed after it was read.")
        .by_default("false")
        .shown_by(uri_remove_examples),
});
inline constexpr Option uri_parts_option =
    object_option("uri_parts",
                  "Reads a URI into original, scheme, domain, port, path, extension, query, "
                  "fragment, user_info, username and password, those that it has. "
                  "Percent-encoding is undone in all but the domain.")
        .of(uri_options.items)
        .shown_by(uri_examples);

Status compile_kv(const sluice_value& setting, StepBuilder& builder);
Status compile_csv(const sluice_value& setting, StepBuilder& builder);
Status compile_uri_parts(const sluice_value& setting, StepBuilder& builder);

}  // namespace sluice
