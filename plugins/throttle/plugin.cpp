#include <sluice/plugin.hpp>

#include "throttle_transform.hpp"

namespace {

constexpr const char* clock_words[] = {"wall", "event", nullptr};

// One event always passes; the examples show how the options are written.
constexpr sluice_example limit_examples[] = {
    {"- throttle: 100", R"({"message":"tick"})", R"({"message":"tick"})"}};
constexpr sluice_example per_examples[] = {{"- throttle: {limit: 1000, per: 1m, burst: 50}",
                                            R"({"message":"tick"})", R"({"message":"tick"})"}};
constexpr sluice_example key_examples[] = {
    {"- throttle: {limit: 10, per: 1m, key: \"host + '/' + program\", max_keys: 500}",
     R"({"host":"a","program":"cron"})", R"({"host":"a","program":"cron"})"}};
constexpr sluice_example clock_examples[] = {
    {"- throttle: {limit: 5, key: user.name, clock: event}", R"({"user":{"name":"root"}})",
     R"({"user":{"name":"root"}})"}};

constexpr sluice::Option options[] = {
    sluice::integer_option("limit", "How many events pass in each time of `per`, for each key.")
        .between(1, 1'000'000'000)
        .required()
        .whole()
        .shown_by(limit_examples),
    sluice::duration_option("per", "The time that limit is meant for.")
        .by_default("1s")
        .between(1, 86'400'000)
        .shown_by(per_examples),
    sluice::integer_option(
        "burst", "How many events may pass at once after a quiet time; limit when absent.")
        .between(1, 1'000'000'000)
        .shown_by(per_examples),
    sluice::string_option(
        "key",
        "A field, or an expression (CEL): events of each value are counted apart. "
        "Without it, all events together.")
        .shown_by(key_examples),
    sluice::integer_option("max_keys",
                           "How many keys are remembered; of more, the one that was not used the "
                           "longest is forgotten. 48 to 56 bytes of memory each.")
        .by_default("10000")
        .between(1, 20'000'000)
        .shown_by(key_examples),
    sluice::string_option(
        "clock",
        "wall: the clock of the machine. event: the times of the events, for input "
        "that is read long after it was written.")
        .by_default("wall")
        .one_of(clock_words)
        .shown_by(clock_examples),
};

constexpr sluice_component throttle_component =
    sluice::transform_component<sluice::ThrottleTransform, SLUICE_TRANSFORM_STATEFUL>(
        "throttle", "Lets so many events pass in a time, for each key.",
        sluice::option_list(options));

}  // namespace

SLUICE_PLUGIN(SLUICE_PLUGIN_VERSION, &throttle_component);
