// JSON as text: a strict check, and walks over checked text that never re-encode a value.
//
// Why not a JSON library: the store returns the bytes that it was sent, and its verdict on a
// document must not depend on how a library reads it (a NUL byte as the end of the input, a byte
// order mark, 1e999, a lone surrogate). The tests compare the verdicts with nlohmann-json's.
//
// Threading: free functions without state.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::mapping {

// Deeper documents are refused, so that recursion over checked text is bounded.
inline constexpr std::size_t max_json_depth = 1000;

struct JsonError {
  std::size_t offset;  // byte offset in the text
  std::string reason;
};

// The first thing wrong with `text` as exactly one JSON value (RFC 8259 grammar, UTF-8, no key
// twice in one object, at most max_json_depth levels); nothing when it is sound.
std::optional<JsonError> find_json_error(std::string_view text);

enum class JsonKind { object, array, string, number, boolean, null };

// REQUIRES for all below: the text passed find_json_error; a `value` has no space around it.

std::string_view trim_json_space(std::string_view text);
JsonKind json_kind(std::string_view value);

// Calls `visit(key, value)` for each member, in order; `key` still has its quotes. Stops early and
// returns false as soon as `visit` does.
bool for_each_member(std::string_view object,
                     const std::function<bool(std::string_view, std::string_view)>& visit);
bool for_each_element(std::string_view array, const std::function<bool(std::string_view)>& visit);

// The text of a quoted string; nothing when it holds a lone surrogate, which has no UTF-8 form.
std::optional<std::string> decode_json_string(std::string_view quoted);

// Appends `text` as a JSON string; bytes that are not UTF-8 become U+FFFD.
void append_json_string(std::string& out, std::string_view text);
std::string quote_json(std::string_view text);

// The same JSON indented as Elasticsearch's `pretty` does it: `"errors" : true`.
std::string pretty_json(std::string_view text);

}  // namespace sluice::mapping
