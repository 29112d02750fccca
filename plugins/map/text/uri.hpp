// Takes a URI apart as RFC 3986 describes it, and undoes percent-encoding. Stateless.
#pragma once

#include <cstdint>
#include <string_view>

#include <sluice/result.hpp>

namespace sluice {

/// Slices of the text, still percent-encoded. A part that is not there has a null `data()`, one
/// that is there and empty has not.
struct Uri {
  std::string_view scheme;
  std::string_view user_info;
  std::string_view domain;  // an IPv6 address is without its brackets
  std::string_view path;    // always there, maybe empty
  std::string_view query;
  std::string_view fragment;
  int32_t port = -1;  // -1: none
};

/// Rejected, saying why: `it holds a blank`.
Result<Uri> parse_uri(std::string_view text);

/// What follows the last dot of the last segment of a path; null `data()` when there is no dot.
std::string_view path_extension(std::string_view path);

enum class Plus { kept, blank };  // what a "+" stands for

/// False when there is nothing to undo: the decoded text is the text itself.
bool needs_url_decode(std::string_view text, Plus plus);

/// Undoes percent-encoding; writes at most text.size() bytes, which need not be UTF-8, and sets
/// their number. False when a "%" is not followed by two hexadecimal digits.
bool url_decode(std::string_view text, Plus plus, char* out, size_t& size);

}  // namespace sluice
