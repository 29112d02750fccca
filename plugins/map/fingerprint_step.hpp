// The step fingerprint.
#pragma once

#include "step.hpp"

namespace sluice {

inline constexpr sluice_example fingerprint_examples[] = {
    {"- fingerprint: {fields: [user, host]}", R"({"user":"ana","host":"web1"})",
     R"({"user":"ana","host":"web1",)"
     R"("fingerprint":"1f5a720357ecfaab1ce4ec41ce4168ae96834a33"})"},
};
inline constexpr sluice_example fingerprint_method_examples[] = {
    {"- fingerprint: {fields: [o], method: SHA-256, target_field: event.id}",
     R"({"o":{ "b":1.0, "a":"x" }})",
     R"({"o":{ "b":1.0, "a":"x" },)"
     R"("event":{"id":"41c01d2fb864940e78e2010e93703f60c6e6616596ddd3476279c75b7feb8092"}})"},
    {"- fingerprint: {fields: [user], method: XXH3, salt: pepper}", R"({"user":"ana"})",
     R"({"user":"ana","fingerprint":"d19cc21e504bf3c8e2a47f2736a08b0a"})"},
};
inline constexpr sluice_example fingerprint_encoding_examples[] = {
    {"- fingerprint: {fields: [user, host], encoding: base64}", R"({"user":"ana","host":"web1"})",
     R"({"user":"ana","host":"web1","fingerprint":"H1pyA1fs+qsc5OxBzkForpaDSjM="})"},
};
inline constexpr const char* fingerprint_methods[] = {"MD5",     "SHA-1", "SHA-256",
                                                      "SHA-512", "XXH3",  nullptr};
inline constexpr const char* fingerprint_encodings[] = {"hex", "base64", nullptr};
inline constexpr Option fingerprint_path[] = {string_option(nullptr, "path of a field")};
inline constexpr auto fingerprint_options = with_common_options({
    list_option(
        "fields",
        "Paths of the fields that make the fingerprint; their order does not matter. Those "
        "that an event lacks are left out; when it lacks all, or with ignore_missing: false "
        "one, there is nothing to do.")
        .of(fingerprint_path)
        .required(),
    string_option("target_field", "Path to write the fingerprint to.").by_default("fingerprint"),
    string_option("method",
                  "How to hash: MD5, SHA-1, SHA-256, SHA-512, or XXH3 with 128 bits, which is many "
                  "times faster but no protection against those who want collisions.")
        .one_of(fingerprint_methods)
        .by_default("SHA-1")
        .shown_by(fingerprint_method_examples),
    string_option("salt", "Text that is hashed before the fields.").by_default("\"\""),
    string_option("encoding", "How the bytes of the hash are written.")
        .one_of(fingerprint_encodings)
        .by_default("hex")
        .shown_by(fingerprint_encoding_examples),
});
inline constexpr Option fingerprint_option =
    object_option("fingerprint",
                  "Writes a hash of fields, the same for the same JSON values however they were "
                  "written. Hashed are the salt and, for each field in the order of the paths' "
                  "bytes, its path as JSON text, a colon, its value as JSON without white space, "
                  "with sorted keys and numbers in their shortest form, and a newline.")
        .of(fingerprint_options.items)
        .shown_by(fingerprint_examples);

Status compile_fingerprint(const sluice_value& setting, StepBuilder& builder);

}  // namespace sluice
