#include <algorithm>

#include <kit/internal/http_text.hpp>

namespace sluice::kit::internal {
namespace {

constexpr int64_t day_seconds = 86400;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

bool is_token_character(char c) {
  if ((lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9')) return true;
  return c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_token_character);
}

/// Where the host begins: after "http://" or "https://"; 0 when it starts with neither.
size_t scheme_size(std::string_view url) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (equal_ignoring_case(url.substr(0, scheme.size()), scheme)) return scheme.size();
  }
  return 0;
}

/// Text from outside as part of a message.
std::string printable(std::string_view text) {
  std::string shown(text.substr(0, 200));
  std::replace_if(shown.begin(), shown.end(), is_control, '?');
  return shown;
}

}  // namespace

std::string shown_url(std::string_view url) {
  url = url.substr(0, url.find_first_of("?#"));
  size_t host = scheme_size(url);
  if (host == 0) {
    const size_t scheme = url.find("://");
    host = scheme == std::string_view::npos ? 0 : scheme + 3;
  }
  const size_t host_end = std::min(url.find('/', host), url.size());
  const size_t user_end = url.substr(0, host_end).rfind('@');
  const bool has_user = user_end != std::string_view::npos && user_end >= host;
  return printable(url.substr(0, host)) + printable(url.substr(has_user ? user_end + 1 : host));
}

Status check_url(std::string_view url) {
  const auto refuse = [&](const char* why) {
    return fatal("could not use URL \"" + shown_url(url) + "\": " + why);
  };
  const size_t host = scheme_size(url);
  if (host == 0) return refuse("it does not start with http:// or https://");
  const auto unsafe = [](char c) { return is_control(c) || c == ' '; };
  if (std::any_of(url.begin(), url.end(), unsafe)) {
    return refuse("it has a blank or control character");
  }
  if (host == url.size() || url[host] == '/') return refuse("it names no host");
  return {};
}

Status check_method(std::string_view method) {
  if (is_token(method)) return {};
  return fatal("could not use HTTP method \"" + printable(method) + "\": it is not a word");
}

Status check_header(std::string_view header) {
  const size_t colon = header.find(':');
  if (colon == std::string_view::npos) {
    return fatal("could not use an HTTP header: it is not \"Name: value\"");
  }
  const std::string_view name = header.substr(0, colon);
  if (!is_token(name)) {
    return fatal("could not use HTTP header \"" + printable(name) +
                 "\": it is not a header's name");
  }
  if (std::any_of(header.begin(), header.end(), is_control)) {
    return fatal("could not use HTTP header \"" + std::string(name) +
                 "\": its value has a control character");
  }
  return {};
}

std::string_view header_name(std::string_view header) {
  return header.substr(0, std::min(header.find(':'), header.size()));
}

std::string_view header_value(std::string_view header) {
  std::string_view value = header.substr(header_name(header).size());
  const size_t first = value.find_first_not_of(": \t\r\n");
  if (first == std::string_view::npos) return {};
  return value.substr(first, value.find_last_not_of(" \t\r\n") + 1 - first);
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

std::optional<int64_t> retry_after_seconds_ms(std::string_view value) {
  if (value.empty()) return std::nullopt;
  int64_t seconds = 0;
  for (const char c : value) {
    if (c < '0' || c > '9') return std::nullopt;
    seconds = std::min(seconds * 10 + (c - '0'), day_seconds);
  }
  return seconds * 1000;
}

std::string plain_message(std::string_view text) {
  while (!text.empty() && (text.back() == '.' || text.back() == '\n')) text.remove_suffix(1);
  std::string message = printable(text);
  if (message.size() > 1 && message[1] >= 'a' && message[1] <= 'z') message[0] = lower(message[0]);
  return message;
}

}  // namespace sluice::kit::internal
