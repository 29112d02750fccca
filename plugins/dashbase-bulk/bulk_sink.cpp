#include "bulk_sink.hpp"

#include <algorithm>

#include "status_table.hpp"
#include "store_probe.hpp"
#include "typeless_stores.hpp"

namespace sluice {
namespace {

constexpr int64_t probe_timeout_ms = 5'000;
constexpr size_t kept_reply_bytes = 4 << 20;  // one unusual reply must not hold its memory for ever
const std::string gzip_headers[] = {"Content-Encoding: gzip"};

std::string_view item_body(const sluice_request& request, uint32_t index) {
  const uint64_t begin = index == 0 ? 0 : request.item_ends[index - 1];
  return view(request.body).substr(begin, request.item_ends[index] - begin);
}

}  // namespace

Status BulkSink::init(const Settings& settings) {
  Result<BulkOptions> options = BulkOptions::from(settings);
  if (!options) return std::move(options).error();
  options_ = std::move(*options);
  bulk_url_ = options_.host + "/_bulk";
  encoder_.emplace(options_);
  return {};
}

kit::HttpClient& BulkSink::client() {
  if (!client_) {
    kit::HttpClientOptions http = options_.http;
    http.user_agent = "sluice/" + std::string(host().engine_version());
    http.abort_requested = [this] { return host().stop_requested(); };
    client_.emplace(std::move(http));
  }
  return *client_;
}

Status BulkSink::start() {
  if (options_.gzip) deflater_.emplace();
  if (options_.host.starts_with("https") && !options_.http.tls.verify) {
    host().warn("the certificate of " + options_.host + " is not verified (tls.verify is false)");
  }
  return {};
}

Status BulkSink::stop() {
  reader_.clear();
  client_.reset();
  deflater_.reset();
  return {};
}

void BulkSink::limits(sluice_sink_limits& limits) {
  limits.max_documents = options_.max_documents;
  limits.max_bytes = options_.max_bytes;
}

Status BulkSink::begin() {
  reader_.clear();
  kit::HttpRequest request;
  const std::string url = options_.host + "/";
  request.url = url;
  request.timeout_ms = std::min(probe_timeout_ms, options_.http.request_timeout_ms);
  if (Status sent = client().send(request, reply_); !sent) {
    host().warn("could not ask the store what it is, going on without: " + sent.error().message);
    return {};
  }
  if (reply_.status < 200 || reply_.status > 299) {
    host().warn("could not ask the store what it is, going on without: " + url + " answered " +
                std::to_string(reply_.status));
    return {};
  }
  const StoreInfo info = read_store_info(reader_, reply_.body);
  if (info.name.empty()) {
    host().info(url + " answers, but does not say what it is");
    return {};
  }
  host().info("the store is " + info.name);
  if (options_.type.empty() || !info.refuses_type()) return {};
  if (options_.store != StoreFamily::unknown) {
    host().warn("the store says that it is " + info.name +
                ", which refuses a _type; one is sent, as store and subtable say");
    return {};
  }
  host().warn("the store is " + info.name + ", which takes no _type: subtable \"" + options_.type +
              "\" is not sent");
  mark_typeless(options_.host);
  return {};
}

Status BulkSink::encode(const sluice_event& event, sluice_buffer& body) {
  Result<bool> with_id = encoder_->encode(host().json(), event, body);
  if (!with_id) return std::move(with_id).error();
  // Without an id of ours the store makes one, and a retry after a lost reply stores it twice.
  if (!*with_id && options_.ids) host().count("documents_without_id");
  return {};
}

Status BulkSink::deliver(const sluice_request& request, sluice_delivery& delivery) {
  reader_.clear();
  if (reply_.body.capacity() > kept_reply_bytes) std::string().swap(reply_.body);
  kit::HttpRequest post;
  post.method = "POST";
  post.url = bulk_url_;
  post.body = body_to_send(request);
  if (request.timeout_ms >= 0) {
    post.timeout_ms = std::min(request.timeout_ms, options_.http.request_timeout_ms);
  }
  if (options_.gzip) {
    if (!deflater_) deflater_.emplace();
    if (Status status = deflater_->compress(post.body, compressed_); !status) return status;
    post.body = compressed_;
    post.headers = gzip_headers;
  }
  Status sent = client().send(post, reply_);
  delivery.bytes_sent = reply_.bytes_sent;
  if (!sent) return sent;
  delivery.status = static_cast<uint32_t>(reply_.status);
  return judge(request, delivery);
}

// Unless the settings say what the store is, it was asked.
bool BulkSink::strips_type() const {
  return !options_.type.empty() && options_.store == StoreFamily::unknown &&
         is_typeless(options_.host);
}

std::string_view BulkSink::body_to_send(const sluice_request& request) {
  if (!strips_type()) return view(request.body);
  typeless_.clear();
  for (uint32_t i = 0; i < request.item_count; ++i) {
    encoder_->append_typeless(item_body(request, i), typeless_);
  }
  return typeless_;
}

Status BulkSink::judge(const sluice_request& request, sluice_delivery& delivery) {
  if (request_row(reply_.status).action != RequestAction::read_items) {
    return request_error(reply_.status, reader_.error_text(reply_.body));
  }
  const auto is_ours = [&](uint32_t i) {
    return options_.create && encoder_->has_id(item_body(request, i));
  };
  Status status = reader_.read_items(reply_.body, delivery.items, request.item_count, is_ours);
  if (!status) {
    host().count("unreadable_replies");
    status.error().message = options_.redact(std::move(status.error().message));
    status.error().retry_after_ms = reply_.retry_after_ms;
  }
  return status;
}

Error BulkSink::request_error(int status, std::string message) const {
  const RequestRow& row = request_row(status);
  std::string text = bulk_url_ + " answered " + std::to_string(status);
  if (!message.empty()) text += ": " + options_.redact(std::move(message));
  // Where `begin` could not ask the store, this is how Elasticsearch 8 refuses every request.
  const bool refuses_type = status == 400 && text.find("[_type]") != std::string::npos;
  if (refuses_type && !options_.type.empty() && !strips_type()) {
    if (options_.store != StoreFamily::unknown) {
      return fatal(text + "; the store takes no _type: leave out subtable, or correct store");
    }
    mark_typeless(options_.host);
    return retry(text + "; the store takes no _type, so subtable is not sent", 0);
  }
  if (!row.hint.empty()) text.append("; ").append(row.hint);
  switch (row.action) {
    case RequestAction::too_large:
      return too_large(std::move(text));
    case RequestAction::rejected:
      return rejected(std::move(text));
    case RequestAction::fatal:
      return fatal(std::move(text));
    default:
      return retry(std::move(text), reply_.retry_after_ms);
  }
}

}  // namespace sluice
