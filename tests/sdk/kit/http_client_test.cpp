#include <atomic>
#include <cstdlib>
#include <ctime>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <kit/gzip.hpp>
#include <kit/http_client.hpp>

#include "raw_server.hpp"

namespace sluice::kit {
namespace {

class HttpClientTest : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* name :
         {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}) {
      ::unsetenv(name);
    }
  }

  /// "ok", or the error with its code.
  static std::string outcome(const Status& status) {
    if (status.ok()) return "ok";
    const bool again = status.error().code == StatusCode::retry;
    EXPECT_TRUE(again || status.error().code == StatusCode::fatal);
    return (again ? "retry: " : "fatal: ") + status.error().message;
  }

  std::string get(const std::string& url) {
    HttpRequest request;
    request.url = url;
    return outcome(client.send(request, reply));
  }
  std::string post(const std::string& url, std::string_view body) {
    HttpRequest request;
    request.method = "POST";
    request.url = url;
    request.body = body;
    return outcome(client.send(request, reply));
  }

  HttpReply reply;
  std::optional<RawServer> server;  // before the client, which hangs up first
  HttpClient client{HttpClientOptions{}};
};

TEST_F(HttpClientTest, SendsWhatWasAskedAndNothingElse) {
  std::string head, body;
  server.emplace([&](RawConnection& connection, int) {
    ASSERT_TRUE(connection.read_request());
    head = connection.head;
    body = connection.body;
    connection.reply(201, "made", "Content-Type: application/json; charset=utf-8\r\n");
    connection.wait_for_hang_up();
  });
  HttpClientOptions options;
  options.headers = {"Authorization: Basic dXNlcg==", "X-Replaced: old"};
  options.user_agent = "sluice/test";
  client = HttpClient(options);
  const std::vector<std::string> headers = {"Content-Type: application/x-ndjson", "x-replaced: new",
                                            "X-Empty:"};
  const std::string url = server->url("/a/../_bulk?x=1");
  HttpRequest request;
  request.method = "POST";
  request.url = url;
  request.body = std::string_view("{\"a\":\0}\n", 8);
  request.headers = headers;
  ASSERT_EQ(outcome(client.send(request, reply)), "ok");
  EXPECT_EQ(reply.status, 201);
  EXPECT_EQ(reply.body, "made");
  EXPECT_EQ(reply.content_type, "application/json; charset=utf-8");
  EXPECT_EQ(reply.retry_after_ms, -1);
  EXPECT_TRUE(reply.new_connection);
  EXPECT_EQ(reply.bytes_sent, body.size());
  EXPECT_EQ(reply.bytes_received, 4u);
  EXPECT_EQ(body, request.body);
  const std::string host = url.substr(7, url.find('/', 7) - 7);
  EXPECT_EQ(head, "POST /a/../_bulk?x=1 HTTP/1.1\r\nHost: " + host +
                      "\r\nUser-Agent: sluice/test\r\nAccept: */*\r\nAccept-Encoding: gzip\r\n"
                      "Authorization: Basic dXNlcg==\r\nContent-Type: application/x-ndjson\r\n"
                      "x-replaced: new\r\nX-Empty:\r\nContent-Length: 8\r\n");
}

TEST_F(HttpClientTest, EveryMethodHasItsForm) {
  std::vector<std::string> lines;
  server.emplace([&](RawConnection& connection, int) {
    while (connection.read_request()) {
      lines.push_back(connection.head.substr(0, connection.head.find(' ')) + " " +
                      connection.header("Content-Length") + " " + connection.body);
      const bool head = connection.head.starts_with("HEAD");
      connection.reply(200, head ? "" : "text");
      EXPECT_EQ(connection.header("Expect"), "");
      EXPECT_EQ(connection.header("Content-Type"), "");
    }
  });
  const std::vector<std::pair<std::string, std::string>> sent = {
      {"GET", ""},  {"POST", "abc"}, {"HEAD", ""},    {"PUT", "xy"},        {"PUT", ""},
      {"POST", ""}, {"DELETE", ""},  {"DELETE", "z"}, {"GET", "{\"q\":1}"}, {"GET", ""}};
  const std::string url = server->url();
  for (const auto& [method, body] : sent) {
    HttpRequest request;
    request.method = method;
    request.url = url;
    request.body = body;
    ASSERT_EQ(outcome(client.send(request, reply)), "ok");
    EXPECT_EQ(reply.status, 200);
  }
  EXPECT_EQ(server->connections(), 1);
  EXPECT_EQ(lines, (std::vector<std::string>{"GET  ", "POST 3 abc", "HEAD  ", "PUT 2 xy", "PUT 0 ",
                                             "POST 0 ", "DELETE  ", "DELETE 1 z", "GET 7 {\"q\":1}",
                                             "GET  "}));
}

TEST_F(HttpClientTest, KeepsItsConnectionWhateverTheStatus) {
  server.emplace([](RawConnection& connection, int) {
    int status = 199;
    while (connection.read_request()) connection.reply(status += 100, "text");
  });
  for (const int status : {299, 399, 499, 599}) {
    ASSERT_EQ(post(server->url(), "body"), "ok");
    EXPECT_EQ(reply.status, status);
    EXPECT_EQ(reply.new_connection, status == 299);
  }
  EXPECT_EQ(server->connections(), 1);
}

TEST_F(HttpClientTest, ReadsRetryAfter) {
  char date[64];
  server.emplace([&](RawConnection& connection, int) {
    ASSERT_TRUE(connection.read_request());
    connection.send("HTTP/1.1 103 Early\r\nRetry-After: 9\r\n\r\n");
    connection.reply(503, "", "retry-after: 7\r\n");
    ASSERT_TRUE(connection.read_request());
    const time_t later = std::time(nullptr) + 3600;
    tm parts{};
    ::gmtime_r(&later, &parts);
    std::strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", &parts);
    connection.reply(429, "", "Retry-After: " + std::string(date) + "\r\n");
    ASSERT_TRUE(connection.read_request());
    connection.reply(429, "", "Retry-After: Wed, 21 Oct 2015 07:28:00 GMT\r\n");
    ASSERT_TRUE(connection.read_request());
    connection.reply(429, "", "Retry-After: soon\r\n");
    ASSERT_TRUE(connection.read_request());
    connection.send("HTTP/1.1 103 Early\r\nRetry-After: 9\r\n\r\n");
    connection.reply(429, "");
    connection.wait_for_hang_up();
  });
  ASSERT_EQ(get(server->url()), "ok");
  EXPECT_EQ(reply.retry_after_ms, 7000);
  ASSERT_EQ(get(server->url()), "ok");
  EXPECT_GT(reply.retry_after_ms, 3'500'000);
  EXPECT_LE(reply.retry_after_ms, 3'600'000);
  for (const int expected : {0, -1, -1}) {
    ASSERT_EQ(get(server->url()), "ok");
    EXPECT_EQ(reply.retry_after_ms, expected);
  }
}

TEST_F(HttpClientTest, AStaleConnectionIsReplaced) {
  server.emplace([](RawConnection& connection, int number) {
    ASSERT_TRUE(connection.read_request());
    connection.reply(200, "first");
    if (number == 1) return;  // closes while idle
    if (number == 2) {        // closes, or resets, when the next request has come
      ASSERT_TRUE(connection.read_request());
      return;
    }
    if (number == 3) {
      ASSERT_TRUE(connection.read_request());
      return connection.reset();
    }
    connection.wait_for_hang_up();
  });
  for (const int connections : {1, 2, 3, 4}) {
    ASSERT_EQ(post(server->url(), "body"), "ok");
    EXPECT_EQ(reply.body, "first");
    EXPECT_EQ(server->connections(), connections);
  }
}

TEST_F(HttpClientTest, NothingListensThere) {
  std::string url;
  {
    RawServer gone([](RawConnection&, int) {});
    url = gone.url("/_bulk?key=secret");
  }
  const std::string shown = url.substr(0, url.find('?'));
  EXPECT_EQ(get(url), "retry: could not reach " + shown + ": connection refused");
  const std::string with_password = "http://user:password@" + url.substr(7);
  EXPECT_EQ(get(with_password), "retry: could not reach " + shown + ": connection refused");
}

TEST_F(HttpClientTest, RepliesThatEndEarly) {
  server.emplace([](RawConnection& connection, int number) {
    ASSERT_TRUE(connection.read_request());
    if (number == 1) return;
    if (number == 2) return connection.reset();
    if (number == 3) return connection.send("HTTP/1.1 200 OK\r\nContent-Le");
    if (number == 4) return connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
    if (number == 5) {
      return connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
    }
    if (number == 6) return connection.send("this is not HTTP\r\n");
  });
  for (int number = 1; number <= 6; ++number) {
    const std::string result = post(server->url("/x"), "body");
    EXPECT_TRUE(result.starts_with("retry: could not get a reply from " + server->url("/x: ")))
        << number << ": " << result;
  }
}

TEST_F(HttpClientTest, AResetAfterPartOfTheReply) {
  server.emplace([](RawConnection& connection, int) {
    ASSERT_TRUE(connection.read_request());
    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n" + std::string(5000, 'x'));
    connection.reset();
  });
  EXPECT_EQ(post(server->url(), "body").substr(0, 33), "retry: could not get a reply from");
}

TEST_F(HttpClientTest, AResetWhileTheBodyIsSent) {
  server.emplace([](RawConnection& connection, int) {
    ASSERT_TRUE(connection.read_request(100'000));
    connection.reset();
  });
  const std::string body(32 << 20, 'x');
  EXPECT_EQ(post(server->url(), body).substr(0, 33), "retry: could not get a reply from");
}

TEST_F(HttpClientTest, TimesOut) {
  server.emplace([](RawConnection& connection, int) {
    ASSERT_TRUE(connection.read_request());
    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
    connection.wait_for_hang_up();
  });
  HttpRequest request;
  const std::string url = server->url();
  request.url = url;
  request.timeout_ms = 50;
  const std::string result = outcome(client.send(request, reply));
  EXPECT_EQ(result.substr(0, 33), "retry: could not get a reply from");
  EXPECT_NE(result.find("timed out"), std::string::npos) << result;
  request.timeout_ms = 0;
  EXPECT_EQ(outcome(client.send(request, reply)),
            "retry: could not reach " + url + ": no time was left");
}

TEST_F(HttpClientTest, AbortsWhenAsked) {
  std::atomic<bool> stop = false;
  server.emplace([&](RawConnection& connection, int) {
    ASSERT_TRUE(connection.read_request());
    stop = true;
    connection.wait_for_hang_up();
  });
  HttpClientOptions options;
  options.abort_requested = [&] { return stop.load(); };
  client = HttpClient(options);
  EXPECT_EQ(get(server->url()),
            "retry: gave up the request to " + server->url() + ": a stop was requested");
}

TEST_F(HttpClientTest, ReadsA413SentBeforeTheBodyWas) {
  server.emplace([](RawConnection& connection, int number) {
    ASSERT_TRUE(connection.read_request(50'000));
    connection.reply(413, "too large", "Connection: close\r\n");
    if (number == 2) return;  // unread data makes this a reset
    connection.finish_sending();
    connection.wait_for_hang_up();
  });
  const std::string body(64 << 20, 'x');
  ASSERT_EQ(post(server->url(), body), "ok");
  EXPECT_EQ(reply.status, 413);
  EXPECT_EQ(reply.body, "too large");
  const std::string rude = post(server->url(), body);
  EXPECT_TRUE(rude == "ok" || rude.starts_with("retry: ")) << rude;
  if (rude == "ok") {
    EXPECT_EQ(reply.status, 413);
  }
}

TEST_F(HttpClientTest, SendsLargeBodies) {
  std::string body(40 << 20, 'x'), received;
  for (size_t i = 0; i < body.size(); i += 1000) body[i] = static_cast<char>(i / 1000);
  server.emplace([&](RawConnection& connection, int) {
    ASSERT_TRUE(connection.read_request());
    received = connection.body;
    connection.reply(200, "");
    connection.wait_for_hang_up();
  });
  ASSERT_EQ(post(server->url(), body), "ok");
  EXPECT_TRUE(received == body);
  EXPECT_EQ(reply.bytes_sent, body.size());
}

TEST_F(HttpClientTest, UnpacksGzipReplies) {
  std::string text(100'000, 'x'), packed;
  Deflater deflater;
  ASSERT_TRUE(deflater.compress(text, packed).ok());
  server.emplace([&](RawConnection& connection, int) {
    ASSERT_TRUE(connection.read_request());
    EXPECT_EQ(connection.header("Accept-Encoding"), "gzip");
    connection.reply(200, packed, "Content-Encoding: gzip\r\n");
    connection.wait_for_hang_up();
  });
  ASSERT_EQ(get(server->url()), "ok");
  EXPECT_TRUE(reply.body == text);
  EXPECT_LT(reply.bytes_received, 2000u);
}

TEST_F(HttpClientTest, RefusesRepliesOverTheCap) {
  server.emplace([](RawConnection& connection, int) {
    while (connection.read_request()) {
      connection.reply(200, connection.head.starts_with("GET") ? std::string(1000, 'x')
                                                               : std::string(1001, 'x'));
    }
  });
  HttpClientOptions options;
  options.max_reply_bytes = 1000;
  client = HttpClient(options);
  ASSERT_EQ(get(server->url()), "ok");
  EXPECT_EQ(reply.body.size(), 1000u);
  EXPECT_EQ(post(server->url(), "body"),
            "fatal: the reply of " + server->url() + " is larger than 1000 bytes");
  ASSERT_EQ(get(server->url()), "ok");
}

TEST_F(HttpClientTest, DoesNotFollowRedirects) {
  server.emplace([&](RawConnection& connection, int) {
    ASSERT_TRUE(connection.read_request());
    connection.reply(302, "", "Location: http://127.0.0.1:1/\r\n");
    connection.wait_for_hang_up();
  });
  ASSERT_EQ(get(server->url()), "ok");
  EXPECT_EQ(reply.status, 302);
}

TEST_F(HttpClientTest, RefusesWhatCannotWork) {
  EXPECT_EQ(get("file:///etc/passwd").substr(0, 6), "fatal:");
  EXPECT_EQ(get("http://h:99999/").substr(0, 6), "fatal:");
  EXPECT_EQ(get("http://h/\r\nX-Injected: 1").substr(0, 6), "fatal:");
  HttpRequest request;
  request.url = "http://127.0.0.1:1/";
  const std::vector<std::string> headers = {"X: a\r\nInjected: 1"};
  request.headers = headers;
  EXPECT_EQ(outcome(client.send(request, reply)),
            "fatal: could not use HTTP header \"X\": its value has a control character");
  request.headers = {};
  request.method = "GET / HTTP/1.1\r\nX:";
  EXPECT_EQ(outcome(client.send(request, reply)).substr(0, 6), "fatal:");
  HttpClientOptions options;
  options.headers = headers;
  client = HttpClient(options);
  request.method = "GET";
  EXPECT_EQ(outcome(client.send(request, reply)),
            "fatal: could not use HTTP header \"X\": its value has a control character");
}

}  // namespace
}  // namespace sluice::kit
