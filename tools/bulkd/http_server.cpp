#include "http_server.hpp"

#include <cerrno>
#include <chrono>
#include <cstring>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "connection.hpp"

namespace sluice::bulkd {
namespace {

constexpr int backlog = 512;
constexpr std::size_t requests_per_connection = 10'000'000;
constexpr int keep_alive_seconds = 60;

struct FreeTls {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
using TlsContext = std::unique_ptr<SSL_CTX, FreeTls>;

// The request that this thread serves: what httplib's handlers have no parameter for.
struct Exchange {
  Connection* connection = nullptr;
  HttpRequest request;
  bool handled = false;
};
thread_local Exchange* current_exchange = nullptr;

// Counts the connections that no thread has taken yet, so that idle ones can make room.
class CountingPool final : public httplib::TaskQueue {
 public:
  CountingPool(std::size_t threads, std::atomic<int>& waiting)
      : pool_(threads), waiting_(waiting) {}
  void enqueue(std::function<void()> task) override {
    ++waiting_;
    pool_.enqueue([this, task = std::move(task)] {
      --waiting_;
      task();
    });
  }
  void shutdown() override { pool_.shutdown(); }

 private:
  httplib::ThreadPool pool_;
  std::atomic<int>& waiting_;
};

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// A '%' that does not begin an escape stays as it is.
std::string decode_url(std::string_view text, bool plus_is_space) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
        hex_value(text[i + 2]) >= 0) {
      out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      i += 2;
    } else {
      out += text[i] == '+' && plus_is_space ? ' ' : text[i];
    }
  }
  return out;
}

std::string tls_error() {
  char text[256];
  ERR_error_string_n(ERR_get_error(), text, sizeof text);
  return text;
}

}  // namespace

const std::string* HttpRequest::parameter(std::string_view name) const {
  for (const auto& [key, value] : parameters) {
    if (key == name) return &value;
  }
  return nullptr;
}

void read_target(HttpRequest& request) {
  std::string_view target = request.target;
  target = target.substr(0, target.find('#'));
  const std::size_t mark = std::min(target.find('?'), target.size());
  std::string_view path = target.substr(0, mark);
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    if (slash > 0) request.segments.push_back(decode_url(path.substr(0, slash), false));
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  std::string_view query = target.substr(std::min(mark + 1, target.size()));
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view part = query.substr(0, end);
    const std::size_t equals = std::min(part.find('='), part.size());
    if (!part.empty()) {
      request.parameters.emplace_back(
          decode_url(part.substr(0, equals), true),
          decode_url(part.substr(std::min(equals + 1, part.size())), true));
    }
    query.remove_prefix(std::min(end + 1, query.size()));
  }
}

class HttpServer::Listener final : public httplib::Server {
 public:
  Listener(HttpServer& owner, TlsContext tls) : owner_(owner), tls_(std::move(tls)) {
    new_task_queue = [this] { return new CountingPool(owner_.settings_.threads, waiting_); };
    set_keep_alive_max_count(requests_per_connection);
    set_keep_alive_timeout(keep_alive_seconds);
    set_tcp_nodelay(true);
    // httplib's own options share the port with whoever else asks for it.
    set_socket_options([](socket_t socket) {
      const int on = 1;
      setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    });
    Get("/", [this](const httplib::Request&, httplib::Response& response) { answer(response); });
    Post("/", [this](const httplib::Request&, httplib::Response& response,
                     const httplib::ContentReader& content) {
      read_body(content);
      answer(response);
    });
  }

  // The port, or -1 with errno set.
  int bind() {
    const HttpSettings& settings = owner_.settings_;
    errno = 0;
    int port = settings.port;
    if (port == 0) {
      port = bind_to_any_port(settings.host);
    } else if (!bind_to_port(settings.host, port)) {
      port = -1;
    }
    // httplib's queue of 5 makes bursts of connections wait for TCP to try again.
    if (port > 0) ::listen(svr_sock_, backlog);
    return port;
  }

 private:
  bool process_and_close_socket(socket_t socket) override {
    Connection::Settings settings;
    settings.stop_event = owner_.stop_event_;
    settings.tls = tls_.get();
    settings.keep_alive_timeout_ms = keep_alive_seconds * 1000;
    Connection connection(socket, settings);
    if (!connection.handshake()) return false;
    const auto in_the_way = [this] { return waiting_ > 0; };
    while (connection.wait_for_request(in_the_way)) {
      if (!serve(connection)) break;
    }
    return true;
  }

  // One request; false when the connection is to end.
  bool serve(Connection& connection) {
    Exchange exchange;
    exchange.connection = &connection;
    current_exchange = &exchange;
    bool closed = false;
    const bool ok = process_request(connection, !owner_.sleep(0), closed,
                                    [&](httplib::Request& request) { take_over(request); });
    current_exchange = nullptr;
    // Without the handler, httplib refused the request and its body is still in the way.
    if (!exchange.handled) connection.give_up();
    return ok && !closed && !connection.spent() && owner_.sleep(0);
  }

  // Keeps what the handler needs of a request whose head was read, and makes httplib treat all
  // alike: its own routing, decoding and decompression are less strict than bulkd must be.
  static void take_over(httplib::Request& request) {
    HttpRequest& mine = current_exchange->request;
    mine.method = request.method;
    mine.target = request.target;
    if (request.has_header("Content-Type")) {
      mine.content_type = request.get_header_value("Content-Type");
    }
    mine.content_encoding = request.get_header_value("Content-Encoding");
    mine.authorization = request.get_header_value("Authorization");
    request.headers.erase("Content-Type");
    request.headers.erase("Content-Encoding");
    // Elasticsearch compresses replies with gzip; httplib would prefer brotli.
    const bool gzip = request.get_header_value("Accept-Encoding").find("gzip") != std::string::npos;
    request.headers.erase("Accept-Encoding");
    if (gzip) request.set_header("Accept-Encoding", "gzip");
    request.ranges.clear();
    request.path = "/";
    const bool chunked = request.has_header("Transfer-Encoding");
    // Otherwise httplib takes all that follows on the connection for the body.
    if (!chunked && !request.has_header("Content-Length")) {
      request.set_header("Content-Length", "0");
    }
    const bool has_body = chunked || request.get_header_value("Content-Length") != "0";
    if (request.method == "HEAD") {
      if (has_body) current_exchange->connection->give_up();
    } else if (request.method != "GET" || has_body) {
      request.method = "POST";
    }
  }

  void read_body(const httplib::ContentReader& content) const {
    HttpRequest& request = current_exchange->request;
    BodyReader reader(request.content_encoding, owner_.settings_.max_content_length_bytes);
    const bool complete =
        content([&](const char* data, std::size_t size) { return reader.feed(data, size); });
    request.body_state = complete ? reader.finish() : BodyState::unread;
    request.body = std::move(reader.body());
    if (!complete) current_exchange->connection->give_up();
  }

  void answer(httplib::Response& response) const {
    Connection& connection = *current_exchange->connection;
    current_exchange->handled = true;
    read_target(current_exchange->request);
    HttpReply reply = owner_.handler_(current_exchange->request);
    if (reply.drop) connection.drop_reply();
    if (reply.cut) connection.cut_reply(*reply.cut);
    if (reply.close) {
      connection.give_up();
      response.set_header("Connection", "close");
    }
    response.status = reply.status;
    for (const auto& [name, value] : reply.headers) response.set_header(name, value);
    if (!reply.body.empty()) response.set_content(reply.body, reply.content_type);
  }

  HttpServer& owner_;
  TlsContext tls_;
  std::atomic<int> waiting_{0};
};

HttpServer::HttpServer(HttpSettings settings, Handler handler)
    : settings_(std::move(settings)), handler_(std::move(handler)) {
  stop_event_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

HttpServer::~HttpServer() {
  stop();
  close(stop_event_);
}

Result<int> HttpServer::start() {
  TlsContext tls;
  if (!settings_.tls_certificate_file.empty()) {
    tls.reset(SSL_CTX_new(TLS_server_method()));
    SSL_CTX_set_min_proto_version(tls.get(), TLS1_2_VERSION);
    SSL_CTX_set_mode(tls.get(),
                     SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    if (SSL_CTX_use_certificate_chain_file(tls.get(), settings_.tls_certificate_file.c_str()) !=
        1) {
      return Failure{"could not read certificate \"" + settings_.tls_certificate_file +
                     "\": " + tls_error()};
    }
    if (SSL_CTX_use_PrivateKey_file(tls.get(), settings_.tls_key_file.c_str(), SSL_FILETYPE_PEM) !=
        1) {
      return Failure{"could not read key \"" + settings_.tls_key_file + "\": " + tls_error()};
    }
  }
  listener_ = std::make_unique<Listener>(*this, std::move(tls));
  const int port = listener_->bind();
  if (port <= 0) {
    const std::string reason = errno != 0 ? std::strerror(errno) : "unknown host";
    return Failure{"could not listen on " + settings_.host + ":" + std::to_string(settings_.port) +
                   ": " + reason};
  }
  thread_ = std::thread([this] { listener_->listen_after_bind(); });
  // httplib's stop() does nothing before its loop has begun.
  while (!listener_->is_running()) std::this_thread::yield();
  return port;
}

void HttpServer::stop() {
  if (!thread_.joinable()) return;
  const std::uint64_t one = 1;
  if (write(stop_event_, &one, sizeof one) < 0) return;  // cannot fail below 2^64 - 1
  listener_->stop();
  thread_.join();
}

bool HttpServer::sleep(int duration_ms) const {
  pollfd watched{stop_event_, POLLIN, 0};
  return poll(&watched, 1, duration_ms) == 0;
}

}  // namespace sluice::bulkd
