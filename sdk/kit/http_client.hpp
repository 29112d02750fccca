// HTTP/1.1 requests, one at a time, over one connection that is kept alive. libcurl does the work
// and is loaded by the first request. A client is used by one thread at a time; others may run in
// other threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <sluice/result.hpp>

namespace sluice::kit {

struct TlsOptions {
  bool verify = true;       // false accepts any certificate
  std::string ca_file;      // PEM; empty: the system's
  std::string client_cert;  // PEM; empty: none
  std::string client_key;   // PEM; empty: in client_cert
};

struct HttpClientOptions {
  int64_t connect_timeout_ms = 10'000;
  int64_t request_timeout_ms = 60'000;  // the whole of it, connecting included; 0: no limit
  std::vector<std::string> headers;     // "Name: value", sent with every request
  TlsOptions tls;
  std::string user_agent = "sluice";
  size_t upload_buffer_bytes = size_t{2} << 20;  // libcurl takes up to 2 MiB
  size_t max_reply_bytes = size_t{128} << 20;    // of the decompressed body

  /// Asked while a request is under way, at least once a second, by the thread that sends; true
  /// ends the request.
  std::function<bool()> abort_requested;
};

struct HttpRequest {
  std::string_view method = "GET";
  std::string_view url;                  // http:// or https://; sent as it is, "/../" too
  std::string_view body;                 // not copied; say what it is in a Content-Type header
  std::span<const std::string> headers;  // take the place of the options' headers of the same name
  int64_t timeout_ms = -1;               // -1: the options'; 0: too late already, fails at once
};

struct HttpReply {
  int status = 0;
  std::string body;  // decompressed; reuse the reply to reuse its memory
  std::string content_type;
  int64_t retry_after_ms = -1;  // from Retry-After, seconds or date, at most a day; -1: none
  uint64_t bytes_sent = 0;      // of the request's body, as sent
  uint64_t bytes_received = 0;  // of the reply's body, before it was decompressed
  bool new_connection = false;  // this request had to connect
};

class HttpClient {
 public:
  explicit HttpClient(HttpClientOptions options);
  ~HttpClient();
  HttpClient(HttpClient&&) noexcept;
  HttpClient& operator=(HttpClient&&) noexcept;

  /// Sends the request and waits for its reply. Every complete reply is ok, whatever its status.
  /// Redirects are not followed. A kept connection that the server closed meanwhile is replaced
  /// without an error.
  ///
  /// Errors name the URL without user, password and query:
  ///  retry  no connection, no complete reply, timed out or aborted; the server may have
  ///         acted on the request
  ///  fatal  what no retry can mend: libcurl, URL, header, certificate, a reply that is too large
  Status send(const HttpRequest& request, HttpReply& reply);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sluice::kit
