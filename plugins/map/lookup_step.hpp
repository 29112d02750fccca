// The step lookup.
#pragma once

#include "step.hpp"
#include "value_step.hpp"

namespace sluice {

inline constexpr sluice_example lookup_examples[] = {
    {"- lookup: {field: account, file: accounts.csv, target_field: cloud.account}",
     R"({"account":"111122223333"})",
     R"({"account":"111122223333","cloud":{"account":{"name":"prod","owner":{"team":"core"}}}})"},
    {"- lookup: {field: code, file: codes.yaml, target_field: meaning}", R"({"code":404})",
     R"({"code":404,"meaning":"not found"})"},
    {"- lookup: {field: host, file: hosts.json}", R"({"host":"web1"})",
     R"({"host":"web1","rack":7,"site":{"city":"Oslo"}})"},
};
inline constexpr sluice_example lookup_table_examples[] = {
    {"- lookup: {field: level, table: {E: error, W: warning}}", R"({"level":"E"})",
     R"({"level":"error"})"},
    {"- lookup: {field: u, table: {ana: {team: core, admin: true}}, target_field: user}",
     R"({"u":"ana"})", R"({"u":"ana","user":{"team":"core","admin":true}})"},
};
inline constexpr sluice_example lookup_default_examples[] = {
    {"- lookup: {field: level, table: {E: error}, default: unknown}", R"({"level":"X"})",
     R"({"level":"unknown"})"},
};
inline constexpr sluice_example lookup_column_examples[] = {
    {"- lookup: {field: name, file: accounts.csv, key_column: name, value_column: id, "
     "target_field: id}",
     R"({"name":"prod"})", R"({"name":"prod","id":"111122223333"})"},
};
inline constexpr Option lookup_value[] = {any_option(nullptr, "a value, or fields with values")};
inline constexpr auto lookup_options = with_common_options({
    string_option("field", "Path of the field whose text, number or boolean is the key.")
        .required(),
    string_option(
        "file",
        "The table: a file whose name ends in .csv or .tsv (with column names in the first "
        "line), .json or .yaml (one object, from keys to values or to fields with "
        "values). A name with dots is a path. It is read at the start.")
        .existing_file(),
    map_option("table",
               "The table itself, in place of a file: {key: value} or {key: {field: value}}.")
        .of(lookup_value)
        .shown_by(lookup_table_examples),
    string_option("target_field",
                  "Path of the place to write to. A single value goes to `field` when this is "
                  "absent, fields go to the event."),
    string_option("key_column",
                  "The column of a .csv or .tsv file with the keys; the first when "
                  "absent.")
        .shown_by(lookup_column_examples),
    string_option("value_column",
                  "The column with the value to write; when absent, all columns but the key's are "
                  "fields, those without text excepted.")
        .shown_by(lookup_column_examples),
    any_option("default",
               "What to write for a key that is not in the table: a value, or fields with values. "
               "Without it, such a key is as a missing field.")
        .shown_by(lookup_default_examples),
});
inline constexpr Option lookup_option =
    object_option("lookup",
                  "Looks a key up in a table and writes what belongs to it: one value or several "
                  "fields.")
        .of(lookup_options.items)
        .shown_by(lookup_examples);

Status compile_lookup(const sluice_value& setting, StepBuilder& builder);

}  // namespace sluice
