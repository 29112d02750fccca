#include <cloudwatch-awslogs/awslogs_source.hpp>

#include <sluice/plugin.hpp>

namespace {

constexpr const char* message_words[] = {"merge", "text", "nested", nullptr};
constexpr const char* envelope_words[] = {"all", "none", nullptr};

constexpr sluice::Option envelope_name[] = {
    sluice::string_option(nullptr, "Name of an envelope field, such as logGroup."),
};
constexpr sluice::Option envelope_forms[] = {
    sluice::string_option(nullptr, "All fields or none.").one_of(envelope_words),
    sluice::list_option(nullptr, "The fields with these names.").of(envelope_name),
};

constexpr sluice::Option options[] = {
    sluice::string_option("path",
                          "File to read when the run names no input; \"-\" is standard "
                          "input, which is also read without this option.")
        .file(),
    sluice::string_option("message",
                          "What becomes of a message that holds a JSON object: its "
                          "fields are merged into the event, it stays the text of "
                          "\"message\", or it is nested there. Others stay text.")
        .by_default("merge")
        .one_of(message_words),
    sluice::any_of_option("envelope",
                          "Which fields of the document around the log events each "
                          "event gets: all, none, or a list of names.")
        .by_default("all")
        .of(envelope_forms),
    sluice::bytes_option("max_decoded_bytes",
                         "Data that inflates to more is rejected: it may be "
                         "a decompression bomb.")
        .by_default("256MiB")
        .between(1, int64_t{1} << 40),
    sluice::bytes_option("max_record_bytes",
                         "A longer record, or a longer log event in a large "
                         "document, is rejected.")
        .by_default("16MiB")
        .between(1, int64_t{1} << 30),
};

constexpr sluice_component awslogs_component = sluice::source_component<sluice::AwslogsSource>(
    "cloudwatch-awslogs",
    "Reads CloudWatch Logs subscription events, encoded or decoded, one event for each log event.",
    sluice::option_list(options));

}  // namespace

SLUICE_PLUGIN(SLUICE_PLUGIN_VERSION, &awslogs_component);
