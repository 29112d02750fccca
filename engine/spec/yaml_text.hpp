// The text of a YAML file before the parser sees it. Thread-safe. Private to this box.
#pragma once

#include <string>
#include <string_view>

#include <spec/node.hpp>

namespace sluice::spec {

/// The place of a byte of the text. Takes time in proportion to the offset.
Node::Position position_of(std::string_view text, size_t offset);

/// False, with an error, for text that no YAML file may hold: too large, a byte order mark, no
/// valid UTF-8, control characters.
bool check_text(std::string_view text, const std::string& file, Diagnostics& diagnostics);

bool is_utf8(std::string_view text);

/// Where the placeholder that starts with "${" at `dollar` ends: the index of its "}", or npos.
size_t placeholder_end(std::string_view text, size_t dollar);

/// True for [A-Za-z_][A-Za-z0-9_]*.
bool is_variable_name(std::string_view name);

/// Replaces, inside `${...}`, the characters that mean something to YAML by control characters,
/// byte for byte, so that all places stay right. check_text has refused these in the text itself.
std::string mask_placeholders(std::string_view text);

/// Undoes mask_placeholders.
std::string unmask(std::string_view text);

/// What the parser's message means to someone who wrote the file. `line` is its line, from 1.
std::string explain_parser_error(std::string_view message, std::string_view text, uint32_t line);

}  // namespace sluice::spec
