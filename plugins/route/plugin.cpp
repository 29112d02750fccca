#include <sluice/plugin.hpp>

#include "route_transform.hpp"

namespace {

constexpr const char* match_words[] = {"first", "all", nullptr};

constexpr sluice_example rules_examples[] = {
    {"- route: [{if: \"level == 'error'\", index: \"errors-{service}\"}]",
     R"({"level":"error","service":"web"})", R"({"level":"error","service":"web"})"}};
constexpr sluice_example match_examples[] = {
    {"- route: {rules: [{if: \"status >= 500\", sink: sink}, {index: \"web-{host}\"}], match: all}",
     R"({"status":503,"host":"a"})", R"({"status":503,"host":"a"})"}};
constexpr sluice_example otherwise_examples[] = {
    {"- route: {rules: [{if: \"has(audit)\", sink: sink}], otherwise: drop}", R"({"x":1})",
     nullptr},
    {"- route: {rules: [{if: \"has(audit)\", sink: sink}], otherwise: drop}", R"({"audit":true})",
     R"({"audit":true})"}};

constexpr sluice::Option sink_name[] = {sluice::string_option(nullptr, "a sink's name")};
constexpr sluice::Option sink_names[] = {
    sluice::string_option(nullptr, "a sink's name"),
    sluice::list_option(nullptr, "names of several sinks").of(sink_name),
};

constexpr sluice::Option rule_options[] = {
    sluice::string_option("if",
                          "An expression (CEL) over the event; without it the rule matches every "
                          "event."),
    sluice::any_of_option("sink", "The sink, or sinks, that the event goes to, by name.")
        .of(sink_names),
    sluice::string_option("index",
                          "The index that it goes to there, with {field} and "
                          "{@timestamp:%Y.%m.%d} replaced."),
};
constexpr sluice::Option rule[] = {
    sluice::object_option(nullptr, "one rule: when it matches, and where to").of(rule_options)};

constexpr sluice::Option options[] = {
    sluice::list_option("rules", "Where events go, by the rules that match, in order.")
        .of(rule)
        .required()
        .whole()
        .shown_by(rules_examples),
    sluice::string_option("match",
                          "first: the first rule that matches decides. all: the event goes to the "
                          "sinks of every rule that matches, under the index of the first that has "
                          "one.")
        .by_default("first")
        .one_of(match_words)
        .shown_by(match_examples),
    sluice::any_of_option("otherwise",
                          "The sink, or sinks, of events that no rule matches, or drop, which "
                          "filters them; without it they go to the pipeline's first sink.")
        .of(sink_names)
        .shown_by(otherwise_examples),
};

constexpr sluice_component route_component = sluice::transform_component<sluice::RouteTransform>(
    "route", "Chooses the sinks and the index of events by rules.", sluice::option_list(options));

}  // namespace

SLUICE_PLUGIN(SLUICE_PLUGIN_VERSION, &route_component);
