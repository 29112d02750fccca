// One accepted connection, plain or TLS, as a stream for cpp-httplib, with the two things that
// httplib has no call for: leaving without a reply, and stopping in the middle of one.
//
// Threading: owned by the thread that serves the connection. The stop event ends its waits from
// outside.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <httplib.h>

namespace sluice::bulkd {

class Connection final : public httplib::Stream {
 public:
  struct Settings {
    int stop_event = -1;     // an eventfd; readable from the moment the server is to stop
    SSL_CTX* tls = nullptr;  // null: no TLS
    int io_timeout_ms = 30'000;
    int keep_alive_timeout_ms = 60'000;
  };

  // OWNERSHIP: takes `socket` and closes it.
  Connection(int socket, const Settings& settings);
  ~Connection() override;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // The TLS handshake, if any. False: there is nobody to talk to.
  bool handshake();

  // True when a request begins to arrive; false when the client is gone or silent for too long,
  // the server stops, or `wanted_elsewhere` says that others wait for this thread.
  bool wait_for_request(const std::function<bool()>& wanted_elsewhere);

  // Sends nothing of the reply that is about to be written.
  void drop_reply() { cut_total_ = true; }
  // Sends its head, `body_bytes` of its body, and no more.
  void cut_reply(std::size_t body_bytes) { body_left_ = body_bytes; }
  // No further request may be read from this connection.
  void give_up() { spent_ = true; }
  bool spent() const { return spent_ || cut_total_ || body_left_.has_value(); }

  bool is_readable() const override;
  bool is_writable() const override;
  ssize_t read(char* ptr, std::size_t size) override;
  ssize_t write(const char* ptr, std::size_t size) override;
  void get_remote_ip_and_port(std::string& ip, int& port) const override;
  void get_local_ip_and_port(std::string& ip, int& port) const override;
  // Only compared with FD_SETSIZE, which poll() does not have.
  socket_t socket() const override { return 0; }

 private:
  bool wait(short events) const;
  bool retry_tls(int rc);
  ssize_t read_some(char* ptr, std::size_t size);
  bool write_all(const char* ptr, std::size_t size);
  void linger();

  int socket_;
  Settings settings_;
  SSL* tls_ = nullptr;
  bool broken_ = false;
  bool spent_ = false;
  bool cut_total_ = false;
  bool in_body_ = false;                  // of the reply that is cut
  std::optional<std::size_t> body_left_;  // set: the reply is to be cut after so many bytes
  std::vector<char> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace sluice::bulkd
