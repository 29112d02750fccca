#include "fake_store.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace sluice::testing {

FakeStore::FakeStore() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (listener_ < 0 || ::bind(listener_, generic, size) != 0 || ::listen(listener_, 8) != 0 ||
      ::getsockname(listener_, generic, &size) != 0) {
    throw std::runtime_error("the fake store cannot listen");
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { run(); });
}

FakeStore::~FakeStore() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    ::shutdown(listener_, SHUT_RDWR);
    if (connection_ >= 0) ::shutdown(connection_, SHUT_RDWR);
  }
  thread_.join();
  ::close(listener_);
}

void FakeStore::reply(StoreReply reply) {
  const std::lock_guard lock(mutex_);
  replies_.push_back(std::move(reply));
}

std::vector<StoreRequest> FakeStore::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

void FakeStore::run() {
  for (;;) {
    const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    {
      const std::lock_guard lock(mutex_);
      if (stopping_ || connection < 0) {
        if (connection >= 0) ::close(connection);
        return;
      }
      connection_ = connection;
      ++connections_;
    }
    serve(connection);
    const std::lock_guard lock(mutex_);
    connection_ = -1;
    ::close(connection);
  }
}

void FakeStore::serve(int connection) {
  std::string buffered;
  for (StoreRequest request; read_request(connection, buffered, request); request = {}) {
    StoreReply reply{200, R"({"took":1,"errors":false,"items":[]})"};
    {
      const std::lock_guard lock(mutex_);
      request.connection = connections_;
      requests_.push_back(request);
      if (!replies_.empty()) {
        reply = std::move(replies_.front());
        replies_.pop_front();
      }
    }
    if (!answer(connection, reply)) return;
  }
}

bool FakeStore::read_request(int connection, std::string& buffered, StoreRequest& request) {
  std::array<char, 65536> part;
  const auto more = [&] {
    const ssize_t size = ::recv(connection, part.data(), part.size(), 0);
    if (size > 0) buffered.append(part.data(), static_cast<size_t>(size));
    return size > 0;
  };
  size_t head_end;
  while ((head_end = buffered.find("\r\n\r\n")) == std::string::npos) {
    if (!more()) return false;
  }
  std::string head = buffered.substr(0, head_end + 2);
  buffered.erase(0, head_end + 4);
  const size_t first_end = head.find("\r\n");
  const size_t path = head.find(' ') + 1;
  request.method = head.substr(0, path - 1);
  request.path = head.substr(path, head.find(' ', path) - path);
  for (size_t at = first_end + 2; at < head.size();) {
    const size_t end = head.find("\r\n", at);
    const size_t colon = head.find(':', at);
    std::string name = head.substr(at, colon - at);
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    request.headers[name] = head.substr(colon + 2, end - colon - 2);
    at = end + 2;
  }
  const std::string length = request.header("content-length");
  const size_t size = length.empty() ? 0 : std::stoul(length);
  while (buffered.size() < size) {
    if (!more()) return false;
  }
  request.body = buffered.substr(0, size);
  buffered.erase(0, size);
  return true;
}

// False when the connection is over.
bool FakeStore::answer(int connection, const StoreReply& reply) {
  if (reply.drop) return false;
  if (reply.hang) {
    char byte;
    while (::recv(connection, &byte, 1, 0) > 0) {
    }
    return false;
  }
  std::string text = "HTTP/1.1 " + std::to_string(reply.status) +
                     " Said\r\nContent-Length: " + std::to_string(reply.body.size()) + "\r\n";
  for (const std::string& header : reply.headers) text += header + "\r\n";
  text += "\r\n" + reply.body;
  for (size_t sent = 0; sent < text.size();) {
    const ssize_t size = ::send(connection, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
    if (size <= 0) return false;
    sent += static_cast<size_t>(size);
  }
  return true;
}

}  // namespace sluice::testing
