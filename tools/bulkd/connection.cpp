#include "connection.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <string_view>

#include <fcntl.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace sluice::bulkd {
namespace {

constexpr std::size_t buffer_bytes = 64 * 1024;
constexpr int stop_grace_ms = 1000;    // for a request that is under way when the server stops
constexpr int linger_ms = 200;         // for the client to read a reply to a half-read request
constexpr int elsewhere_poll_ms = 50;  // how often an idle connection asks whether it is in the way

void read_address(const sockaddr_storage& address, socklen_t size, std::string& ip, int& port) {
  char host[NI_MAXHOST] = "";
  char service[NI_MAXSERV] = "0";
  if (getnameinfo(reinterpret_cast<const sockaddr*>(&address), size, host, sizeof host, service,
                  sizeof service, NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
    return;
  }
  ip = host;
  port = std::atoi(service);
}

}  // namespace

Connection::Connection(int socket, const Settings& settings)
    : socket_(socket), settings_(settings), buffer_(buffer_bytes) {
  const int on = 1;
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  fcntl(socket_, F_SETFL, fcntl(socket_, F_GETFL) | O_NONBLOCK);
  if (settings_.tls != nullptr) {
    tls_ = SSL_new(settings_.tls);
    if (tls_ != nullptr) SSL_set_fd(tls_, socket_);
  }
}

Connection::~Connection() {
  if (tls_ != nullptr) {
    // A dropped or cut reply is one without a goodbye.
    if (!broken_ && !cut_total_ && !body_left_) SSL_shutdown(tls_);
    SSL_free(tls_);
  }
  if (spent_ && !broken_ && !cut_total_) linger();
  close(socket_);
}

// Closing a socket with unread input resets it, which may cost the client the reply.
void Connection::linger() {
  shutdown(socket_, SHUT_WR);
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(linger_ms);
  while (std::chrono::steady_clock::now() < until) {
    pollfd watched{socket_, POLLIN, 0};
    if (poll(&watched, 1, linger_ms) <= 0) return;
    if (recv(socket_, buffer_.data(), buffer_.size(), 0) <= 0) return;
  }
}

bool Connection::handshake() {
  if (settings_.tls == nullptr) return true;
  if (tls_ == nullptr) return false;
  for (;;) {
    const int rc = SSL_accept(tls_);
    if (rc == 1) return true;
    if (!retry_tls(rc)) return false;
  }
}

// Waits for what the TLS call that returned `rc` lacks; false when it has failed for good.
bool Connection::retry_tls(int rc) {
  switch (SSL_get_error(tls_, rc)) {
    case SSL_ERROR_WANT_READ:
      if (wait(POLLIN)) return true;
      break;
    case SSL_ERROR_WANT_WRITE:
      if (wait(POLLOUT)) return true;
      break;
    default:
      break;
  }
  broken_ = true;
  return false;
}

bool Connection::wait(short events) const {
  pollfd watched[2] = {{socket_, events, 0}, {settings_.stop_event, POLLIN, 0}};
  int rc = poll(watched, 2, settings_.io_timeout_ms);
  if (rc > 0 && watched[0].revents == 0) {
    rc = poll(watched, 1, std::min(stop_grace_ms, settings_.io_timeout_ms));
  }
  return rc > 0;
}

bool Connection::wait_for_request(const std::function<bool()>& wanted_elsewhere) {
  if (begin_ < end_ || (tls_ != nullptr && SSL_pending(tls_) > 0)) return true;
  for (int waited_ms = 0; waited_ms < settings_.keep_alive_timeout_ms;
       waited_ms += elsewhere_poll_ms) {
    pollfd watched[2] = {{socket_, POLLIN, 0}, {settings_.stop_event, POLLIN, 0}};
    const int rc = poll(watched, 2, elsewhere_poll_ms);
    if (rc < 0 && errno != EINTR) return false;
    if (rc > 0) return watched[1].revents == 0 && watched[0].revents != 0;
    if (wanted_elsewhere()) return false;
  }
  return false;
}

bool Connection::is_readable() const {
  return begin_ < end_ || wait(POLLIN);
}
bool Connection::is_writable() const {
  return !broken_;
}

ssize_t Connection::read(char* ptr, std::size_t size) {
  if (begin_ == end_) {
    const ssize_t got = read_some(buffer_.data(), buffer_.size());
    if (got <= 0) return got;
    begin_ = 0;
    end_ = static_cast<std::size_t>(got);
  }
  const std::size_t count = std::min(size, end_ - begin_);
  std::memcpy(ptr, buffer_.data() + begin_, count);
  begin_ += count;
  return static_cast<ssize_t>(count);
}

ssize_t Connection::read_some(char* ptr, std::size_t size) {
  for (;;) {
    if (broken_) return -1;
    if (tls_ != nullptr) {
      const int got = SSL_read(tls_, ptr, static_cast<int>(size));
      if (got > 0) return got;
      if (SSL_get_error(tls_, got) == SSL_ERROR_ZERO_RETURN) return 0;
      if (!retry_tls(got)) return -1;
      continue;
    }
    const ssize_t got = recv(socket_, ptr, size, 0);
    if (got >= 0) return got;
    if (errno == EINTR) continue;
    const bool would_block = errno == EAGAIN || errno == EWOULDBLOCK;
    if (!would_block || !wait(POLLIN)) broken_ = true;
  }
}

ssize_t Connection::write(const char* ptr, std::size_t size) {
  const auto all = static_cast<ssize_t>(size);
  if (cut_total_) return all;
  if (!body_left_) return write_all(ptr, size) ? all : -1;
  std::size_t head = 0;
  if (!in_body_) {
    const std::size_t end = std::string_view(ptr, size).find("\r\n\r\n");
    in_body_ = end != std::string_view::npos;
    head = in_body_ ? end + 4 : size;
  }
  const std::size_t body = std::min(size - head, *body_left_);
  *body_left_ -= body;
  return write_all(ptr, head + body) ? all : -1;
}

bool Connection::write_all(const char* ptr, std::size_t size) {
  while (size > 0) {
    if (broken_) return false;
    ssize_t sent = 0;
    if (tls_ != nullptr) {
      sent = SSL_write(tls_, ptr, static_cast<int>(std::min<std::size_t>(size, 1U << 30)));
      if (sent <= 0) {
        if (!retry_tls(static_cast<int>(sent))) return false;
        continue;
      }
    } else {
      sent = send(socket_, ptr, size, MSG_NOSIGNAL);
      if (sent < 0) {
        const bool would_block = errno == EAGAIN || errno == EWOULDBLOCK;
        if (errno != EINTR && (!would_block || !wait(POLLOUT))) broken_ = true;
        continue;
      }
    }
    ptr += sent;
    size -= static_cast<std::size_t>(sent);
  }
  return true;
}

void Connection::get_remote_ip_and_port(std::string& ip, int& port) const {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (getpeername(socket_, reinterpret_cast<sockaddr*>(&address), &size) == 0) {
    read_address(address, size, ip, port);
  }
}

void Connection::get_local_ip_and_port(std::string& ip, int& port) const {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) == 0) {
    read_address(address, size, ip, port);
  }
}

}  // namespace sluice::bulkd
