#include "status_table.hpp"

#include <algorithm>
#include <climits>

namespace sluice {
namespace {

using enum ItemAction;

// The first row that fits counts.
constexpr ItemRow items[] = {
    // Stored. With 200 it replaced an older version (op_type index).
    {200, 299, "", delivered},
    // Not of HTTP's range: the store said nothing that we could rely on.
    {INT_MIN, 399, "", retry},
    // It took too long (Quickwit).
    {408, 408, "", retry},
    // There is a document of this id: usually ours, from an attempt whose reply was lost.
    {409, 409, "", conflict},
    // Overload: es_rejected_execution_exception, circuit_breaking_exception, rate limits.
    {429, 429, "", retry},
    // The disk is full and the index read-only until there is room again. Elasticsearch 6 says 403,
    // 7 and later 429.
    {403, 403, "cluster_block_exception", retry},
    // This document, or this configuration, will never do: mapping conflicts, a missing index,
    // missing rights, a document that is too large (413, SigLens).
    {400, 499, "", rejected},
    // Shards that are not there yet, timeouts, a node that went away.
    {500, INT_MAX, "", retry},
};

constexpr std::string_view path_hint =
    "check host: it is the URL before /_bulk, with the path that this store wants";

using R = RequestAction;

constexpr RequestRow requests[] = {
    // The outcome of each item is in the body.
    {200, 299, R::read_items, ""},
    // An interim reply in place of a final one: a broken proxy.
    {INT_MIN, 199, R::retry, ""},
    // To follow a redirect would send the events, and the credentials, to somewhere else.
    {300, 399, R::fatal,
     "the store answers with a redirect, which is not followed: set host to the URL that it leads "
     "to"},
    // A line that the store cannot read spoils the whole request, and nothing of it is stored.
    {400, 400, R::rejected, ""},
    {401, 401, R::fatal, "check auth: the store wants other credentials, or any"},
    {403, 403, R::fatal,
     "check the rights of auth: the store knows these credentials, but they must not write to this "
     "index"},
    {404, 405, R::fatal, path_hint},
    {406, 406, R::fatal, "the store does not take this Content-Type: check headers"},
    // The body did not arrive in time.
    {408, 408, R::retry, ""},
    // It wants a Content-Length, which every request of ours has: something on the way drops it.
    {411, 411, R::fatal, "check the proxies on the way"},
    {413, 413, R::too_large, ""},
    {415, 415, R::fatal,
     "the store takes neither this Content-Type nor this compression: check "
     "headers and compression"},
    // The content, not the form, is refused.
    {422, 422, R::rejected, ""},
    // Too early (a replayed TLS request), too many.
    {425, 425, R::retry, ""},
    {429, 429, R::retry, ""},
    // The rest of the client's errors speak of the request's form, which is always the same.
    {400, 499, R::fatal, "check host and headers"},
    // Not implemented, HTTP version not supported: another try will not change it.
    {501, 501, R::fatal, path_hint},
    {505, 505, R::fatal, path_hint},
    // Down, overloaded or in doubt (500). The items may have been stored; their ids make the next
    // try harmless.
    {500, INT_MAX, R::retry, ""},
};

}  // namespace

const ItemRow& item_row(int status, std::string_view error_type) {
  return *std::find_if(std::begin(items), std::end(items), [&](const ItemRow& row) {
    return status >= row.first && status <= row.last &&
           (row.error_type.empty() || row.error_type == error_type);
  });
}

const RequestRow& request_row(int status) {
  return *std::find_if(std::begin(requests), std::end(requests), [&](const RequestRow& row) {
    return status >= row.first && status <= row.last;
  });
}

std::span<const ItemRow> item_table() {
  return items;
}
std::span<const RequestRow> request_table() {
  return requests;
}

}  // namespace sluice
