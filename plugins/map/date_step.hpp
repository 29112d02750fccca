// The step that reads dates: date.
#pragma once

#include "value_step.hpp"

namespace sluice {

/// Null-terminated, in the order of DateOutput in date_step.cpp.
inline constexpr const char* date_output_words[] = {"iso",     "unix",    "unix_ms",
                                                    "unix_us", "unix_ns", nullptr};

inline constexpr sluice_example date_examples[] = {
    {"- date: {field: time, formats: [ISO8601, UNIX_MS]}",
     R"({"time":"2024-05-01T12:00:00+02:00"})",
     R"({"time":"2024-05-01T12:00:00+02:00","@timestamp":"2024-05-01T10:00:00Z"})"},
    {"- date: {field: time, formats: [ISO8601, UNIX_MS]}", R"({"time":1714557600123})",
     R"({"time":1714557600123,"@timestamp":"2024-05-01T10:00:00.123Z"})"},
    {"- date: {field: t, target_field: t, formats: ['%b %e %H:%M:%S']}",
     R"({"t":"Oct  2 13:04:05"})", R"({"t":"2023-10-02T13:04:05Z"})"},
};
inline constexpr sluice_example date_timezone_examples[] = {
    {"- date: {field: t, formats: ['%d/%m/%Y %H:%M'], timezone: Europe/Berlin}",
     R"({"t":"01/07/2024 12:00"})",
     R"({"t":"01/07/2024 12:00","@timestamp":"2024-07-01T10:00:00Z"})"},
};
inline constexpr sluice_example date_output_examples[] = {
    {"- date: {field: t, target_field: ms, formats: [ISO8601], output_format: unix_ms}",
     R"({"t":"2024-05-01T10:00:00.5Z"})", R"({"t":"2024-05-01T10:00:00.5Z","ms":1714557600500})"},
};
inline constexpr sluice_example date_timestamp_examples[] = {
    {"- date: {field: t, target_field: t, formats: [UNIX], set_timestamp: true}\n"
     "- set: {of_event: '${_meta.timestamp}'}",
     R"({"t":1})", R"({"t":"1970-01-01T00:00:01Z","of_event":"1970-01-01T00:00:01.000Z"})"},
};
inline constexpr Option date_format_item[] = {string_option(nullptr, "a format")};
inline constexpr auto date_options = with_common_options({
    field_option,
    string_option("target_field", "Path to write the result to.").by_default("@timestamp"),
    list_option("formats",
                "What to try, in order: ISO8601 (also RFC 3339), UNIX (seconds), UNIX_MS, UNIX_US, "
                "UNIX_NS, or patterns of strptime such as %d/%b/%Y:%H:%M:%S %z. A date without a "
                "year gets the last one in which it is not after the event's time (or now).")
        .of(date_format_item)
        .required(),
    string_option("timezone",
                  "Zone of dates that name none: an offset such as +02:00, or a name such as "
                  "Europe/Berlin.")
        .by_default("UTC")
        .shown_by(date_timezone_examples),
    string_option(
        "output_format",
        "How the time is written: as ISO 8601 text in UTC with as many digits of a second "
        "as there are, or as a whole number of seconds, milli-, micro- or nanoseconds "
        "since 1970.")
        .one_of(date_output_words)
        .by_default("iso")
        .shown_by(date_output_examples),
    boolean_option("set_timestamp", "With true, it becomes the event's own time as well.")
        .shown_by(date_timestamp_examples),
});
inline constexpr Option date_option =
    object_option("date", "Reads a date or time of text or a number, and writes it in one form.")
        .of(date_options.items)
        .shown_by(date_examples);

Status compile_date(const sluice_value& setting, StepBuilder& builder);

}  // namespace sluice
