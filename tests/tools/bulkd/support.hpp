// What the tests of bulkd share: a server in this process, clients, raw sockets, temporary files.
// Threading: each object belongs to one test thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <httplib.h>
#include <nlohmann/json.hpp>

#include "server.hpp"

namespace sluice::bulkd {

inline constexpr const char* ndjson = "application/x-ndjson";

Options options_for(std::string_view claim);

// A directory of its own, removed with everything in it.
class TemporaryDirectory {
 public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  std::string file(std::string_view name) const { return path_ + "/" + std::string(name); }

 private:
  std::string path_;
};

// bulkd on a free port of the loopback interface.
class TestServer {
 public:
  explicit TestServer(std::string_view claim = "elasticsearch:8.15.0");
  explicit TestServer(Options options);

  Server& server() { return *server_; }
  int port() const { return port_; }
  httplib::Client client() const;

  // Each over a connection of its own. The status is -1 when there was no reply.
  httplib::Response get(const std::string& target) const;
  httplib::Response send(const std::string& method, const std::string& target,
                         const std::string& body = "", const std::string& content_type = ndjson,
                         const httplib::Headers& headers = {}) const;
  nlohmann::json bulk(const std::string& body, const std::string& target = "/_bulk") const;
  std::int64_t count(const std::string& index = "") const;
  void fault(const std::string& rules) const;

 private:
  std::unique_ptr<Server> server_;
  int port_ = 0;
};

// A TCP client that sends and receives exactly what it is told.
class RawClient {
 public:
  explicit RawClient(int port);
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  void send(std::string_view bytes);
  void finish_sending();
  // Until the server closes the connection.
  std::string read_to_end();
  // At least until `end` has arrived (or the connection was closed).
  std::string read_until(std::string_view end);

 private:
  int socket_;
};

std::string http_post(std::string_view target, std::string_view body);
std::string gzip(std::string_view text);
std::string read_file(const std::string& path);
// `count` create actions with ids `prefix`1, `prefix`2, ...
std::string creates(int count, const std::string& prefix = "d", const std::string& index = "logs");
// The statuses of the items of a bulk reply, in order.
std::vector<int> statuses(const nlohmann::json& reply);

}  // namespace sluice::bulkd
