#include <algorithm>
#include <charconv>

#include <map/text/uri.hpp>

namespace sluice {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// `scheme:` at the beginning, or 0.
size_t scheme_size(std::string_view text) {
  if (text.empty() || !is_letter(text[0])) return 0;
  size_t i = 1;
  while (i < text.size() && (is_letter(text[i]) || is_digit(text[i]) || text[i] == '+' ||
                             text[i] == '-' || text[i] == '.')) {
    ++i;
  }
  return i < text.size() && text[i] == ':' ? i : 0;
}

Status parse_port(std::string_view text, int32_t& port) {
  if (text.empty()) return {};  // `host:` is allowed
  const char* const end = text.data() + text.size();
  const auto [stop, code] = std::from_chars(text.data(), end, port);
  if (code != std::errc() || stop != end || port < 0 || port > 65535) {
    return rejected("its port \"" + std::string(text) + "\" is no number from 0 to 65535");
  }
  return {};
}

Status parse_authority(std::string_view text, Uri& uri) {
  if (const size_t at = text.rfind('@'); at != text.npos) {
    uri.user_info = text.substr(0, at);
    text.remove_prefix(at + 1);
  }
  if (text.starts_with('[')) {
    const size_t close = text.find(']');
    if (close == text.npos) return rejected("the bracket around its address is not closed");
    uri.domain = text.substr(1, close - 1);
    text.remove_prefix(close + 1);
    if (text.empty()) return {};
    if (text[0] != ':') return rejected("text follows the bracket around its address");
    return parse_port(text.substr(1), uri.port);
  }
  const size_t colon = text.find(':');
  uri.domain = text.substr(0, colon);
  return colon == text.npos ? Status() : parse_port(text.substr(colon + 1), uri.port);
}

}  // namespace

Result<Uri> parse_uri(std::string_view text) {
  if (text.empty()) return rejected("it is empty");
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte == 0x7F) {
      return rejected(c == ' ' ? "it holds a blank" : "it holds a control character");
    }
  }
  Uri uri;
  if (const size_t hash = text.find('#'); hash != text.npos) {
    uri.fragment = text.substr(hash + 1);
    text = text.substr(0, hash);
  }
  if (const size_t mark = text.find('?'); mark != text.npos) {
    uri.query = text.substr(mark + 1);
    text = text.substr(0, mark);
  }
  if (const size_t size = scheme_size(text); size > 0) {
    uri.scheme = text.substr(0, size);
    text.remove_prefix(size + 1);
  }
  if (text.starts_with("//")) {
    text.remove_prefix(2);
    const size_t end = std::min(text.find('/'), text.size());
    if (Status parsed = parse_authority(text.substr(0, end), uri); !parsed) {
      return std::move(parsed).error();
    }
    text.remove_prefix(end);
  }
  uri.path = text;
  return uri;
}

std::string_view path_extension(std::string_view path) {
  const size_t slash = path.rfind('/');
  const std::string_view segment = slash == path.npos ? path : path.substr(slash + 1);
  const size_t dot = segment.rfind('.');
  return dot == segment.npos ? std::string_view() : segment.substr(dot + 1);
}

bool needs_url_decode(std::string_view text, Plus plus) {
  return text.find('%') != text.npos || (plus == Plus::blank && text.find('+') != text.npos);
}

bool url_decode(std::string_view text, Plus plus, char* out, size_t& size) {
  char* const begin = out;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '+' && plus == Plus::blank) c = ' ';
    if (c == '%') {
      if (i + 2 >= text.size()) return false;
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return false;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    }
    *out++ = c;
  }
  size = static_cast<size_t>(out - begin);
  return true;
}

}  // namespace sluice
