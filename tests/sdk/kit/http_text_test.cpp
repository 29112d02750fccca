#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include <kit/internal/http_text.hpp>

namespace sluice::kit::internal {
namespace {

using std::string_literals::operator""s;

std::string message(const Status& status) {
  return status.ok() ? "ok" : status.error().message;
}

TEST(HttpText, ShownUrlsHoldNoSecrets) {
  EXPECT_EQ(shown_url("http://host:9200/a/_bulk"), "http://host:9200/a/_bulk");
  EXPECT_EQ(shown_url("https://user:pass@host/x?key=secret#part"), "https://host/x");
  EXPECT_EQ(shown_url("https://user:p@ss@host/x"), "https://host/x");
  EXPECT_EQ(shown_url("HTTP://user@host"), "HTTP://host");
  EXPECT_EQ(shown_url("ftp://user:pass@host/x"), "ftp://host/x");
  EXPECT_EQ(shown_url("user:pass@host"), "host");
  EXPECT_EQ(shown_url("http://host/a@b"), "http://host/a@b");
  EXPECT_EQ(shown_url("http://host?user@secret"), "http://host");
  EXPECT_EQ(shown_url(""), "");
}

TEST(HttpText, UrlsAreHttpWithAHost) {
  for (const std::string_view good : {"http://a", "https://a:1/b?c", "HTTP://[::1]:80/"}) {
    EXPECT_TRUE(check_url(good).ok()) << good;
  }
  EXPECT_EQ(message(check_url("ftp://h/")),
            "could not use URL \"ftp://h/\": it does not start with http:// or https://");
  EXPECT_EQ(message(check_url("http://h/a b")),
            "could not use URL \"http://h/a b\": it has a blank or control character");
  EXPECT_EQ(message(check_url("http://h/\r\nX: y")),
            "could not use URL \"http://h/??X: y\": it has a blank or control character");
  EXPECT_FALSE(check_url("http://h/\0"s).ok());
  EXPECT_FALSE(check_url("http:///path").ok());
  EXPECT_FALSE(check_url("http://").ok());
  EXPECT_FALSE(check_url("").ok());
}

TEST(HttpText, HeadersAreChecked) {
  for (const std::string_view good : {"A: b", "X-Y_z:", "Authorization: Basic dXNlcg==", "A:b:c"}) {
    EXPECT_TRUE(check_header(good).ok()) << good;
  }
  EXPECT_EQ(message(check_header("Authorization: a\r\nX: y")),
            "could not use HTTP header \"Authorization\": its value has a control character");
  EXPECT_FALSE(check_header("A: b\n").ok());
  EXPECT_FALSE(check_header("A: b\0c"s).ok());
  EXPECT_FALSE(check_header("A b: c").ok());
  EXPECT_FALSE(check_header(": c").ok());
  EXPECT_EQ(message(check_header("secret")),
            "could not use an HTTP header: it is not \"Name: value\"");
  EXPECT_TRUE(check_method("M-SEARCH").ok());
  EXPECT_FALSE(check_method("").ok());
  EXPECT_FALSE(check_method("GET /").ok());
}

TEST(HttpText, HeadersAreTakenApart) {
  EXPECT_EQ(header_name("Retry-After: 5\r\n"), "Retry-After");
  EXPECT_EQ(header_value("Retry-After:  5 \r\n"), "5");
  EXPECT_EQ(header_value("Empty:\r\n"), "");
  EXPECT_EQ(header_value("None"), "");
  EXPECT_TRUE(equal_ignoring_case("Retry-After", "retry-AFTER"));
  EXPECT_FALSE(equal_ignoring_case("Retry", "Retry-After"));
}

TEST(HttpText, RetryAfterIsSecondsOrADate) {
  EXPECT_EQ(retry_after_seconds_ms("0"), 0);
  EXPECT_EQ(retry_after_seconds_ms("120"), 120'000);
  EXPECT_EQ(retry_after_seconds_ms("99999999999999999999999"), 86'400'000);
  EXPECT_EQ(retry_after_seconds_ms("-1"), std::nullopt);
  EXPECT_EQ(retry_after_seconds_ms(""), std::nullopt);
  EXPECT_EQ(retry_after_seconds_ms("Wed, 21 Oct 2015 07:28:00 GMT"), std::nullopt);
}

TEST(HttpText, MessagesAreInOurStyle) {
  EXPECT_EQ(plain_message("Operation timed out."), "operation timed out");
  EXPECT_EQ(plain_message("SSL peer failed"), "SSL peer failed");
  EXPECT_EQ(plain_message("a\r\nb"), "a??b");
}

}  // namespace
}  // namespace sluice::kit::internal
