// The small rules of HTTP's text: what may be sent, what a message may show, what a reply's header
// says. Free functions without state: any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <sluice/result.hpp>

namespace sluice::kit::internal {

/// `url` without user, password, query and fragment, any of which may hold a secret.
std::string shown_url(std::string_view url);

/// Fatal unless `url` starts with http:// or https://, names a host, and has no blank or control
/// character.
Status check_url(std::string_view url);

/// Fatal unless `method` is a token (RFC 9110, section 5.6.2).
Status check_method(std::string_view method);

/// Fatal unless `header` is "Name: value" with a token for its name and no control character, so
/// that no value can smuggle in a header of its own. The error does not show the value.
Status check_header(std::string_view header);

/// The name of a header line, up to its colon.
std::string_view header_name(std::string_view header);

/// The value of a header line, without blanks and line end around it.
std::string_view header_value(std::string_view header);

bool equal_ignoring_case(std::string_view a, std::string_view b);

/// Milliseconds of a Retry-After given in seconds (RFC 9110, section 10.2.3), at most a day;
/// nothing when the value is not a number: it is then a date.
std::optional<int64_t> retry_after_seconds_ms(std::string_view value);

/// A library's message in our style: no capital at the start, no full stop at the end.
std::string plain_message(std::string_view text);

}  // namespace sluice::kit::internal
