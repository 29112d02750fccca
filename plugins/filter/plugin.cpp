#include <sluice/plugin.hpp>

#include "filter_transform.hpp"

namespace {

constexpr const char* on_error_words[] = {"keep", "drop", "reject", nullptr};

constexpr sluice_example keep_examples[] = {
    {"- filter: \"level in ['warning', 'error']\"", R"({"level":"error","text":"disk full"})",
     R"({"level":"error","text":"disk full"})"},
    {"- filter: \"level in ['warning', 'error']\"", R"({"level":"debug","text":"tick"})", nullptr}};
constexpr sluice_example drop_examples[] = {
    {"- filter: {drop: \"path == '/healthz' && status < 400\"}",
     R"({"path":"/healthz","status":200})", nullptr},
    {"- filter: {drop: \"path == '/healthz' && status < 400\"}",
     R"({"path":"/healthz","status":503})", R"({"path":"/healthz","status":503})"}};
constexpr sluice_example reason_examples[] = {
    {"- filter: {drop: \"user == 'probe'\", reason: \"health checks are not wanted\"}",
     R"({"user":"probe"})", nullptr}};
constexpr sluice_example on_error_examples[] = {
    {"- filter: {keep: \"int(status) >= 400\", on_error: keep}", R"({"status":"unknown"})",
     R"({"status":"unknown"})"},
    {"- filter: {keep: \"int(status) >= 400\", on_error: drop}", R"({"status":"unknown"})",
     nullptr}};

constexpr sluice::Option options[] = {
    sluice::string_option("keep",
                          "An expression (CEL) over the event: an event that it does not hold for "
                          "is filtered.")
        .whole()
        .shown_by(keep_examples),
    sluice::string_option("drop",
                          "An expression (CEL): an event that it holds for is filtered. Beside "
                          "keep, it is asked about what keep leaves.")
        .shown_by(drop_examples),
    sluice::string_option("reason",
                          "What the ledger counts the filtered events under; the expression when "
                          "absent.")
        .shown_by(reason_examples),
    sluice::string_option("on_error",
                          "What becomes of an event for which the expression cannot be evaluated: "
                          "keep it, drop (filter) it, or reject it to the dead letter. Counted as "
                          "errors in any case.")
        .by_default("keep")
        .one_of(on_error_words)
        .shown_by(on_error_examples),
};

constexpr sluice_component filter_component = sluice::transform_component<sluice::FilterTransform>(
    "filter", "Keeps the events that a condition holds for.", sluice::option_list(options));

}  // namespace

SLUICE_PLUGIN(SLUICE_PLUGIN_VERSION, &filter_component);
