// HTTP itself: compression, limits, connections, TLS, and clients that misbehave.
#include <cstdio>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "support.hpp"

namespace sluice::bulkd {
namespace {

const httplib::Headers gzipped = {{"Content-Encoding", "gzip"}};

TEST(Http, TakesGzip) {
  const TestServer server;
  EXPECT_EQ(server.send("POST", "/_bulk", gzip(creates(500)), ndjson, gzipped).status, 200);
  EXPECT_EQ(server.count(), 500);
  // Files put together with `cat` have several members.
  const std::string members = gzip(creates(2, "a")) + gzip(creates(2, "b"));
  EXPECT_EQ(server.send("POST", "/_bulk", members, ndjson, gzipped).status, 200);
  EXPECT_EQ(server.count(), 504);
}

TEST(Http, CompressesRepliesWithGzipOnly) {
  const TestServer server;
  const auto encoding = [&](const char* accepted) {
    httplib::Client client = server.client();
    client.set_decompress(false);
    return client.Get("/_stats", {{"Accept-Encoding", accepted}})
        ->get_header_value("Content-Encoding");
  };
  EXPECT_EQ(encoding("br, gzip"), "gzip");
  EXPECT_EQ(encoding("br"), "");
}

TEST(Http, RefusesDamagedGzip) {
  const TestServer server;
  const std::string good = gzip(creates(50));
  std::string flipped = good;
  flipped[flipped.size() - 6] = static_cast<char>(flipped[flipped.size() - 6] ^ 1);
  for (const std::string& bad : {good.substr(0, good.size() / 2), good.substr(0, good.size() - 1),
                                 flipped, good + "tail", creates(50)}) {
    EXPECT_EQ(server.send("POST", "/_bulk", bad, ndjson, gzipped).status, 400);
  }
  EXPECT_EQ(server.send("POST", "/_bulk", creates(1), ndjson, {{"Content-Encoding", "br"}}).status,
            415);
  EXPECT_EQ(server.count(), 0);
}

TEST(Http, BoundsTheDecompressedBody) {
  Options options = options_for("elasticsearch:8.15.0");
  const std::string body = creates(1000);
  options.http.max_content_length_bytes = body.size();
  const TestServer server(std::move(options));
  EXPECT_EQ(server.send("POST", "/_bulk", body).status, 200);
  EXPECT_EQ(server.send("POST", "/_bulk", gzip(body), ndjson, gzipped).status, 200);
  const auto plain = server.send("POST", "/_bulk", body + "\n");
  EXPECT_EQ(plain.status, 413);
  EXPECT_EQ(plain.body, "");
  const std::string small = gzip(body + "\n");
  EXPECT_LT(small.size(), body.size());
  EXPECT_EQ(server.send("POST", "/_bulk", small, ndjson, gzipped).status, 413);
  // A bomb: many times the limit from a few bytes.
  EXPECT_EQ(
      server.send("POST", "/_bulk", gzip(std::string(20'000'000, '\n')), ndjson, gzipped).status,
      413);
  EXPECT_EQ(server.count(), 1000);
}

TEST(Http, GivesUpOnEndlessBodies) {
  Options options = options_for("elasticsearch:8.15.0");
  options.http.max_content_length_bytes = 1000;
  const TestServer server(std::move(options));
  RawClient raw(server.port());
  raw.send(
      "POST /_bulk HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
      "Content-Length: 100000000\r\n\r\n");
  raw.send(std::string(5'000'000, 'x'));  // more than bulkd is ready to forget
  raw.finish_sending();
  const std::string reply = raw.read_until("\r\n\r\n");
  EXPECT_TRUE(reply.starts_with("HTTP/1.1 400 ")) << reply;
}

TEST(Http, TakesChunkedBodies) {
  const TestServer server;
  RawClient raw(server.port());
  raw.send(
      "POST /_bulk?filter_path=errors HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
      "Transfer-Encoding: chunked\r\n\r\n");
  const std::string body = creates(2);
  char size[16];
  std::snprintf(size, sizeof size, "%zx\r\n", body.size());
  raw.send(size + body + "\r\n0\r\n\r\n");
  EXPECT_TRUE(raw.read_until("{\"errors\":false}").ends_with("{\"errors\":false}"));
  EXPECT_EQ(server.count(), 2);
}

TEST(Http, AnswersExpectations) {
  const TestServer server;
  RawClient raw(server.port());
  const std::string body = creates(1);
  raw.send(
      "POST /_bulk?filter_path=errors HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
      "Expect: 100-continue\r\nContent-Length: " +
      std::to_string(body.size()) + "\r\n\r\n");
  EXPECT_EQ(raw.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  raw.send(body);
  EXPECT_TRUE(raw.read_until("{\"errors\":false}").ends_with("{\"errors\":false}"));
}

// httplib alone ends a connection after 5 requests, and waits for the end of the connection when a
// POST or DELETE comes without a length.
TEST(Http, KeepsConnections) {
  const TestServer server;
  RawClient raw(server.port());
  for (int i = 0; i < 50; ++i) {
    raw.send("DELETE /none HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_NE(raw.read_until("\"status\":404}").find("no such index"), std::string::npos);
    raw.send("POST /_count?filter_path=count HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_TRUE(raw.read_until("{\"count\":0}").ends_with("{\"count\":0}"));
  }
}

TEST(Http, AnswersPipelinedRequests) {
  const TestServer server;
  RawClient raw(server.port());
  raw.send(http_post("/_bulk", creates(1)) + http_post("/_bulk", creates(1, "x")) +
           "GET /_count?filter_path=count HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(raw.read_to_end().ends_with("{\"count\":2}"));
}

TEST(Http, BusyServersTakeOverIdleConnections) {
  Options options = options_for("dashbase");
  options.http.threads = 2;
  const TestServer server(std::move(options));
  RawClient first(server.port());
  RawClient second(server.port());
  for (RawClient* idle : {&first, &second}) {
    idle->send("GET /_count HTTP/1.1\r\nHost: x\r\n\r\n");
    idle->read_until("\"failed\":0}}");
  }
  EXPECT_EQ(server.count(), 0);  // by a third connection
}

TEST(Http, SurvivesBadRequests) {
  const TestServer server;
  for (const char* bytes :
       {"nonsense\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\r\n\r\n", "",
        "POST /_bulk HTTP/1.1\r\nContent-Length: 100\r\nContent-Type: application/json\r\n\r\nabc",
        "POST /_bulk HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"}) {
    RawClient raw(server.port());
    raw.send(bytes);
    raw.finish_sending();
    const std::string reply = raw.read_to_end();
    EXPECT_TRUE(reply.empty() || reply.starts_with("HTTP/1.1 4")) << bytes << " -> " << reply;
  }
  EXPECT_EQ(server.count(), 0);
}

TEST(Http, DecodesUrls) {
  HttpRequest request;
  request.target = "/a%2Fb//c+d%zz/?x=1+2%26&y&=z&q=%C3%A9#fragment";
  read_target(request);
  EXPECT_EQ(request.segments, (std::vector<std::string>{"a/b", "c+d%zz"}));
  const decltype(request.parameters) expected = {
      {"x", "1 2&"}, {"y", ""}, {"", "z"}, {"q", "\xC3\xA9"}};
  EXPECT_EQ(request.parameters, expected);
}

TEST(Http, SharesItsPortWithNobody) {
  const TestServer server;
  Options options = options_for("dashbase");
  options.http.port = server.port();
  auto second = Server::open(std::move(options));
  ASSERT_TRUE(second.ok());
  const auto port = second.value()->start();
  ASSERT_FALSE(port.ok());
  EXPECT_NE(port.error().find("Address already in use"), std::string::npos);
}

TEST(Http, StopsWithConnectionsOpen) {
  TestServer server;
  RawClient idle(server.port());
  idle.send("GET /_count HTTP/1.1\r\nHost: x\r\n\r\n");
  idle.read_until("\"failed\":0}}");
  RawClient halfway(server.port());
  halfway.send("POST /_bulk HTTP/1.1\r\nContent-Len");
  server.server().stop();
  EXPECT_EQ(idle.read_to_end(), "");
}

// A self-signed certificate for 127.0.0.1 and its key.
void write_certificate(const std::string& certificate_file, const std::string& key_file) {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  X509* certificate = X509_new();
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
  X509_set_pubkey(certificate, key);
  X509_NAME* name = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("127.0.0.1"), -1, -1, 0);
  X509_set_issuer_name(certificate, name);
  X509_sign(certificate, key, EVP_sha256());
  std::FILE* file = std::fopen(certificate_file.c_str(), "w");
  PEM_write_X509(file, certificate);
  std::fclose(file);
  file = std::fopen(key_file.c_str(), "w");
  PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
  std::fclose(file);
  X509_free(certificate);
  EVP_PKEY_free(key);
}

TEST(Https, Works) {
  const TemporaryDirectory directory;
  Options options = options_for("dashbase");
  options.http.tls_certificate_file = directory.file("cert.pem");
  options.http.tls_key_file = directory.file("key.pem");
  write_certificate(options.http.tls_certificate_file, options.http.tls_key_file);
  const TestServer server(std::move(options));
  httplib::SSLClient client("127.0.0.1", server.port());
  client.set_ca_cert_path(directory.file("cert.pem").c_str());
  client.enable_server_certificate_verification(false);
  client.set_keep_alive(true);
  for (int i = 0; i < 10; ++i) {
    const auto result = client.Post("/_bulk", creates(2000, std::to_string(i) + "-"), ndjson);
    ASSERT_TRUE(result) << httplib::to_string(result.error());
    EXPECT_EQ(result->status, 200);
  }
  EXPECT_EQ(client.Get("/_count?filter_path=count")->body, "{\"count\":20000}");
  ASSERT_EQ(client.Post("/_bulkd/faults", "drop=after,times=1", "text/plain")->status, 200);
  EXPECT_FALSE(client.Post("/_bulk", creates(1, "last"), ndjson));
  EXPECT_EQ(client.Get("/_count?filter_path=count")->body, "{\"count\":20001}");

  RawClient plain(server.port());  // whoever speaks no TLS gets no further and does no harm
  plain.send("GET / HTTP/1.1\r\n\r\n");
  EXPECT_EQ(client.Get("/")->status, 200);
}

TEST(Https, SaysWhatIsWrongWithItsFiles) {
  const TemporaryDirectory directory;
  Options options = options_for("dashbase");
  options.http.tls_certificate_file = directory.file("none.pem");
  options.http.tls_key_file = directory.file("none.key");
  auto server = Server::open(std::move(options));
  ASSERT_TRUE(server.ok());
  const auto port = server.value()->start();
  ASSERT_FALSE(port.ok());
  EXPECT_NE(port.error().find("none.pem"), std::string::npos);
}

}  // namespace
}  // namespace sluice::bulkd
