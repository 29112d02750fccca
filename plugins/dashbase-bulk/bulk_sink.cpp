#include "bulk_sink.hpp"

#include <algorithm>

#include "status_table.hpp"
#include "store_probe.hpp"
#include "template_installer.hpp"
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

// What another node of the store, or another way to it, may well not answer.
bool is_gateway_failure(int status) {
  return status >= 502 && status <= 504;
}

}  // namespace

Status BulkSink::init(const Settings& settings) {
  Result<BulkOptions> options = BulkOptions::from(settings);
  if (!options) return std::move(options).error();
  options_ = std::move(*options);
  bulk_url_ = store_url() + "/_bulk";
  encoder_.emplace(host(), options_);
  return {};
}

// All hosts are doors to one store, so that any of them may do; the engine sends the request again.
void BulkSink::use_next_host(std::string_view why) {
  if (options_.hosts.size() < 2) return;
  const std::string& failed = store_url();
  host_index_ = (host_index_ + 1) % options_.hosts.size();
  bulk_url_ = store_url() + "/_bulk";
  host().count("host_changes");
  host().warn(failed + " fails (" + options_.redact(std::string(why)) + "), going on with " +
              store_url());
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
  if (options_.index_template.wanted()) {
    Result<TemplateFile> file = TemplateFile::load(host(), options_.index_template.file);
    if (!file) return std::move(file).error();
    template_ = std::move(*file);
  }
  if (options_.gzip) deflater_.emplace();
  for (const std::string& url : options_.hosts) {
    if (!url.starts_with("https") || options_.http.tls.verify) continue;
    host().warn("the certificate of " + url + " is not verified (tls.verify is false)");
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
  StoreInfo info;
  const Status asked = ask_store(info);
  if (!asked) {
    host().warn("could not ask the store what it is, going on without: " + asked.error().message);
  } else if (info.name.empty()) {
    host().info(store_url() + "/ answers, but does not say what it is");
  } else {
    host().info("the store is " + info.name);
  }
  settle_type(info);
  return install_template(asked, info);
}

Status BulkSink::install_template(const Status& asked, const StoreInfo& info) {
  if (!template_) return {};
  Status installed = asked;
  if (asked || options_.store != StoreFamily::unknown) {
    TemplateInstaller installer(host(), options_, *template_, client(), reader_, reply_);
    const StoreInfo settled = settled_info(options_, info);
    // Of several hosts, each is asked once; a retry, where there is one, asks them all again.
    for (size_t i = 0; i < options_.hosts.size(); ++i) {
      installed = installer.install(settled, store_url());
      if (installed || installed.error().code != StatusCode::retry) break;
      if (!host().stop_requested()) use_next_host(installed.error().message);
    }
  }
  if (installed) return {};
  std::string text = "could not install the template: " + installed.error().message;
  if (options_.index_template.required) {
    installed.error().message = std::move(text);
    return installed;
  }
  host().warn(text + "; going on without it (template_required is false)");
  return {};
}

// Asks every host until one answers.
Status BulkSink::ask_store(StoreInfo& info) {
  Status failure;
  for (size_t i = 0; i < options_.hosts.size(); ++i) {
    reader_.clear();
    kit::HttpRequest request;
    const std::string url = store_url() + "/";
    request.url = url;
    request.timeout_ms = std::min(probe_timeout_ms, options_.http.request_timeout_ms);
    failure = client().send(request, reply_);
    if (failure && reply_.status >= 200 && reply_.status <= 299) {
      info = read_store_info(reader_, reply_.body);
      return {};
    }
    if (failure) {
      std::string text = url + " answered " + std::to_string(reply_.status);
      const bool passing = reply_.status >= 500 || reply_.status == 408 || reply_.status == 429;
      failure = passing ? retry(std::move(text), reply_.retry_after_ms) : fatal(std::move(text));
    }
    if (i + 1 < options_.hosts.size()) use_next_host(failure.error().message);
  }
  return failure;
}

// Whether action lines carry a _type for this store.
void BulkSink::settle_type(const StoreInfo& info) {
  if (options_.type.empty() || !info.refuses_type()) return;
  if (options_.store != StoreFamily::unknown) {
    host().warn("the store says that it is " + info.name +
                ", which refuses a _type; one is sent, as store and subtable say");
    return;
  }
  host().warn("the store is " + info.name + ", which takes no _type: subtable \"" + options_.type +
              "\" is not sent");
  mark_typeless(options_.hosts.front());
}

Status BulkSink::encode(const sluice_event& event, sluice_buffer& body) {
  Result<bool> with_id = encoder_->encode(event, body);
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
  if (!sent) {
    if (sent.error().code == StatusCode::retry && !host().stop_requested()) {
      use_next_host(sent.error().message);
    }
    return sent;
  }
  delivery.status = static_cast<uint32_t>(reply_.status);
  Status judged = judge(request, delivery);
  if (is_gateway_failure(reply_.status)) use_next_host(std::to_string(reply_.status));
  return judged;
}

// Unless the settings say what the store is, it was asked.
bool BulkSink::strips_type() const {
  return !options_.type.empty() && options_.store == StoreFamily::unknown &&
         is_typeless(options_.hosts.front());
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
    mark_typeless(options_.hosts.front());
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
