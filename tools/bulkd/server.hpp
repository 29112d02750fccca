// bulkd itself: routes, who may call, faults, and the store behind them.
//
// Threading: open, start and stop from one thread. Requests are handled on many threads; what they
// share (store, faults, counters, recorder) locks for itself.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "faults.hpp"
#include "http_server.hpp"
#include "kit_names.hpp"
#include "recorder.hpp"
#include "store.hpp"

namespace sluice::bulkd {

struct Options {
  HttpSettings http;
  Claim claim;
  std::string data_file;    // empty: in memory
  std::string record_file;  // empty: none
  // Any of them opens the door; with none it stands open.
  std::string basic;    // "user:password"
  std::string api_key;  // as it stands after "ApiKey "
  std::string bearer;
  std::vector<FaultRule> faults;
  bool verbose = false;  // a line on stderr for each request
};

class Server {
 public:
  static Result<std::unique_ptr<Server>> open(Options options);

  Result<int> start() { return http_->start(); }
  void stop() { http_->stop(); }

  Store& store() { return *store_; }
  Faults& faults() { return faults_; }

 private:
  // A request on its way to a route.
  struct Call {
    HttpRequest& request;
    std::vector<std::string> names;  // what the route's {} stand for
    FaultPlan plan;
  };
  struct Route;
  struct Counters {
    std::uint64_t requests = 0;
    std::uint64_t bulk_requests = 0;
    std::uint64_t bytes = 0;  // of decompressed bodies
    std::map<int, std::uint64_t> items_by_status;
  };

  explicit Server(Options options);
  static const std::vector<Route>& routes();

  HttpReply handle(HttpRequest& request);
  HttpReply dispatch(HttpRequest& request);
  HttpReply carry_out(const Route& route, Call& call);
  HttpReply fault_reply(const FaultRule& rule) const;
  std::optional<HttpReply> refuse_body(const HttpRequest& request) const;
  std::optional<HttpReply> refuse_stranger(const HttpRequest& request) const;
  std::optional<HttpReply> refuse_parameters(const Route& route, const HttpRequest& request) const;
  std::optional<HttpReply> refuse_content_type(const HttpRequest& request) const;
  bool is_understood(std::string_view content_type) const;
  void present(const HttpRequest& request, bool pretty, HttpReply& reply) const;

  // The routes' handlers, in api_bulk.cpp, api_read.cpp and api_manage.cpp.
  HttpReply bulk(Call& call);
  HttpReply root(Call& call);
  HttpReply health(Call& call);
  HttpReply count(Call& call);
  HttpReply search(Call& call);
  HttpReply document(Call& call);
  HttpReply stats(Call& call);
  HttpReply cat_indices(Call& call);
  HttpReply index_exists(Call& call);
  HttpReply delete_index(Call& call);
  HttpReply refresh(Call& call);
  HttpReply get_mapping(Call& call);
  HttpReply put_template(Call& call);
  HttpReply get_template(Call& call);
  HttpReply delete_template(Call& call);
  HttpReply list_faults(Call& call);
  HttpReply add_faults(Call& call);
  HttpReply clear_faults(Call& call);
  HttpReply remove_fault(Call& call);

  // The indices that an expression such as `a,logs-*` means.
  std::variant<std::vector<std::string>, ApiError> resolve(const Call& call);
  void count_items(const std::vector<ItemResult>& results);

  Options options_;
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  std::unique_ptr<Store> store_;
  std::unique_ptr<Recorder> recorder_;
  Faults faults_;
  std::mutex counters_mutex_;
  Counters counters_;
  // Last, so that its threads end before what they use.
  std::unique_ptr<HttpServer> http_;
};

HttpReply error_reply(const ApiError& error);
HttpReply plain_error_reply(int status, std::string_view text);
HttpReply store_failure_reply(const std::string& reason);

// A route is a pattern of segments: a name, `{index}` (a name that does not begin with `_`, or
// `_all`), or `{any}`.
struct Server::Route {
  std::string_view methods;  // separated by spaces; GET includes HEAD
  std::vector<std::string_view> pattern;
  HttpReply (Server::*handler)(Call&);
  RequestKind kind;
  std::vector<std::string_view> parameters;  // beyond those that every route takes
  bool checks_content_type = true;
};

}  // namespace sluice::bulkd
