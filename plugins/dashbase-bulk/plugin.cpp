#include <sluice/plugin.hpp>

#include "bulk_sink.hpp"

namespace {

using namespace sluice;

constexpr const char* store_words[] = {
    "auto",       "dashbase", "elasticsearch-6", "elasticsearch-7", "elasticsearch-8",
    "opensearch", nullptr};
constexpr const char* op_type_words[] = {"create", "index", nullptr};
constexpr const char* id_words[] = {"event", "none", nullptr};
constexpr const char* compression_words[] = {"none", "gzip", nullptr};
constexpr const char* none_word[] = {"none", nullptr};
constexpr const char* template_words[] = {"auto", "legacy", "composable", "off", nullptr};

constexpr Option url[] = {string_option(nullptr, "one URL")};
constexpr Option host_forms[] = {
    string_option(nullptr, "one URL"),
    list_option(nullptr, "several URLs of the same store").of(url),
};

constexpr Option batch_options[] = {
    integer_option("documents", "Most documents in one request.")
        .by_default("1000")
        .between(1, 1'000'000),
    bytes_option("bytes",
                 "Most bytes of one request's body, before compression; a larger document "
                 "is sent alone.")
        .by_default("5MiB")
        .between(1, int64_t{1} << 30),
};

constexpr Option basic_options[] = {
    string_option("username", "user name").required(),
    string_option("password", "password").required().secret(),
};
constexpr Option auth_methods[] = {
    object_option("basic", "User name and password.").of(basic_options),
    string_option("api_key", "API key, as `id:key` or as the encoded form of both.").secret(),
    string_option("bearer", "Token.").secret(),
};
constexpr Option auth_forms[] = {
    string_option(nullptr, "no authentication").one_of(none_word),
    variant_option(nullptr, "one way to authenticate").of(auth_methods),
};

constexpr Option header_value[] = {string_option(nullptr, "value of the header").secret()};

constexpr Option tls_options[] = {
    boolean_option("verify", "Check the store's certificate and host name.").by_default("true"),
    string_option("ca_file", "PEM file of the authorities to trust in place of the system's.")
        .file(),
    string_option("client_cert", "PEM file of the certificate to show.").file(),
    string_option("client_key", "PEM file of its key, where it is not in client_cert.").file(),
};

constexpr Option timeout_options[] = {
    duration_option("connect", "To connect, TLS included.").by_default("5s").between(1, 3'600'000),
    duration_option("request", "For one request from connecting to the end of the reply.")
        .by_default("60s")
        .between(1, 86'400'000),
};

constexpr Option options[] = {
    any_of_option("host",
                  "URL of the store, without /_bulk; a path before it is kept. Of several, one is "
                  "used until it fails, then the next.")
        .of(host_forms)
        .required(),
    string_option("index",
                  "Index, data stream or Dashbase table to write to. `{field}` is what the event "
                  "says there, `{@timestamp:%Y.%m.%d}` its time in UTC, `{field|other}` has a "
                  "default.")
        .required(),
    boolean_option("data_stream",
                   "The index is a data stream: documents without `@timestamp` get the event's "
                   "time, and a template is installed for a data stream.")
        .by_default("false"),
    string_option("pipeline", "Ingest pipeline of the store that each document goes through."),
    string_option("subtable",
                  "Dashbase's sub-table, the `_type` of an action line. `_doc` is none; stores "
                  "without types refuse any other.")
        .by_default("_doc"),
    string_option("store", "What the store is, where it matters whether it takes a `_type`.")
        .by_default("auto")
        .one_of(store_words),
    string_option("op_type", "`create` stores a document once, `index` replaces it.")
        .by_default("create")
        .one_of(op_type_words),
    string_option("id", "`event` sends the event's id as `_id`, so that a retry cannot double it.")
        .by_default("event")
        .one_of(id_words),
    string_option("template",
                  "JSON file with an index template, in the form that templates/README.md "
                  "describes; installed once where the store has none or an older version.")
        .existing_file(),
    string_option("template_mode",
                  "`legacy` installs it as `_template`, `composable` as `_index_template`, `auto` "
                  "as the store's version wants it, `off` not at all.")
        .by_default("auto")
        .one_of(template_words),
    string_option("template_name",
                  "What the store calls the template; by default `sluice-` and the index."),
    boolean_option("template_required",
                   "Whether nothing is sent unless the template is there; otherwise a failure to "
                   "install it is a warning.")
        .by_default("false"),
    object_option("batch", "What one request holds.").of(batch_options),
    string_option("compression", "Of request bodies.").by_default("none").one_of(compression_words),
    any_of_option("auth", "none, {basic: {username, password}}, {api_key: ...} or {bearer: ...}.")
        .of(auth_forms)
        .by_default("none"),
    map_option("headers", "Further headers of every request.").of(header_value),
    object_option("tls", "For https.").of(tls_options),
    object_option("timeouts", "How long to wait.").of(timeout_options),
};

constexpr sluice_component dashbase_bulk = sink_component<BulkSink>(
    "dashbase-bulk",
    "Sends events to Dashbase, Elasticsearch, OpenSearch or another store with a _bulk API.",
    option_list(options));

}  // namespace

SLUICE_PLUGIN(SLUICE_PLUGIN_VERSION, &dashbase_bulk);
