#include "server.hpp"

#include <algorithm>
#include <cctype>
#include <cstdio>

#include <openssl/evp.h>

#include "filter_path.hpp"
#include "kit_names.hpp"
#include "replies.hpp"

namespace sluice::bulkd {
namespace {

constexpr std::string_view common_parameters[] = {"pretty", "human", "error_trace", "filter_path",
                                                  "format"};

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

std::string encode_base64(std::string_view text) {
  std::string out(4 * ((text.size() + 2) / 3) + 1, '\0');
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                     reinterpret_cast<const unsigned char*>(text.data()),
                                     static_cast<int>(text.size()));
  out.resize(static_cast<std::size_t>(length));
  return out;
}

bool has_word(std::string_view words, std::string_view word) {
  for (std::size_t at = 0; at < words.size();) {
    const std::size_t end = std::min(words.find(' ', at), words.size());
    if (words.substr(at, end - at) == word) return true;
    at = end + 1;
  }
  return false;
}

bool is_on(const std::string* parameter) {
  return parameter != nullptr && *parameter != "false";
}

}  // namespace

HttpReply error_reply(const ApiError& error) {
  HttpReply reply;
  reply.status = error.status;
  reply.body = error_body(error);
  return reply;
}

HttpReply plain_error_reply(int status, std::string_view text) {
  HttpReply reply;
  reply.status = status;
  reply.body = plain_error_body(status, text);
  return reply;
}

HttpReply store_failure_reply(const std::string& reason) {
  return error_reply({500, "exception", reason, {}});
}

Server::Server(Options options) : options_(std::move(options)) {}

Result<std::unique_ptr<Server>> Server::open(Options options) {
  std::unique_ptr<Server> server(new Server(std::move(options)));
  const Options& mine = server->options_;
  auto store = Store::open(mine.data_file, mine.claim);
  if (!store) return Failure{store.error()};
  server->store_ = std::move(store.value());
  if (!mine.record_file.empty()) {
    auto recorder = Recorder::open(mine.record_file);
    if (!recorder) return Failure{recorder.error()};
    server->recorder_ = std::move(recorder.value());
  }
  for (const FaultRule& rule : mine.faults) server->faults_.add(rule);
  server->http_ = std::make_unique<HttpServer>(
      mine.http, [raw = server.get()](HttpRequest& request) { return raw->handle(request); });
  return server;
}

HttpReply Server::handle(HttpRequest& request) {
  {
    const std::lock_guard lock(counters_mutex_);
    ++counters_.requests;
    counters_.bytes += request.body.size();
  }
  const auto begun = std::chrono::steady_clock::now();
  HttpReply reply;
  try {
    reply = dispatch(request);
  } catch (const std::exception& error) {  // out of memory; nothing of ours throws
    reply = store_failure_reply(error.what());
  }
  if (options_.claim.sends_product_header()) {
    reply.headers.emplace_back("X-Elastic-Product", "Elasticsearch");
  }
  if (options_.verbose) {
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - begun);
    const std::string status = reply.drop ? "dropped" : std::to_string(reply.status);
    std::fprintf(stderr, "%s %s %s, %zu bytes in, %zu out, %lld ms\n", request.method.c_str(),
                 request.target.c_str(), status.c_str(), request.body.size(), reply.body.size(),
                 static_cast<long long>(took.count()));
  }
  return reply;
}

HttpReply Server::dispatch(HttpRequest& request) {
  if (auto refusal = refuse_stranger(request)) return std::move(*refusal);
  if (auto refusal = refuse_body(request)) return std::move(*refusal);
  std::string allowed;
  for (const Route& route : routes()) {
    if (route.pattern.size() != request.segments.size()) continue;
    Call call{request, {}, {}};
    bool fits = true;
    for (std::size_t i = 0; i < route.pattern.size() && fits; ++i) {
      const std::string& segment = request.segments[i];
      if (route.pattern[i] == "{any}") {
        call.names.push_back(segment);
      } else if (route.pattern[i] == "{index}") {
        fits = segment == "_all" || segment.front() != '_';
        call.names.push_back(segment);
      } else {
        fits = segment == route.pattern[i];
      }
    }
    if (!fits) continue;
    const std::string method = request.method == "HEAD" ? "GET" : request.method;
    if (has_word(route.methods, method)) return carry_out(route, call);
    allowed += (allowed.empty() ? "" : " ") + std::string(route.methods);
  }
  if (allowed.empty()) {
    return plain_error_reply(404, "no handler found for uri [" + request.target + "] and method [" +
                                      request.method + "]");
  }
  std::replace(allowed.begin(), allowed.end(), ' ', ',');
  HttpReply reply =
      plain_error_reply(405, "Incorrect HTTP method for uri [" + request.target + "] and method [" +
                                 request.method + "], allowed: [" + allowed + "]");
  reply.headers.emplace_back("Allow", allowed);
  return reply;
}

HttpReply Server::carry_out(const Route& route, Call& call) {
  HttpRequest& request = call.request;
  if (route.checks_content_type) {
    if (auto refusal = refuse_content_type(request)) return std::move(*refusal);
  }
  if (auto refusal = refuse_parameters(route, request)) return std::move(*refusal);
  const bool is_bulk = route.kind == RequestKind::bulk;
  if (is_bulk && recorder_ && !recorder_->append(request.body)) {
    return store_failure_reply("could not write the record file");
  }
  // The fault routes look at no rule themselves, or a rule for `any` could never be taken back.
  const bool may_fail = request.segments.empty() || request.segments.front() != "_bulkd";
  if (may_fail) call.plan = faults_.plan(route.kind);
  const FaultPlan& plan = call.plan;
  const auto milliseconds = [](auto delay) { return static_cast<int>(delay.count()); };
  if (plan.delay.count() > 0) http_->sleep(milliseconds(plan.delay));

  const auto& ending = plan.ending;
  const bool drop_before = ending && ending->drop == DropPoint::before;
  const bool replaced = ending && (ending->status || ending->empty);
  HttpReply reply;
  if (!drop_before && !(replaced && !ending->stored)) reply = (this->*route.handler)(call);
  if (replaced) reply = fault_reply(*ending);
  if (ending) {
    reply.drop = ending->drop.has_value();
    reply.cut = ending->cut;
  }
  if (plan.reply_delay.count() > 0) http_->sleep(milliseconds(plan.reply_delay));
  if (!replaced) present(request, plan.pretty, reply);
  return reply;
}

HttpReply Server::fault_reply(const FaultRule& rule) const {
  HttpReply reply;
  if (rule.empty) return reply;
  reply.status = *rule.status;
  if (rule.retry_after) reply.headers.emplace_back("Retry-After", *rule.retry_after);
  if (rule.body) {
    reply.body = *rule.body;
  } else {
    const ItemError usual = usual_item_error(*rule.status, options_.claim);
    reply.body = error_body({usual.status, usual.type, usual.reason, {}});
  }
  return reply;
}

std::optional<HttpReply> Server::refuse_body(const HttpRequest& request) const {
  switch (request.body_state) {
    case BodyState::complete:
      return std::nullopt;
    case BodyState::too_large: {
      HttpReply reply;  // without a body, as Elasticsearch's network layer answers it
      reply.status = 413;
      return reply;
    }
    case BodyState::damaged:
      return error_reply({400,
                          "illegal_argument_exception",
                          "could not decompress the request body as Content-Encoding [" +
                              request.content_encoding + "]",
                          {}});
    case BodyState::unknown_encoding:
      return error_reply({415,
                          "illegal_argument_exception",
                          "Content-Encoding [" + request.content_encoding + "] is not supported",
                          {}});
    case BodyState::unread:
      break;
  }
  HttpReply reply =
      error_reply({400, "illegal_argument_exception", "could not read the whole request body", {}});
  reply.close = true;
  return reply;
}

std::optional<HttpReply> Server::refuse_stranger(const HttpRequest& request) const {
  const bool open = options_.basic.empty() && options_.api_key.empty() && options_.bearer.empty();
  if (open) return std::nullopt;
  const std::string& given = request.authorization;
  const std::size_t space = std::min(given.find(' '), given.size());
  const std::string scheme = lower(std::string_view(given).substr(0, space));
  const std::string secret = given.substr(std::min(space + 1, given.size()));
  const auto fits = [&](const char* name, const std::string& wanted, const std::string& sent) {
    return !wanted.empty() && scheme == name && secret == sent;
  };
  if (fits("basic", options_.basic, encode_base64(options_.basic)) ||
      fits("apikey", options_.api_key, options_.api_key) ||
      fits("bearer", options_.bearer, options_.bearer)) {
    return std::nullopt;
  }
  HttpReply reply = error_reply(
      {401,
       "security_exception",
       (given.empty() ? "missing authentication credentials for REST request ["
                      : "unable to authenticate with provided credentials for REST request [") +
           request.target + "]",
       {}});
  if (!options_.basic.empty()) {
    reply.headers.emplace_back("WWW-Authenticate", "Basic realm=\"security\" charset=\"UTF-8\"");
  }
  if (!options_.bearer.empty()) {
    reply.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"security\"");
  }
  if (!options_.api_key.empty()) reply.headers.emplace_back("WWW-Authenticate", "ApiKey");
  return reply;
}

std::optional<HttpReply> Server::refuse_parameters(const Route& route,
                                                   const HttpRequest& request) const {
  for (const auto& [name, value] : request.parameters) {
    const auto is_name = [&](std::string_view known) { return known == name; };
    if (std::any_of(std::begin(common_parameters), std::end(common_parameters), is_name) ||
        std::any_of(route.parameters.begin(), route.parameters.end(), is_name)) {
      continue;
    }
    return error_reply(
        {400,
         "illegal_argument_exception",
         "request [" + request.path() + "] contains unrecognized parameter: [" + name + "]",
         {}});
  }
  return std::nullopt;
}

std::optional<HttpReply> Server::refuse_content_type(const HttpRequest& request) const {
  if (request.body.empty()) return std::nullopt;
  if (!request.content_type) return plain_error_reply(406, "Content-Type header is missing");
  if (is_understood(*request.content_type)) return std::nullopt;
  return plain_error_reply(406,
                           "Content-Type header [" + *request.content_type + "] is not supported");
}

bool Server::is_understood(std::string_view content_type) const {
  std::string type = lower(content_type.substr(0, content_type.find(';')));
  while (!type.empty() && type.back() == ' ') type.pop_back();
  if (type == "application/json" || type == "application/x-ndjson") return true;
  if (type != "application/vnd.elasticsearch+json" &&
      type != "application/vnd.elasticsearch+x-ndjson") {
    return false;
  }
  const int newest = options_.claim.newest_compatibility();
  const std::string parameters = lower(content_type);
  constexpr std::string_view key = "compatible-with=";
  const std::size_t at = parameters.find(key);
  if (newest == 0 || at == std::string::npos) return false;
  const int wanted = std::atoi(parameters.c_str() + at + key.size());
  return wanted >= 7 && wanted <= newest && wanted + 1 >= newest;
}

void Server::present(const HttpRequest& request, bool pretty, HttpReply& reply) const {
  if (reply.content_type != "application/json" || reply.body.empty()) return;
  if (const std::string* patterns = request.parameter("filter_path")) {
    if (reply.body.front() == '{') reply.body = FilterPath(*patterns).apply(reply.body);
  }
  if (pretty || is_on(request.parameter("pretty"))) reply.body = pretty_json(reply.body);
}

}  // namespace sluice::bulkd
