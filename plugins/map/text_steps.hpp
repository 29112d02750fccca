// Steps that make another text of a text, or a list of it: lowercase, uppercase, trim, urldecode,
// gsub, split, join.
#pragma once

#include "step.hpp"
#include "value_step.hpp"

namespace sluice {

inline constexpr FieldForm text_form = {{"field"}};

inline constexpr auto text_options = with_common_options({field_option, target_field_option});
inline constexpr Option text_path[] = {string_option(nullptr, "path of a field")};
inline constexpr Option text_settings[] = {
    string_option(nullptr, "path of the field"),
    list_option(nullptr, "paths of several fields").of(text_path),
    object_option(nullptr, "one field, with the step's other options").of(text_options.items),
};

inline constexpr sluice_example lowercase_examples[] = {
    {"- lowercase: user.email", R"({"user":{"email":"Ana@Example.COM"}})",
     R"({"user":{"email":"ana@example.com"}})"},
    {"- lowercase: [a, b]", R"({"a":"ÄÖ","b":["X","Y"]})", R"({"a":"äö","b":["x","y"]})"},
    {"- lowercase: {field: Name, target_field: name}", R"({"Name":"Ana"})",
     R"({"Name":"Ana","name":"ana"})"},
};
inline constexpr sluice_example uppercase_examples[] = {
    {"- uppercase: http.request.method", R"({"http":{"request":{"method":"get"}}})",
     R"({"http":{"request":{"method":"GET"}}})"},
    {"- uppercase: {field: m, target_field: method}", R"({"m":"get"})",
     R"({"m":"get","method":"GET"})"},
};
inline constexpr sluice_example trim_examples[] = {
    {"- trim: message", R"({"message":"  ready\n"})", R"({"message":"ready"})"},
    {"- trim: {field: a, target_field: b}", R"({"a":" x"})", R"({"a":" x","b":"x"})"},
};

inline constexpr Option lowercase_option =
    any_of_option("lowercase",
                  "Makes a text lower case; of a list of texts, each. It takes a field, a list of "
                  "fields, or options. Characters are mapped one to one by Unicode's simple rules, "
                  "the same in every locale.")
        .of(text_settings)
        .shown_by(lowercase_examples);
inline constexpr Option uppercase_option =
    any_of_option("uppercase",
                  "Makes a text upper case; of a list of texts, each. It takes a field, a list of "
                  "fields, or options. Characters are mapped one to one, so that \"ß\" stays.")
        .of(text_settings)
        .shown_by(uppercase_examples);
inline constexpr Option trim_option =
    any_of_option("trim",
                  "Takes white space away from the beginning and the end of a text; of a list of "
                  "texts, each. It takes a field, a list of fields, or options.")
        .of(text_settings)
        .shown_by(trim_examples);

inline constexpr sluice_example urldecode_examples[] = {
    {"- urldecode: url.query", R"({"url":{"query":"q=caf%C3%A9+noir"}})",
     R"({"url":{"query":"q=café noir"}})"},
    {"- urldecode: {field: q, target_field: query}", R"({"q":"%41"})",
     R"({"q":"%41","query":"A"})"},
};
inline constexpr sluice_example urldecode_plus_examples[] = {
    {"- urldecode: {field: path, plus: keep}", R"({"path":"/c%2B%2B/a+b"})",
     R"({"path":"/c++/a+b"})"},
};
inline constexpr const char* plus_words[] = {"space", "keep", nullptr};
inline constexpr auto urldecode_options = with_common_options({
    field_option,
    target_field_option,
    string_option(
        "plus",
        "What a \"+\" becomes: a space, as in forms and in Elasticsearch, or itself, as in "
        "the path of a URL.")
        .one_of(plus_words)
        .by_default("space")
        .shown_by(urldecode_plus_examples),
});
inline constexpr Option urldecode_settings[] = {
    string_option(nullptr, "path of the field"),
    list_option(nullptr, "paths of several fields").of(text_path),
    object_option(nullptr, "one field, with the step's other options").of(urldecode_options.items),
};
inline constexpr Option urldecode_option =
    any_of_option("urldecode",
                  "Undoes percent-encoding in a text; of a list of texts, each. A text that is not "
                  "well encoded, or does not decode to UTF-8, is a failure.")
        .of(urldecode_settings)
        .shown_by(urldecode_examples);

inline constexpr sluice_example gsub_examples[] = {
    {R"(- gsub: {field: path, pattern: "/\\d+", replacement: "/:id"})",
     R"({"path":"/users/42/orders/7"})", R"({"path":"/users/:id/orders/:id"})"},
    {R"(- gsub: {field: a, target_field: b, pattern: "-", replacement: "_"})", R"({"a":"x-y"})",
     R"({"a":"x-y","b":"x_y"})"},
};
inline constexpr sluice_example gsub_replacement_examples[] = {
    {R"re(- gsub: {field: name, pattern: "(\\w+), (\\w+)", replacement: "$2 $1"})re",
     R"({"name":"Silva, Ana"})", R"({"name":"Ana Silva"})"},
    {R"(- gsub: {field: price, pattern: "EUR", replacement: "\\$"})", R"({"price":"EUR 3"})",
     R"({"price":"$ 3"})"},
};
inline constexpr auto gsub_options = with_common_options({
    field_option,
    target_field_option,
    string_option("pattern",
                  "What to replace: an RE2 regular expression, which knows no look-around and no "
                  "back-references.")
        .required(),
    string_option("replacement",
                  "What to put there. $1 to $9, or \\1 to \\9, are the pattern's groups, $0 the "
                  "whole match; \\$ and \\\\ are a dollar and a backslash.")
        .required()
        .shown_by(gsub_replacement_examples),
});
inline constexpr Option gsub_option =
    object_option("gsub",
                  "Replaces all that a pattern matches in a text; of a list of texts, in each.")
        .of(gsub_options.items)
        .shown_by(gsub_examples);

inline constexpr sluice_example split_examples[] = {
    {"- split: {field: tags, separator: \",\"}", R"({"tags":"a,b,c"})",
     R"({"tags":["a","b","c"]})"},
    {"- split: {field: a, target_field: b, separator: \"/\"}", R"({"a":"x/y"})",
     R"({"a":"x/y","b":["x","y"]})"},
};
inline constexpr sluice_example split_separator_examples[] = {
    {R"(- split: {field: words, separator: "\\s+"})", R"({"words":"to  be or"})",
     R"({"words":["to","be","or"]})"},
    {R"(- split: {field: ip, separator: "\\."})", R"({"ip":"10.0.0.1"})",
     R"({"ip":["10","0","0","1"]})"},
};
inline constexpr sluice_example split_preserve_examples[] = {
    {"- split: {field: a, separator: \";\"}", R"({"a":"x;;y;;"})", R"({"a":["x","","y"]})"},
    {"- split: {field: a, separator: \";\", preserve_trailing: true}", R"({"a":"x;;y;;"})",
     R"({"a":["x","","y","",""]})"},
};
inline constexpr auto split_options = with_common_options({
    field_option,
    target_field_option,
    string_option(
        "separator",
        "What stands between the parts: an RE2 regular expression, so \"\\\\.\" for a dot.")
        .required()
        .shown_by(split_separator_examples),
    boolean_option("preserve_trailing", "Whether empty parts at the end stay.")
        .by_default("false")
        .shown_by(split_preserve_examples),
});
inline constexpr Option split_option =
    object_option("split", "Makes a list of a text, cut where a separator matches.")
        .of(split_options.items)
        .shown_by(split_examples);

inline constexpr sluice_example join_examples[] = {
    {"- join: {field: tags, separator: \", \"}", R"({"tags":["a",1,true]})",
     R"({"tags":"a, 1, true"})"},
    {"- join: {field: a, target_field: b, separator: \"/\"}", R"({"a":["x","y"]})",
     R"({"a":["x","y"],"b":"x/y"})"},
};
inline constexpr auto join_options = with_common_options({
    field_option,
    target_field_option,
    string_option("separator", "What to put between the items.").required(),
});
inline constexpr Option join_option =
    object_option(
        "join",
        "Makes one text of a list of texts, numbers and booleans; these are written as in "
        "JSON. Other items are a failure.")
        .of(join_options.items)
        .shown_by(join_examples);

Status compile_lowercase(const sluice_value& setting, StepBuilder& builder);
Status compile_uppercase(const sluice_value& setting, StepBuilder& builder);
Status compile_trim(const sluice_value& setting, StepBuilder& builder);
Status compile_urldecode(const sluice_value& setting, StepBuilder& builder);
Status compile_gsub(const sluice_value& setting, StepBuilder& builder);
Status compile_split(const sluice_value& setting, StepBuilder& builder);
Status compile_join(const sluice_value& setting, StepBuilder& builder);

}  // namespace sluice
