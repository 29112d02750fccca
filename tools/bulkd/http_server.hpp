// HTTP under bulkd: cpp-httplib reads requests and writes replies; listening, keep-alive, TLS, body
// limits and broken replies are done here.
//
// Threading: start and stop from one thread; the handler is called from any of `threads` threads
// at a time, so it must be safe for that.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "body_reader.hpp"
#include "kit_names.hpp"

namespace sluice::bulkd {

struct HttpRequest {
  std::string method;
  std::string target;                 // as it was sent
  std::vector<std::string> segments;  // of the path, each URL-decoded; empty ones left out
  std::vector<std::pair<std::string, std::string>> parameters;  // decoded, in order
  std::optional<std::string> content_type;
  std::string content_encoding;
  std::string authorization;
  std::string body;  // decompressed
  BodyState body_state = BodyState::complete;

  std::string path() const { return target.substr(0, target.find('?')); }
  // The value of a parameter; nothing when it is not there.
  const std::string* parameter(std::string_view name) const;
};

struct HttpReply {
  int status = 200;
  std::string body;
  std::string content_type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers;
  bool drop = false;               // close the connection instead of replying
  std::optional<std::size_t> cut;  // close it after so many bytes of the body
  bool close = false;              // close it after the reply
};

struct HttpSettings {
  std::string host = "127.0.0.1";
  int port = 0;  // 0: any free one
  std::size_t threads = 64;
  std::size_t max_content_length_bytes = 100UL << 20;
  std::string tls_certificate_file;  // both or none
  std::string tls_key_file;
};

class HttpServer {
 public:
  using Handler = std::function<HttpReply(HttpRequest&)>;

  HttpServer(HttpSettings settings, Handler handler);
  // REQUIRES: not called from the handler.
  ~HttpServer();

  // Listens and returns the port; from then on requests are served.
  Result<int> start();
  // Lets requests under way finish, ends idle connections, and returns when all threads have.
  void stop();
  // Sleeps, but not beyond stop(); false when stop() cut it short. For use by the handler.
  bool sleep(int duration_ms) const;

 private:
  class Listener;

  HttpSettings settings_;
  Handler handler_;
  int stop_event_ = -1;
  std::unique_ptr<Listener> listener_;
  std::thread thread_;
};

// Splits and decodes `target` into segments and parameters.
void read_target(HttpRequest& request);

}  // namespace sluice::bulkd
