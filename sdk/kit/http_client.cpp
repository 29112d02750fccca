#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <system_error>
#include <utility>

#include <kit/curl_library.hpp>
#include <kit/http_client.hpp>
#include <kit/internal/http_text.hpp>

namespace sluice::kit {
namespace {

constexpr int64_t day_ms = 86'400'000;

/// A curl_slist that frees itself.
class HeaderList {
 public:
  explicit HeaderList(const CurlLibrary& curl) : curl_(curl) {}
  ~HeaderList() { curl_.slist_free_all(list_); }
  HeaderList(const HeaderList&) = delete;
  HeaderList& operator=(const HeaderList&) = delete;

  void add(const std::string& line) {
    if (curl_slist* longer = curl_.slist_append(list_, line.c_str())) list_ = longer;
  }
  curl_slist* get() const { return list_; }

 private:
  const CurlLibrary& curl_;
  curl_slist* list_ = nullptr;
};

bool has_header(std::span<const std::string> headers, std::string_view name) {
  return std::any_of(headers.begin(), headers.end(), [&](const std::string& header) {
    return internal::equal_ignoring_case(internal::header_name(header), name);
  });
}

/// "Name:" would tell libcurl to leave the header out; "Name;" sends it empty.
std::string as_curl_header(const std::string& header) {
  if (!internal::header_value(header).empty()) return header;
  return std::string(internal::header_name(header)) + ";";
}

std::string describe(int error_number) {
  return internal::plain_message(std::generic_category().message(error_number));
}

}  // namespace

class HttpClient::Impl {
 public:
  explicit Impl(HttpClientOptions options) : options_(std::move(options)) {}
  ~Impl() {
    if (handle_ != nullptr) curl_->easy_cleanup(handle_);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  Status send(const HttpRequest& request, HttpReply& reply);

 private:
  Status open();
  void set_fixed_options();
  void set_tls_options();
  Status check(const HttpRequest& request) const;
  void set_headers(const HttpRequest& request, HeaderList& headers) const;
  void set_body(const HttpRequest& request, const std::string& method);
  void read_numbers(HttpReply& reply) const;
  Error failure(CURLcode code, const HttpRequest& request) const;
  Error tls_failure(CURLcode code, const std::string& url, const std::string& why) const;
  std::string reason(CURLcode code) const;

  static size_t on_body(char* data, size_t size, size_t count, void* self);
  static size_t on_header(char* data, size_t size, size_t count, void* self);
  static int on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t);

  // Values of the exact types that libcurl reads from its variable arguments.
  void set(CURLoption option, long value) { curl_->easy_setopt(handle_, option, value); }
  void set(CURLoption option, const char* text) { curl_->easy_setopt(handle_, option, text); }
  void set(CURLoption option, const std::string& text) { set(option, text.c_str()); }

  HttpClientOptions options_;
  const CurlLibrary* curl_ = nullptr;
  CURL* handle_ = nullptr;
  char error_[CURL_ERROR_SIZE] = {};
  HttpReply* reply_ = nullptr;  // of the request under way
  bool too_large_ = false;
  bool head_ended_ = false;  // the empty line after the headers came
};

Status HttpClient::Impl::open() {
  if (handle_ != nullptr) return {};
  for (const std::string& header : options_.headers) {
    if (Status checked = internal::check_header(header); !checked.ok()) return checked;
  }
  Result<const CurlLibrary*> curl = curl_library();
  if (!curl.ok()) return std::move(curl).error();
  curl_ = *curl;
  handle_ = curl_->easy_init();
  if (handle_ == nullptr) return fatal("could not make a libcurl handle: out of memory");
  set_fixed_options();
  set_tls_options();
  return {};
}

void HttpClient::Impl::set_fixed_options() {
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_ERRORBUFFER, error_);
  set(CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1});
  // Older libraries do not know this one; check_url has refused the other protocols already.
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_PATH_AS_IS, 1L);
  set(CURLOPT_ACCEPT_ENCODING, "gzip");
  set(CURLOPT_USERAGENT, options_.user_agent);
  set(CURLOPT_TCP_NODELAY, 1L);
  set(CURLOPT_TCP_KEEPALIVE, 1L);
  set(CURLOPT_UPLOAD_BUFFERSIZE, static_cast<long>(options_.upload_buffer_bytes));
  set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options_.connect_timeout_ms));
  curl_->easy_setopt(handle_, CURLOPT_WRITEFUNCTION, &Impl::on_body);
  curl_->easy_setopt(handle_, CURLOPT_WRITEDATA, static_cast<void*>(this));
  curl_->easy_setopt(handle_, CURLOPT_HEADERFUNCTION, &Impl::on_header);
  curl_->easy_setopt(handle_, CURLOPT_HEADERDATA, static_cast<void*>(this));
  if (options_.abort_requested) {
    curl_->easy_setopt(handle_, CURLOPT_XFERINFOFUNCTION, &Impl::on_progress);
    curl_->easy_setopt(handle_, CURLOPT_XFERINFODATA, static_cast<void*>(this));
    set(CURLOPT_NOPROGRESS, 0L);
  }
}

void HttpClient::Impl::set_tls_options() {
  const TlsOptions& tls = options_.tls;
  set(CURLOPT_SSL_VERIFYPEER, tls.verify ? 1L : 0L);
  set(CURLOPT_SSL_VERIFYHOST, tls.verify ? 2L : 0L);
  if (!tls.ca_file.empty()) set(CURLOPT_CAINFO, tls.ca_file);
  if (!tls.client_cert.empty()) set(CURLOPT_SSLCERT, tls.client_cert);
  if (!tls.client_key.empty()) set(CURLOPT_SSLKEY, tls.client_key);
}

Status HttpClient::Impl::check(const HttpRequest& request) const {
  if (Status checked = internal::check_url(request.url); !checked.ok()) return checked;
  if (Status checked = internal::check_method(request.method); !checked.ok()) return checked;
  for (const std::string& header : request.headers) {
    if (Status checked = internal::check_header(header); !checked.ok()) return checked;
  }
  if (request.timeout_ms == 0) {
    return retry("could not reach " + internal::shown_url(request.url) + ": no time was left");
  }
  return {};
}

void HttpClient::Impl::set_headers(const HttpRequest& request, HeaderList& headers) const {
  for (const std::string& header : options_.headers) {
    if (!has_header(request.headers, internal::header_name(header))) {
      headers.add(as_curl_header(header));
    }
  }
  for (const std::string& header : request.headers) headers.add(as_curl_header(header));
  headers.add("Expect:");  // waiting for "100 Continue" would cost a round trip
  if (!has_header(request.headers, "Content-Type") &&
      !has_header(options_.headers, "Content-Type")) {
    headers.add("Content-Type:");  // libcurl would call it a web form
  }
}

void HttpClient::Impl::set_body(const HttpRequest& request, const std::string& method) {
  const bool has_body = !request.body.empty() || method == "POST" || method == "PUT" ||
                        method == "PATCH";  // these say Content-Length: 0 when they have none
  set(CURLOPT_NOBODY, 0L);
  if (has_body) {
    set(CURLOPT_POST, 1L);
    curl_->easy_setopt(handle_, CURLOPT_POSTFIELDSIZE_LARGE,
                       static_cast<curl_off_t>(request.body.size()));
    set(CURLOPT_POSTFIELDS, request.body.empty() ? "" : request.body.data());
  } else if (method == "HEAD") {
    set(CURLOPT_NOBODY, 1L);
  } else {
    set(CURLOPT_HTTPGET, 1L);
  }
  const bool own_method = method != (has_body ? "POST" : "GET");
  set(CURLOPT_CUSTOMREQUEST, own_method ? method.c_str() : nullptr);
}

Status HttpClient::Impl::send(const HttpRequest& request, HttpReply& reply) {
  reply.status = 0;
  reply.body.clear();
  reply.content_type.clear();
  reply.retry_after_ms = -1;
  reply.bytes_sent = reply.bytes_received = 0;
  reply.new_connection = false;
  if (Status checked = check(request); !checked.ok()) return checked;
  if (Status opened = open(); !opened.ok()) return opened;

  HeaderList headers(*curl_);
  set_headers(request, headers);
  set(CURLOPT_URL, std::string(request.url));
  set_body(request, std::string(request.method));
  const int64_t timeout_ms =
      request.timeout_ms > 0 ? request.timeout_ms : options_.request_timeout_ms;
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(timeout_ms));
  curl_->easy_setopt(handle_, CURLOPT_HTTPHEADER, headers.get());
  reply_ = &reply;
  too_large_ = false;
  head_ended_ = false;
  error_[0] = '\0';

  const CURLcode code = curl_->easy_perform(handle_);

  read_numbers(reply);
  reply_ = nullptr;  // and nothing that ends with this call stays behind in the handle
  curl_->easy_setopt(handle_, CURLOPT_HTTPHEADER, static_cast<curl_slist*>(nullptr));
  set(CURLOPT_POSTFIELDS, static_cast<const char*>(nullptr));
  if (code != CURLE_OK) return failure(code, request);
  if (!head_ended_) {  // for libcurl, a connection that ends among the headers ends them
    return retry("could not get a reply from " + internal::shown_url(request.url) +
                 ": the connection was closed within the headers");
  }
  return {};
}

void HttpClient::Impl::read_numbers(HttpReply& reply) const {
  long status = 0, connects = 0;
  curl_off_t sent = 0, received = 0;
  const char* content_type = nullptr;
  curl_->easy_getinfo(handle_, CURLINFO_RESPONSE_CODE, &status);
  curl_->easy_getinfo(handle_, CURLINFO_NUM_CONNECTS, &connects);
  curl_->easy_getinfo(handle_, CURLINFO_SIZE_UPLOAD_T, &sent);
  curl_->easy_getinfo(handle_, CURLINFO_SIZE_DOWNLOAD_T, &received);
  curl_->easy_getinfo(handle_, CURLINFO_CONTENT_TYPE, &content_type);
  reply.status = static_cast<int>(status);
  reply.bytes_sent = static_cast<uint64_t>(sent);
  reply.bytes_received = static_cast<uint64_t>(received);
  reply.new_connection = connects > 0;
  if (content_type != nullptr) reply.content_type = content_type;
}

/// The system's error where there is one, else libcurl's own words.
std::string HttpClient::Impl::reason(CURLcode code) const {
  long error_number = 0;
  curl_->easy_getinfo(handle_, CURLINFO_OS_ERRNO, &error_number);
  if (code == CURLE_COULDNT_CONNECT && error_number != 0) {
    return describe(static_cast<int>(error_number));
  }
  return internal::plain_message(error_[0] != '\0' ? error_ : curl_->easy_strerror(code));
}

Error HttpClient::Impl::failure(CURLcode code, const HttpRequest& request) const {
  const std::string url = internal::shown_url(request.url);
  const std::string why = reason(code);
  if (too_large_) {
    return fatal("the reply of " + url + " is larger than " +
                 std::to_string(options_.max_reply_bytes) + " bytes");
  }
  switch (code) {
    case CURLE_COULDNT_CONNECT:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_PROXY:
      return retry("could not reach " + url + ": " + why);
    case CURLE_ABORTED_BY_CALLBACK:
      return retry("gave up the request to " + url + ": a stop was requested");
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CONNECT_ERROR:
      return tls_failure(code, url, why);
    case CURLE_UNSUPPORTED_PROTOCOL:
      // Also what libcurl says of a reply that is not HTTP, which another try may mend.
      if (why.find("HTTP/0.9") != std::string::npos) break;
      [[fallthrough]];
    case CURLE_URL_MALFORMAT:
    case CURLE_FAILED_INIT:
    case CURLE_NOT_BUILT_IN:
    case CURLE_OUT_OF_MEMORY:
    case CURLE_BAD_FUNCTION_ARGUMENT:
    case CURLE_UNKNOWN_OPTION:
    case CURLE_SSL_ENGINE_NOTFOUND:
    case CURLE_SSL_CIPHER:
      return fatal("could not use URL \"" + url + "\": " + why);
    default:
      break;
  }
  return retry("could not get a reply from " + url + ": " + why);
}

Error HttpClient::Impl::tls_failure(CURLcode code, const std::string& url,
                                    const std::string& why) const {
  const TlsOptions& tls = options_.tls;
  const std::string failed = "could not reach " + url + ": " + why;
  if (code == CURLE_PEER_FAILED_VERIFICATION) {
    return fatal(failed + ": certificate verify failed: set tls.ca_file to the certificate of " +
                 "the authority that signed the server's, or tls.verify to false to trust any");
  }
  if (code == CURLE_SSL_CACERT_BADFILE) {
    return fatal(failed + ": set tls.ca_file to a readable PEM file");
  }
  if (code == CURLE_SSL_CERTPROBLEM) {
    return fatal(failed + ": check tls.client_cert \"" + tls.client_cert +
                 "\" and tls.client_key \"" + tls.client_key + "\"");
  }
  if (why.find("wrong version number") != std::string::npos) {
    return fatal(failed + ": the server does not speak TLS there: use http://");
  }
  return retry(failed);
}

size_t HttpClient::Impl::on_body(char* data, size_t size, size_t count, void* self) {
  auto* impl = static_cast<Impl*>(self);
  std::string& body = impl->reply_->body;
  const size_t bytes = size * count;
  if (bytes > impl->options_.max_reply_bytes - body.size()) {
    impl->too_large_ = true;
    return bytes == 0 ? 1 : 0;  // any number but `bytes` ends the transfer
  }
  body.append(data, bytes);
  return bytes;
}

size_t HttpClient::Impl::on_header(char* data, size_t size, size_t count, void* self) {
  auto* impl = static_cast<Impl*>(self);
  HttpReply& reply = *impl->reply_;
  const std::string_view line(data, size * count);
  if (line.starts_with("HTTP/")) {  // a new reply begins: the last was an interim one
    reply.retry_after_ms = -1;
    impl->head_ended_ = false;
  } else if (line == "\r\n" || line == "\n") {
    impl->head_ended_ = true;
  } else if (internal::equal_ignoring_case(internal::header_name(line), "Retry-After")) {
    const std::string value(internal::header_value(line));
    if (const auto wait_ms = internal::retry_after_seconds_ms(value)) {
      reply.retry_after_ms = *wait_ms;
    } else if (const time_t at = impl->curl_->getdate(value.c_str(), nullptr); at != -1) {
      const int64_t now = std::time(nullptr);
      reply.retry_after_ms = std::clamp<int64_t>((at - now) * 1000, 0, day_ms);
    }
  }
  return size * count;
}

int HttpClient::Impl::on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<Impl*>(self)->options_.abort_requested() ? 1 : 0;
}

HttpClient::HttpClient(HttpClientOptions options)
    : impl_(std::make_unique<Impl>(std::move(options))) {}
HttpClient::~HttpClient() = default;
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;

Status HttpClient::send(const HttpRequest& request, HttpReply& reply) {
  return impl_->send(request, reply);
}

}  // namespace sluice::kit
