// The format of test files as option tables: checked like every other setting.
#include <sluice/option.hpp>
#include <spec/test_file.hpp>

namespace sluice::spec {

namespace {

constexpr int64_t most = 1'000'000'000;
constexpr int64_t longest_ms = 60'000;

constexpr Option any_item[] = {any_option(nullptr, "any value")};
constexpr Option text_item[] = {string_option(nullptr, "text")};
constexpr Option number_item[] = {integer_option(nullptr, "a number").between(0, most)};

// --- input ---------------------------------------------------------------------------------------

constexpr Option log_event_table[] = {
    string_option("id", "Of the log event; by default a number of 56 digits that counts up."),
    integer_option("timestamp", "Milliseconds since 1970; by default they count up."),
    any_option("message", "Text, or an object that becomes JSON text.").required(),
    any_option("extractedFields", "What the subscription's filter pattern found."),
};
constexpr Option log_event_item[] = {object_option(nullptr, "a log event").of(log_event_table)};
constexpr Option awslogs_table[] = {
    string_option("messageType", "DATA_MESSAGE or CONTROL_MESSAGE.").by_default("DATA_MESSAGE"),
    string_option("owner", "Account of the log group.").by_default("111122223333"),
    string_option("logGroup", "Name of the log group.").by_default("test-group"),
    string_option("logStream", "Name of the log stream.").by_default("test-stream"),
    list_option("subscriptionFilters", "Names of the subscription filters.").of(text_item),
    list_option("messages", "A log event for each: text, or an object that becomes JSON text.")
        .of(any_item),
    list_option("logEvents", "The log events, where more than their messages matters.")
        .of(log_event_item),
};
constexpr Option input_shapes[] = {
    string_option("file", "A file, relative to the test file.").file(),
    any_option("json", "One JSON document."),
    object_option("awslogs",
                  "An event of a CloudWatch Logs subscription; it is packed as AWS packs it.")
        .of(awslogs_table),
};
constexpr Option input_forms[] = {
    string_option(nullptr, "the bytes themselves"),
    list_option(nullptr, "lines: text as it is, any other value as JSON").of(any_item),
    variant_option(nullptr, "a file, a JSON document or an event of a platform").of(input_shapes),
};
constexpr Option input_item[] = {any_of_option(nullptr, "an input").of(input_forms)};

// --- the store's replies -------------------------------------------------------------------------

constexpr const char* drop_words[] = {"before", "after", nullptr};
constexpr Option item_forms[] = {
    integer_option(nullptr, "an item of the request, from 0").between(0, most),
    list_option(nullptr, "items of the request, from 0").of(number_item),
};
constexpr Option reply_table[] = {
    boolean_option("ok", "The request is carried out and answered as it should be."),
    integer_option("status", "HTTP status of the request, or of the items named by `item`.")
        .between(200, 599),
    any_of_option("item", "Which items get the status; the others are stored.").of(item_forms),
    integer_option("retry_after", "Seconds, in a Retry-After header; the test does not wait.")
        .between(0, 86'400),
    string_option("body", "Body of the reply with the status."),
    boolean_option("stored", "The request is carried out all the same.").by_default("false"),
    string_option("drop", "The connection closes before or after the request is carried out.")
        .one_of(drop_words),
    boolean_option("empty", "The reply is 200 without a body.").by_default("false"),
    integer_option("cut", "The reply ends after so many bytes of its body.").between(0, most),
    duration_option("delay", "How long the store waits first.")
        .by_default("0ms")
        .between(0, longest_ms),
    integer_option("times", "How many requests are answered so.").by_default("1").between(1, most),
};
constexpr Option reply_item[] = {object_option(nullptr, "a reply").of(reply_table)};
constexpr Option store_table[] = {
    string_option("claim", "What the store is: dashbase, elasticsearch:8.15.0, opensearch:2.11.0."),
    list_option("replies", "How it answers, request by request; as it should from then on.")
        .of(reply_item),
};
constexpr Option store_forms[] = {
    list_option(nullptr, "replies, in the order of the requests").of(reply_item),
    object_option(nullptr, "a store").of(store_table),
};

// --- what is expected ----------------------------------------------------------------------------

constexpr Option path_values[] = {any_option(nullptr, "a value, or matchers")};
constexpr Option document_paths[] = {map_option(nullptr, "values by path").of(path_values)};
constexpr Option document_forms[] = {
    list_option(nullptr, "whole documents, all of them in order").of(any_item),
    map_option(nullptr, "values by path, under a document's number or `every`").of(document_paths),
};
constexpr Option text_forms[] = {
    string_option(nullptr, "text"),
    list_option(nullptr, "a text for each").of(text_item),
};
constexpr Option request_forms[] = {
    integer_option(nullptr, "how many").between(0, most),
    list_option(nullptr, "the exact bytes of each").of(text_item),
};
// Without defaults, which would make outcomes of an absent option.
constexpr Option outcome_table[] = {
    integer_option("delivered", "The store took them.").between(0, most),
    integer_option("duplicate", "The store had them already.").between(0, most),
    integer_option("filtered", "A transform left them out.").between(0, most),
    integer_option("dead_lettered", "They went to the dead letter.").between(0, most),
    integer_option("handed_back", "Whoever sent them must send them again.").between(0, most),
};
constexpr Option expect_table[] = {
    any_of_option("documents", "What is sent, or, with a store, what it holds at the end.")
        .of(document_forms),
    integer_option("count", "How many documents there are.").between(0, most),
    object_option("outcomes", "How the events ended; what is not named must be 0.")
        .of(outcome_table),
    list_option("reasons",
                "A part of the reason of each event that was filtered, rejected or handed back.")
        .of(text_item),
    any_of_option("ids", "The id of each document.").of(text_forms),
    any_of_option("index", "The index of each document, or of all.").of(text_forms),
    any_of_option("sinks", "The name of the sink of each document, or of all.").of(text_forms),
    any_of_option("dead_letters", "What is in the dead letter; makes the case a run.")
        .of(document_forms),
    any_of_option("requests", "How many bulk requests were sent, or their exact bytes.")
        .of(request_forms),
    any_of_option("log", "A part of a line on standard error, or several.").of(text_forms),
    integer_option("exit_status", "Of `sluice run`.").between(0, 255),
    string_option("error", "A part of the message that refuses the pipeline."),
};

// --- the file ------------------------------------------------------------------------------------

constexpr Option case_table[] = {
    string_option("name", "What the case is about; no other case of the file has it.").required(),
    any_of_option("input", "What the source reads.").of(input_forms),
    list_option("inputs", "The same for several triggers.").of(input_item),
    map_option("environment", "Variables for the ${...} of the pipeline; it sees no others.")
        .of(text_item),
    list_option("set", "Settings to change, as path=value.").of(text_item),
    any_of_option("store", "How the store answers; makes the case a run.").of(store_forms),
    boolean_option("run", "Deliver to a local store, not a dry run.").by_default("false"),
    object_option("expect", "What must come of it.").of(expect_table).required(),
};
constexpr Option case_item[] = {object_option(nullptr, "a case").of(case_table)};
constexpr Option file_table[] = {
    string_option("pipeline",
                  "The pipeline, relative to this file; by default the file's own "
                  "name with .yaml in place of .test.yaml.")
        .file(),
    map_option("environment", "Variables for every case.").of(text_item),
    list_option("set", "Settings to change in every case.").of(text_item),
    list_option("cases", "The cases.").of(case_item).required(),
};

constexpr const char* type_words[] = {"text", "number", "integer", "boolean",
                                      "null", "object", "list",    nullptr};
constexpr Option matcher_table[] = {
    any_option("equals", "This value; needed only for objects."),
    boolean_option("exists", "There is a value, null too; or, with false, none."),
    boolean_option("absent", "There is no value; or, with false, one."),
    string_option("type", "What the value is.").one_of(type_words),
    string_option("matches", "Text in which this regular expression (RE2) finds something."),
    any_option("contains", "Text with this part, or a list with this item."),
    list_option("one_of", "One of these values.").of(any_item),
    integer_option("size", "How many bytes of text, items or fields.").between(0, most),
};

}  // namespace

sluice_option_list test_file_options() {
  return option_list(file_table);
}

sluice_option_list test_matcher_options() {
  return option_list(matcher_table);
}

}  // namespace sluice::spec
