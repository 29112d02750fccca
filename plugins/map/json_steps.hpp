// The step that reads JSON out of text, and writes a value as JSON text: json.
#pragma once

#include "value_step.hpp"

namespace sluice {

inline constexpr const char* root_conflict_words[] = {"replace", "merge", nullptr};

inline constexpr sluice_example json_examples[] = {
    {"- json: {field: message}", R"({"message":"{\"user\":\"ana\",\"n\":1.50}"})",
     R"({"message":{"user":"ana","n":1.50}})"},
    {"- json: {field: message, target_field: body}", R"({"message":"[1, 2]"})",
     R"({"message":"[1, 2]","body":[1, 2]})"},
};
inline constexpr sluice_example json_root_examples[] = {
    {"- json: {field: message, add_to_root: true}",
     R"({"level":"?","message":"{\"level\":\"warn\"}"})",
     R"({"level":"warn","message":"{\"level\":\"warn\"}"})"},
};
inline constexpr sluice_example json_conflict_examples[] = {
    {"- json: {field: m, add_to_root: true, add_to_root_conflict_strategy: merge}",
     R"({"user":{"id":7},"m":"{\"user\":{\"name\":\"ana\"}}"})",
     R"({"user":{"id":7,"name":"ana"},"m":"{\"user\":{\"name\":\"ana\"}}"})"},
};
inline constexpr sluice_example json_encode_examples[] = {
    {"- json: {field: headers, encode: true}", R"({"headers":{"a":[1,2]}})",
     R"({"headers":"{\"a\":[1,2]}"})"},
};
inline constexpr auto json_options = with_common_options({
    field_option,
    target_field_option,
    boolean_option("add_to_root",
                   "With true, the text must be an object, whose fields become fields of the "
                   "event.")
        .shown_by(json_root_examples),
    string_option("add_to_root_conflict_strategy",
                  "What becomes of a field that the event has: replace it, or merge an object into "
                  "an object, field by field.")
        .one_of(root_conflict_words)
        .by_default("replace")
        .shown_by(json_conflict_examples),
    boolean_option("encode", "With true, the other way: writes the value as JSON text.")
        .shown_by(json_encode_examples),
});
inline constexpr Option json_option =
    object_option("json",
                  "Reads the JSON in a text field. The text must be one JSON value; what is in it "
                  "keeps every digit. Text that is none is a failure that says where.")
        .of(json_options.items)
        .shown_by(json_examples);

Status compile_json(const sluice_value& setting, StepBuilder& builder);

}  // namespace sluice
