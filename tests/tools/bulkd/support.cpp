#include "support.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zlib.h>

namespace sluice::bulkd {

Options options_for(std::string_view claim) {
  Options options;
  auto parsed = parse_claim(claim);
  EXPECT_TRUE(parsed.ok());
  options.claim = parsed.value();
  options.http.threads = 8;
  return options;
}

TemporaryDirectory::TemporaryDirectory() {
  std::string pattern = (std::filesystem::temp_directory_path() / "bulkd-test-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) std::abort();
  path_ = pattern;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

TestServer::TestServer(std::string_view claim) : TestServer(options_for(claim)) {}

TestServer::TestServer(Options options) {
  auto server = Server::open(std::move(options));
  if (!server) {
    ADD_FAILURE() << server.error();
    std::abort();
  }
  server_ = std::move(server.value());
  const auto port = server_->start();
  if (!port) {
    ADD_FAILURE() << port.error();
    std::abort();
  }
  port_ = port.value();
}

httplib::Client TestServer::client() const {
  httplib::Client client("127.0.0.1", port_);
  client.set_read_timeout(30);
  return client;
}

httplib::Response TestServer::get(const std::string& target) const {
  auto result = client().Get(target);
  return result ? *result : httplib::Response();
}

httplib::Response TestServer::send(const std::string& method, const std::string& target,
                                   const std::string& body, const std::string& content_type,
                                   const httplib::Headers& headers) const {
  httplib::Request request;
  request.method = method;
  request.path = target;
  request.body = body;
  request.headers = headers;
  if (!content_type.empty() && !body.empty()) request.set_header("Content-Type", content_type);
  auto result = client().send(request);
  return result ? *result : httplib::Response();
}

nlohmann::json TestServer::bulk(const std::string& body, const std::string& target) const {
  const httplib::Response response = send("POST", target, body);
  EXPECT_EQ(response.status, 200) << response.body;
  return nlohmann::json::parse(response.body, nullptr, false);
}

std::int64_t TestServer::count(const std::string& index) const {
  const httplib::Response response = get(index.empty() ? "/_count" : "/" + index + "/_count");
  if (response.status != 200) return -1;
  return nlohmann::json::parse(response.body)["count"];
}

void TestServer::fault(const std::string& rules) const {
  const httplib::Response response = send("POST", "/_bulkd/faults", rules, "text/plain");
  ASSERT_EQ(response.status, 200) << response.body;
}

RawClient::RawClient(int port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  const timeval timeout{30, 0};
  setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
}

RawClient::~RawClient() {
  close(socket_);
}

void RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;  // the server has closed; what it said is still to be read
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void RawClient::finish_sending() {
  shutdown(socket_, SHUT_WR);
}

std::string RawClient::read_to_end() {
  return read_until({});
}

std::string RawClient::read_until(std::string_view end) {
  std::string all;
  char buffer[4096];
  while (end.empty() || all.find(end) == std::string::npos) {
    const ssize_t got = recv(socket_, buffer, sizeof buffer, 0);
    if (got < 0) {
      ADD_FAILURE() << "the connection was reset, or nothing came for 30 s";
      break;
    }
    if (got == 0) break;
    all.append(buffer, static_cast<std::size_t>(got));
  }
  return all;
}

std::string http_post(std::string_view target, std::string_view body) {
  return "POST " + std::string(target) + " HTTP/1.1\r\nHost: test\r\nContent-Type: " + ndjson +
         "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

std::string gzip(std::string_view text) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string creates(int count, const std::string& prefix, const std::string& index) {
  std::string body;
  for (int i = 1; i <= count; ++i) {
    body += R"({"create":{"_index":")" + index + R"(","_id":")" + prefix + std::to_string(i) +
            "\"}}\n{\"n\":" + std::to_string(i) + "}\n";
  }
  return body;
}

std::vector<int> statuses(const nlohmann::json& reply) {
  std::vector<int> all;
  for (const auto& item : reply.at("items")) all.push_back(item.begin()->at("status"));
  return all;
}

}  // namespace sluice::bulkd
