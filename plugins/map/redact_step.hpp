// The step redact.
#pragma once

#include "step.hpp"
#include "value_step.hpp"

namespace sluice {

inline constexpr sluice_example redact_examples[] = {
    {"- redact: {field: message, builtins: [email, ip]}",
     R"({"message":"ana@example.com from 192.0.2.7 and 2001:db8::1"})",
     R"({"message":"<EMAIL> from <IP> and <IP>"})"},
    {"- redact: {builtins: [credit_card, aws_access_key]}",
     R"({"note":"paid with 4111 1111 1111 1111","env":{"keys":["AKIAIOSFODNN7EXAMPLE"]},"n":7})",
     R"({"note":"paid with <CREDIT_CARD>","env":{"keys":["<AWS_ACCESS_KEY>"]},"n":7})"},
};
inline constexpr sluice_example redact_fields_examples[] = {
    {"- redact: {fields: [request, user.mail], builtins: [email]}",
     R"({"request":{"to":"ana@example.com"},"user":{"mail":"bo@example.com"},"x":"c@example.com"})",
     R"({"request":{"to":"<EMAIL>"},"user":{"mail":"<EMAIL>"},"x":"c@example.com"})"},
};
inline constexpr sluice_example redact_patterns_examples[] = {
    {"- redact: {field: m, patterns: ['session=%{WORD:SESSION}', 'secret-\\d+']}",
     R"({"m":"session=abc42 secret-17"})", R"({"m":"session=<SESSION> <REDACTED>"})"},
};
inline constexpr sluice_example redact_definitions_examples[] = {
    {"- redact: {field: m, patterns: ['%{BADGE:BADGE}'], pattern_definitions: {BADGE: 'B-\\d{4}'}}",
     R"({"m":"badge B-1234"})", R"({"m":"badge <BADGE>"})"},
};
inline constexpr sluice_example redact_affix_examples[] = {
    {"- redact: {field: m, builtins: [email], prefix: '[', suffix: ']'}",
     R"({"m":"to ana@example.com"})", R"({"m":"to [EMAIL]"})"},
};
inline constexpr sluice_example redact_replacement_examples[] = {
    {"- redact: {field: m, builtins: [email], replacement: '***'}", R"({"m":"to ana@example.com"})",
     R"({"m":"to ***"})"},
};
inline constexpr const char* redact_names[] = {
    "email",          "ip",   "ipv4",         "ipv6",  "credit_card", "aws_access_key",
    "aws_secret_key", "jwt",  "bearer_token", "phone", "ssn",         "mac",
    "iban",           "uuid", "private_key",  nullptr};

inline constexpr Option redact_path[] = {
    string_option(nullptr, "path of a field, or \"*\" for all")};
inline constexpr Option redact_pattern[] = {string_option(nullptr, "a grok expression")};
inline constexpr Option redact_definition[] = {string_option(nullptr, "the pattern of that name")};
inline constexpr Option redact_builtin[] = {string_option(nullptr, "a name").one_of(redact_names)};
inline constexpr auto redact_options = with_common_options({
    string_option("field", "Path of one field, in place of `fields`."),
    list_option("fields",
                "Paths of the fields to go through, with all text below them; all fields of the "
                "event when absent or [\"*\"].")
        .of(redact_path)
        .shown_by(redact_fields_examples),
    list_option("builtins",
                "What to find: email, ip (ipv4 and ipv6), credit_card (known issuers, with the "
                "right check digit), aws_access_key, aws_secret_key (any 40 characters that look "
                "like one), jwt, bearer_token, phone (with + and country code, or ten digits as in "
                "North America), ssn, mac, iban (with the right check digits), uuid, private_key "
                "(PEM).")
        .of(redact_builtin),
    list_option("patterns",
                "Grok expressions to find. Their fields are replaced by their names, the rest "
                "stays; one without fields is replaced as a whole, by REDACTED.")
        .of(redact_pattern)
        .shown_by(redact_patterns_examples),
    map_option("pattern_definitions", "Grok patterns of your own by name.")
        .of(redact_definition)
        .shown_by(redact_definitions_examples),
    string_option("prefix", "What stands before the name of what was found.")
        .by_default("\"<\"")
        .shown_by(redact_affix_examples),
    string_option("suffix", "What stands after the name.")
        .by_default("\">\"")
        .shown_by(redact_affix_examples),
    string_option("replacement", "What to put in place of each finding, instead of its name.")
        .shown_by(redact_replacement_examples),
});
inline constexpr Option redact_option =
    object_option("redact",
                  "Replaces what should not be kept in texts, such as addresses, card numbers and "
                  "keys; the counter \"redacted\" says how often. Keys of objects and numbers are "
                  "not looked at. Where findings overlap, that of the earlier pattern counts, "
                  "built-in ones first.")
        .of(redact_options.items)
        .shown_by(redact_examples);

Status compile_redact(const sluice_value& setting, StepBuilder& builder);

}  // namespace sluice
