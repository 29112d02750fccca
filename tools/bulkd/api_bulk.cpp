// `_bulk`, and the table of routes.
#include <variant>

#include "bulk_request.hpp"
#include "replies.hpp"
#include "server.hpp"

namespace sluice::bulkd {
namespace {

// Elasticsearch 8 and later take `_type` again from clients that speak the language of 7.
bool speaks_seven(const HttpRequest& request) {
  return request.content_type &&
         request.content_type->find("compatible-with=7") != std::string::npos;
}

}  // namespace

const std::vector<Server::Route>& Server::routes() {
  using Kind = RequestKind;
  static const std::vector<std::string_view> bulk_parameters = {"pipeline",
                                                                "refresh",
                                                                "routing",
                                                                "timeout",
                                                                "type",
                                                                "wait_for_active_shards",
                                                                "require_alias",
                                                                "require_data_stream",
                                                                "_source",
                                                                "include_source_on_error",
                                                                "list_executed_pipelines"};
  static const std::vector<std::string_view> search_parameters = {
      "q", "size", "from", "version", "ignore_unavailable", "track_total_hits"};
  static const std::vector<std::string_view> template_parameters = {
      "create", "order", "include_type_name", "master_timeout", "cluster_manager_timeout",
      "timeout"};
  static const std::vector<Route> all = {
      {"POST PUT", {"_bulk"}, &Server::bulk, Kind::bulk, bulk_parameters},
      {"POST PUT", {"{index}", "_bulk"}, &Server::bulk, Kind::bulk, bulk_parameters},
      {"POST PUT", {"{index}", "{any}", "_bulk"}, &Server::bulk, Kind::bulk, bulk_parameters},
      {"GET", {}, &Server::root, Kind::root, {}},
      {"GET POST", {"_count"}, &Server::count, Kind::count, search_parameters},
      {"GET POST", {"{index}", "_count"}, &Server::count, Kind::count, search_parameters},
      {"GET POST", {"_search"}, &Server::search, Kind::search, search_parameters},
      {"GET POST", {"{index}", "_search"}, &Server::search, Kind::search, search_parameters},
      {"GET", {"{index}", "_doc", "{any}"}, &Server::document, Kind::doc, {"routing", "refresh"}},
      {"GET", {"_stats"}, &Server::stats, Kind::other, {}},
      {"GET", {"_cat", "indices"}, &Server::cat_indices, Kind::other, {"v"}},
      {"GET", {"_cluster", "health"}, &Server::health, Kind::other, {"wait_for_status", "timeout"}},
      {"GET POST", {"_refresh"}, &Server::refresh, Kind::other, {}},
      {"GET POST", {"{index}", "_refresh"}, &Server::refresh, Kind::other, {}},
      {"GET", {"_mapping"}, &Server::get_mapping, Kind::other, {"include_type_name"}},
      {"GET", {"{index}", "_mapping"}, &Server::get_mapping, Kind::other, {"include_type_name"}},
      {"PUT POST", {"_template", "{any}"}, &Server::put_template, Kind::other, template_parameters},
      {"GET", {"_template", "{any}"}, &Server::get_template, Kind::other, template_parameters},
      {"DELETE", {"_template", "{any}"}, &Server::delete_template, Kind::other, {}},
      {"PUT POST",
       {"_index_template", "{any}"},
       &Server::put_template,
       Kind::other,
       template_parameters},
      {"GET", {"_index_template", "{any}"}, &Server::get_template, Kind::other, {}},
      {"DELETE", {"_index_template", "{any}"}, &Server::delete_template, Kind::other, {}},
      {"PUT POST",
       {"_component_template", "{any}"},
       &Server::put_template,
       Kind::other,
       template_parameters},
      {"GET", {"_component_template", "{any}"}, &Server::get_template, Kind::other, {}},
      {"DELETE", {"_component_template", "{any}"}, &Server::delete_template, Kind::other, {}},
      {"GET", {"_bulkd", "faults"}, &Server::list_faults, Kind::other, {}, false},
      {"POST", {"_bulkd", "faults"}, &Server::add_faults, Kind::other, {}, false},
      {"DELETE", {"_bulkd", "faults"}, &Server::clear_faults, Kind::other, {}, false},
      {"DELETE", {"_bulkd", "faults", "{any}"}, &Server::remove_fault, Kind::other, {}, false},
      {"GET", {"{index}"}, &Server::index_exists, Kind::index, {"ignore_unavailable"}},
      {"DELETE", {"{index}"}, &Server::delete_index, Kind::index, {"ignore_unavailable"}},
  };
  return all;
}

HttpReply Server::bulk(Call& call) {
  const auto begun = std::chrono::steady_clock::now();
  const HttpRequest& request = call.request;
  {
    const std::lock_guard lock(counters_mutex_);
    ++counters_.bulk_requests;
  }
  BulkDefaults defaults;
  if (!call.names.empty()) defaults.index = call.names[0];
  defaults.type = "_doc";
  defaults.takes_type = options_.claim.takes_type() || speaks_seven(request);
  if (call.names.size() > 1) {
    if (!defaults.takes_type) {
      return plain_error_reply(404, "no handler found for uri [" + request.target +
                                        "] and method [" + request.method + "]");
    }
    defaults.type = call.names[1];
  }
  for (const char* name : {"require_alias", "require_data_stream"}) {
    const std::string* value = request.parameter(name);
    if (value != nullptr && *value != "false") defaults.require_alias = true;
  }
  auto parsed = parse_bulk(request.body, defaults, options_.claim);
  if (const auto* error = std::get_if<ApiError>(&parsed)) return error_reply(*error);
  auto& items = std::get<std::vector<BulkItem>>(parsed);
  call.plan.strike(items, options_.claim);
  auto results = store_->apply(items, options_.claim.one_type_per_index());
  if (!results) return store_failure_reply(results.error());
  count_items(results.value());
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - begun);
  HttpReply reply;
  reply.body = bulk_body(took.count(), items, results.value(), options_.claim);
  return reply;
}

void Server::count_items(const std::vector<ItemResult>& results) {
  const std::lock_guard lock(counters_mutex_);
  for (const ItemResult& result : results) ++counters_.items_by_status[result.status];
}

}  // namespace sluice::bulkd
