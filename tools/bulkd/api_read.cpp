// What reads: root, counts, searches, documents, statistics.
#include <charconv>

#include "kit_names.hpp"
#include "query.hpp"
#include "replies.hpp"
#include "server.hpp"

namespace sluice::bulkd {
namespace {

constexpr std::int64_t most_hits = 10'000;

ApiError bad_argument(std::string reason) {
  return {400, "illegal_argument_exception", std::move(reason), {}};
}

// Reads a parameter as a count; `fallback` when it is not there.
std::optional<ApiError> read_count(const HttpRequest& request, std::string_view name,
                                   std::int64_t fallback, std::int64_t& count) {
  count = fallback;
  const std::string* text = request.parameter(name);
  if (text == nullptr) return std::nullopt;
  const char* end = text->data() + text->size();
  const auto [rest, error] = std::from_chars(text->data(), end, count);
  if (error == std::errc() && rest == end && count >= 0) return std::nullopt;
  return bad_argument("Failed to parse int parameter [" + std::string(name) + "] with value [" +
                      *text + "]");
}

std::variant<Query, ApiError> read_query(const HttpRequest& request) {
  if (!trim_json_space(request.body).empty()) {
    return bad_argument("bulkd reads queries from the parameter [q], not from a request body");
  }
  const std::string* text = request.parameter("q");
  auto query = Query::parse(text == nullptr ? "*" : *text);
  if (!query) return ApiError{400, "query_shard_exception", query.error(), {}};
  return query.value();
}

std::function<bool(std::string_view)> condition(const Query& query) {
  if (query.matches_all()) return {};
  return [&query](std::string_view source) { return query.matches(source); };
}

HttpReply json_reply(std::string body, int status = 200) {
  HttpReply reply;
  reply.status = status;
  reply.body = std::move(body);
  return reply;
}

}  // namespace

std::variant<std::vector<std::string>, ApiError> Server::resolve(const Call& call) {
  const std::vector<IndexInfo> all = store_->indices();
  const std::string_view wanted = call.names.empty() ? "_all" : std::string_view(call.names[0]);
  const std::string* lenient = call.request.parameter("ignore_unavailable");
  std::vector<std::string> names;
  for (std::size_t at = 0; at <= wanted.size();) {
    const std::size_t end = std::min(wanted.find(',', at), wanted.size());
    std::string_view name = wanted.substr(at, end - at);
    at = end + 1;
    if (name == "_all") name = "*";
    bool found = name.find('*') != std::string_view::npos;
    for (const IndexInfo& index : all) {
      if (!matches_wildcard(name, index.name)) continue;
      found = true;
      if (std::find(names.begin(), names.end(), index.name) == names.end()) {
        names.push_back(index.name);
      }
    }
    if (!found && (lenient == nullptr || *lenient == "false")) {
      return ApiError{404, "index_not_found_exception", "no such index [" + std::string(name) + "]",
                      std::string(name)};
    }
  }
  return names;
}

HttpReply Server::root(Call&) {
  return json_reply(root_body(options_.claim));
}

HttpReply Server::health(Call&) {
  return json_reply(R"({"cluster_name":"bulkd","status":"green","timed_out":false,)"
                    R"("number_of_nodes":1,"number_of_data_nodes":1})");
}

HttpReply Server::count(Call& call) {
  const auto names = resolve(call);
  if (const auto* error = std::get_if<ApiError>(&names)) return error_reply(*error);
  const auto query = read_query(call.request);
  if (const auto* error = std::get_if<ApiError>(&query)) return error_reply(*error);
  const auto page = store_->search(std::get<std::vector<std::string>>(names),
                                   condition(std::get<Query>(query)), 0, 0);
  if (!page) return store_failure_reply(page.error());
  return json_reply(count_body(page.value().total));
}

HttpReply Server::search(Call& call) {
  const auto begun = std::chrono::steady_clock::now();
  const auto names = resolve(call);
  if (const auto* error = std::get_if<ApiError>(&names)) return error_reply(*error);
  const auto query = read_query(call.request);
  if (const auto* error = std::get_if<ApiError>(&query)) return error_reply(*error);
  std::int64_t from = 0;
  std::int64_t size = 0;
  if (auto error = read_count(call.request, "from", 0, from)) return error_reply(*error);
  if (auto error = read_count(call.request, "size", 10, size)) return error_reply(*error);
  if (size > most_hits) {
    return error_reply(
        bad_argument("Result window is too large, [size] must be less than or equal "
                     "to: [10000] but was [" +
                     std::to_string(size) + "]"));
  }
  const auto page = store_->search(std::get<std::vector<std::string>>(names),
                                   condition(std::get<Query>(query)), from, size);
  if (!page) return store_failure_reply(page.error());
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - begun);
  const std::string* version = call.request.parameter("version");
  const bool with_version = version != nullptr && *version != "false";
  return json_reply(search_body(took.count(), page.value(), with_version, options_.claim));
}

HttpReply Server::document(Call& call) {
  const auto names = resolve(call);
  if (const auto* error = std::get_if<ApiError>(&names)) return error_reply(*error);
  const std::string& id = call.names[1];
  const auto document = store_->get(call.names[0], id);
  if (!document) return store_failure_reply(document.error());
  if (!document.value()) {
    return json_reply(missing_document_body(call.names[0], id, options_.claim), 404);
  }
  return json_reply(document_body(*document.value(), options_.claim));
}

HttpReply Server::stats(Call&) {
  const std::vector<IndexInfo> all = store_->indices();
  std::int64_t total = 0;
  std::string indices;
  for (const IndexInfo& index : all) {
    total += index.documents;
    indices += (indices.empty() ? "" : ",") + quote_json(index.name) +
               ":{\"uuid\":" + quote_json(index.uuid) +
               ",\"primaries\":{\"docs\":{\"count\":" + std::to_string(index.documents) +
               ",\"deleted\":0}}}";
  }
  Counters counters;
  {
    const std::lock_guard lock(counters_mutex_);
    counters = counters_;
  }
  std::string statuses;
  for (const auto& [status, count] : counters.items_by_status) {
    statuses +=
        (statuses.empty() ? "\"" : ",\"") + std::to_string(status) + "\":" + std::to_string(count);
  }
  const auto uptime = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - started_);
  return json_reply("{\"_all\":{\"primaries\":{\"docs\":{\"count\":" + std::to_string(total) +
                    ",\"deleted\":0}}},\"indices\":{" + indices +
                    "},\"bulkd\":{\"claim\":" + quote_json(options_.claim.describe()) +
                    ",\"requests\":" + std::to_string(counters.requests) +
                    ",\"bulk_requests\":" + std::to_string(counters.bulk_requests) +
                    ",\"bytes\":" + std::to_string(counters.bytes) + ",\"items_by_status\":{" +
                    statuses + "},\"uptime_ms\":" + std::to_string(uptime.count()) + "}}");
}

HttpReply Server::cat_indices(Call& call) {
  HttpReply reply;
  reply.content_type = "text/plain; charset=UTF-8";
  if (call.request.parameter("v") != nullptr) {
    reply.body = "health status index uuid pri rep docs.count docs.deleted\n";
  }
  for (const IndexInfo& index : store_->indices()) {
    reply.body += "green open " + index.name + " " + index.uuid + " 1 0 " +
                  std::to_string(index.documents) + " 0\n";
  }
  return reply;
}

HttpReply Server::index_exists(Call& call) {
  const auto names = resolve(call);
  if (const auto* error = std::get_if<ApiError>(&names)) return error_reply(*error);
  std::string body;
  for (const std::string& name : std::get<std::vector<std::string>>(names)) {
    std::string type;
    auto mapping = store_->mapping(name, &type);
    if (!mapping) continue;  // deleted since the names were looked up
    if (options_.claim.keeps_type()) mapping = "{" + quote_json(type) + ":" + *mapping + "}";
    body += (body.empty() ? "" : ",") + quote_json(name) +
            ":{\"aliases\":{},\"mappings\":" + *mapping + ",\"settings\":{}}";
  }
  return json_reply("{" + body + "}");
}

}  // namespace sluice::bulkd
