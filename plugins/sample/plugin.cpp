#include <sluice/plugin.hpp>

#include "sample_transform.hpp"

namespace {

constexpr sluice_example rate_examples[] = {
    {"- sample: {rate: 0, always_keep: \"status >= 500\"}", R"({"status":200})", nullptr},
    {"- sample: {rate: 0, always_keep: \"status >= 500\"}", R"({"status":503})",
     R"({"status":503})"}};
constexpr sluice_example one_in_examples[] = {{"- sample: {one_in: 1, rate_field: sample.rate}",
                                               R"({"status":200})",
                                               R"({"status":200,"sample":{"rate":1}})"}};
constexpr sluice_example key_examples[] = {{"- sample: {rate: 1, key: trace_id}",
                                            R"({"trace_id":"4bf9","span":1})",
                                            R"({"trace_id":"4bf9","span":1})"}};
constexpr sluice_example always_keep_examples[] = {
    {"- sample: {rate: 0, always_keep: \"level == 'error'\"}", R"({"level":"error"})",
     R"({"level":"error"})"},
    {"- sample: {rate: 0, always_keep: \"level == 'error'\"}", R"({"level":"info"})", nullptr}};
constexpr sluice_example rate_field_examples[] = {
    {"- sample: {rate: 0.25, always_keep: \"level == 'error'\", rate_field: sample_rate}",
     R"({"level":"error"})", R"({"level":"error","sample_rate":1})"}};

constexpr sluice::Option options[] = {
    sluice::number_option("rate", "The share of events to keep, 0 to 1; or one_in.")
        .between(0, 1)
        .whole()
        .shown_by(rate_examples),
    sluice::integer_option("one_in", "Keep one event in so many; or rate.")
        .between(1, 1'000'000'000)
        .shown_by(one_in_examples),
    sluice::string_option("key",
                          "A field, or an expression (CEL), whose values are chosen: events of the "
                          "same value are kept or filtered together. Without it, the event's id.")
        .shown_by(key_examples),
    sluice::string_option("always_keep",
                          "An expression (CEL): events that it holds for are kept, whatever the "
                          "rate.")
        .shown_by(always_keep_examples),
    sluice::string_option("rate_field",
                          "Where to write the rate at which an event was kept: each stands for 1 / "
                          "rate events. 1 for those that are always kept.")
        .shown_by(rate_field_examples),
};

constexpr sluice_component sample_component = sluice::transform_component<sluice::SampleTransform>(
    "sample", "Keeps a share of the events.", sluice::option_list(options));

}  // namespace

SLUICE_PLUGIN(SLUICE_PLUGIN_VERSION, &sample_component);
