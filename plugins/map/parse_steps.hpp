// Steps that take a text apart by its shape: dissect and grok.
#pragma once

#include "step.hpp"
#include "value_step.hpp"

namespace sluice {

inline constexpr sluice_example dissect_examples[] = {
    {"- dissect:\n"
     "    field: message\n"
     "    pattern: '%{timestamp->} %{host.name} %{program}[%{pid}]: %{text}'",
     R"({"message":"12:00:01   web1 sshd[411]: Accepted publickey"})",
     R"({"message":"12:00:01   web1 sshd[411]: Accepted publickey","timestamp":"12:00:01",)"
     R"("host":{"name":"web1"},"program":"sshd","pid":"411","text":"Accepted publickey"})"},
    {R"(- dissect: {field: m, pattern: "%{*k}=%{&k} %{} %{?also_skipped}"})",
     R"({"m":"user=ana x y"})", R"({"m":"user=ana x y","user":"ana"})"},
};
inline constexpr sluice_example dissect_append_examples[] = {
    {R"(- dissect: {field: m, pattern: "%{+at/2} %{+at/1} %{level}", append_separator: T})",
     R"({"m":"10:00 2024-05-01 INFO"})",
     R"({"m":"10:00 2024-05-01 INFO","at":"2024-05-01T10:00","level":"INFO"})"},
};
inline constexpr auto dissect_options = with_common_options({
    field_option,
    string_option(
        "pattern",
        "The text's shape: %{key} is what stands up to the text that follows it, the last "
        "key takes the rest. %{} and %{?name} are thrown away; %{+key} or %{+key/2} is "
        "appended to the other parts of that key, in the order of their numbers; %{*name} "
        "is the name of the field that takes %{&name}; %{key->} lets what follows it be "
        "repeated. Keys are paths: a.b is nested.")
        .required(),
    string_option("append_separator", "What stands between parts that are appended.")
        .by_default("\"\"")
        .shown_by(dissect_append_examples),
});
inline constexpr Option dissect_option =
    object_option("dissect",
                  "Cuts a text where fixed text stands and writes the parts as fields. A text of "
                  "another shape is a failure.")
        .of(dissect_options.items)
        .shown_by(dissect_examples);

inline constexpr sluice_example grok_examples[] = {
    {R"(- grok: {field: message, patterns: ["%{IP:client.ip} %{WORD:method} %{NUMBER:ms:float}"]})",
     R"({"message":"192.0.2.7 GET 12.5"})",
     R"({"message":"192.0.2.7 GET 12.5","client":{"ip":"192.0.2.7"},"method":"GET","ms":12.5})"},
    {R"(- grok: {field: message, patterns: ["%{SYSLOGLINE}"], override: true})",
     R"({"message":"May  1 10:00:00 web1 sshd[411]: Accepted publickey"})",
     R"({"message":"Accepted publickey","timestamp":"May  1 10:00:00","logsource":"web1",)"
     R"("program":"sshd","pid":"411"})"},
};
inline constexpr sluice_example grok_definitions_examples[] = {
    {"- grok:\n"
     "    field: m\n"
     "    patterns: ['%{ORDER:order} of %{USER:user}']\n"
     "    pattern_definitions: {ORDER: '[A-Z]{2}-\\d+'}",
     R"({"m":"NL-17 of ana"})", R"({"m":"NL-17 of ana","order":"NL-17","user":"ana"})"},
};
inline constexpr sluice_example grok_trace_examples[] = {
    {R"(- grok: {field: m, patterns: ["%{IP:ip}", "%{WORD:word}"], trace_match: true})",
     R"({"m":"hello"})", R"({"m":"hello","word":"hello","_meta":{"grok_match_index":1}})"},
};
inline constexpr Option grok_pattern[] = {string_option(nullptr, "a grok expression")};
inline constexpr Option grok_definition[] = {string_option(nullptr, "the pattern of that name")};
inline constexpr auto grok_options = with_common_options({
    field_option,
    list_option(
        "patterns",
        "Grok expressions, looked for anywhere in the text; the first that is found gives "
        "the fields. %{NAME:field:type} is the pattern of that name; its text becomes the "
        "field (a.b and [a][b] are nested), as int, long, float, double or boolean if a type "
        "is given. (?<field>pattern) does the same in place. All else is RE2; ^ and $ match "
        "at each line.")
        .of(grok_pattern)
        .required(),
    map_option("pattern_definitions",
               "Patterns of your own by name; they come before the standard ones.")
        .of(grok_definition)
        .shown_by(grok_definitions_examples),
    boolean_option("trace_match",
                   "Whether _meta.grok_match_index gets the index of the pattern that was found.")
        .by_default("false")
        .shown_by(grok_trace_examples),
});
inline constexpr Option grok_option =
    object_option("grok",
                  "Finds regular expressions made of named patterns in a text and writes what they "
                  "name as fields. A text in which none is found is a failure.")
        .of(grok_options.items)
        .shown_by(grok_examples);

Status compile_dissect(const sluice_value& setting, StepBuilder& builder);
Status compile_grok(const sluice_value& setting, StepBuilder& builder);

}  // namespace sluice
