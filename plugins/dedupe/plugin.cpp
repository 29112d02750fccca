#include <sluice/plugin.hpp>

#include "dedupe_transform.hpp"

namespace {

// One event is never seen before; the examples show how the options are written.
constexpr sluice_example fields_examples[] = {{"- dedupe: [eventID, userIdentity.arn]",
                                               R"({"eventID":"1","userIdentity":{"arn":"a"}})",
                                               R"({"eventID":"1","userIdentity":{"arn":"a"}})"}};
constexpr sluice_example key_examples[] = {{"- dedupe: {key: \"host + '/' + message\"}",
                                            R"({"host":"a","message":"disk full"})",
                                            R"({"host":"a","message":"disk full"})"}};
constexpr sluice_example window_examples[] = {
    {"- dedupe: {fields: [message], window: {events: 10000, time: 5m}}", R"({"message":"tick"})",
     R"({"message":"tick"})"}};

constexpr sluice::Option field[] = {sluice::string_option(nullptr, "path of a field")};

constexpr sluice::Option window_options[] = {
    sluice::integer_option("events",
                           "How many different keys are remembered; 32 to 40 bytes of memory each.")
        .by_default("100000")
        .between(1, 50'000'000),
    sluice::duration_option("time",
                            "How long a key is remembered at most, by the clock of the machine; "
                            "without it only the number counts."),
};

constexpr sluice::Option options[] = {
    sluice::list_option("fields",
                        "The fields that make two events the same, at most 32; without fields and "
                        "key it is the event's id.")
        .of(field)
        .whole()
        .shown_by(fields_examples),
    sluice::string_option("key", "An expression (CEL), or a field, that makes two events the same.")
        .shown_by(key_examples),
    sluice::object_option("window", "What is remembered of the events before.")
        .of(window_options)
        .shown_by(window_examples),
};

constexpr sluice_component dedupe_component =
    sluice::transform_component<sluice::DedupeTransform, SLUICE_TRANSFORM_STATEFUL>(
        "dedupe", "Takes out events that were seen before.", sluice::option_list(options));

}  // namespace

SLUICE_PLUGIN(SLUICE_PLUGIN_VERSION, &dedupe_component);
