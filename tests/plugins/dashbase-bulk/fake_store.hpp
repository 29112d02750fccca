// A store that answers what a test tells it to, on a socket of its own, and remembers what it was
// sent. Its thread serves one connection after the other; the test's thread does the rest.
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace sluice::testing {

struct StoreRequest {
  std::string method;
  std::string path;
  std::map<std::string, std::string> headers;  // lower-case names
  std::string body;
  int connection = 0;  // from 1

  std::string header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? "" : found->second;
  }
};

struct StoreReply {
  int status = 200;
  std::string body = {};
  std::vector<std::string> headers = {"Content-Type: application/json"};
  bool drop = false;  // close the connection in place of a reply
  bool hang = false;  // say nothing until the client goes away
};

class FakeStore {
 public:
  FakeStore();
  ~FakeStore();
  FakeStore(const FakeStore&) = delete;
  FakeStore& operator=(const FakeStore&) = delete;

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

  /// The next reply; they are used up in order. Without any: 200 and `{"errors":false}`.
  void reply(StoreReply reply);
  void reply(int status, std::string body) { this->reply(StoreReply{status, std::move(body)}); }

  std::vector<StoreRequest> requests() const;
  StoreRequest last() const { return requests().at(requests().size() - 1); }

 private:
  void run();
  void serve(int connection);
  bool read_request(int connection, std::string& buffered, StoreRequest& request);
  bool answer(int connection, const StoreReply& reply);

  int listener_ = -1;
  int port_ = 0;
  mutable std::mutex mutex_;  // guards the members below
  std::deque<StoreReply> replies_;
  std::vector<StoreRequest> requests_;
  int connection_ = -1;
  int connections_ = 0;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace sluice::testing
