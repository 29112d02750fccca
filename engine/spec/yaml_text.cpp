#include "yaml_text.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace sluice::spec {

namespace {

// What ends or splits a plain scalar inside [] and {}; the i-th stands as the byte first_mask + i.
constexpr std::string_view masked = "{}[],?:#";
constexpr char first_mask = 0x10;
// Bytes; bounds the work on a line that holds nothing but "${". Longer ones work where YAML needs
// no help: outside [] and {}, or in quotes.
constexpr size_t longest_placeholder = 1024;

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// The bytes of the UTF-8 character at the start of `text`, or 0 when there is none (RFC 3629).
size_t character_size(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
  const uint8_t lead = byte(0);
  if (lead < 0x80) return 1;
  const size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < size) return 0;
  for (size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  const bool overlong = (lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xF0 && byte(1) < 0x90);
  const bool surrogate = lead == 0xED && byte(1) > 0x9F;
  const bool too_high = lead == 0xF4 && byte(1) > 0x8F;
  return overlong || surrogate || too_high ? 0 : size;
}

std::string_view line_of(std::string_view text, uint32_t line) {
  for (uint32_t i = 1; i < line; ++i) {
    const size_t end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  return text.substr(0, text.find('\n'));
}

bool is_indented_by_tab(std::string_view line) {
  const size_t first = line.find_first_not_of(" \t");
  return line.substr(0, first).find('\t') != std::string_view::npos;
}

}  // namespace

Node::Position position_of(std::string_view text, size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const auto lines = std::count(before.begin(), before.end(), '\n');
  const size_t last = before.rfind('\n');
  const size_t column = last == std::string_view::npos ? before.size() : before.size() - last - 1;
  return {static_cast<uint32_t>(lines) + 1, static_cast<uint32_t>(column) + 1};
}

bool check_text(std::string_view text, const std::string& file, Diagnostics& diagnostics) {
  const auto refuse = [&](size_t offset, std::string message) {
    const auto [line, column] = position_of(text, offset);
    add_error(diagnostics, {file, line, column}, std::move(message));
    return false;
  };
  if (text.size() > maximum_file_bytes) {
    add_error(diagnostics, {file, 0, 0},
              fmt::format("file is larger than {} MiB", maximum_file_bytes >> 20));
    return false;
  }
  if (text.starts_with("\xEF\xBB\xBF")) {
    return refuse(0, "file starts with a byte order mark; save it as UTF-8 without one");
  }
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    return refuse(0, "file is UTF-16; save it as UTF-8");
  }
  for (size_t i = 0; i < text.size();) {
    const size_t size = character_size(text.substr(i));
    if (size == 0) return refuse(i, "text is not valid UTF-8; save the file as UTF-8");
    const auto byte = static_cast<uint8_t>(text[i]);
    const bool white = byte == '\n' || byte == '\r' || byte == '\t';
    if ((byte < 0x20 && !white) || byte == 0x7F) {
      return refuse(i, fmt::format("control character 0x{:02x} is not allowed; in double quotes "
                                   "write \"\\x{:02x}\"",
                                   byte, byte));
    }
    i += size;
  }
  return true;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const size_t size = character_size(text);
    if (size == 0) return false;
    text.remove_prefix(size);
  }
  return true;
}

size_t placeholder_end(std::string_view text, size_t dollar) {
  size_t depth = 0;
  for (size_t i = dollar; i < text.size();) {
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    if (text[i] == '$' && next == '{') {
      ++depth;
      i += 2;
    } else if (text[i] == '$' && next == '$') {
      i += 2;
    } else {
      if (text[i] == '}' && --depth == 0) return i;
      ++i;
    }
  }
  return std::string_view::npos;
}

bool is_variable_name(std::string_view name) {
  return !name.empty() && is_letter(name[0]) &&
         std::all_of(name.begin(), name.end(), [](char c) { return is_letter(c) || is_digit(c); });
}

namespace {

/// Whether it could be a place in an event that needs no quotes, such as `a.b-c[0]`.
bool is_field_path(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is_letter(c) || is_digit(c) ||
           std::string_view(".@-[]").find(c) != std::string_view::npos;
  });
}

/// Whether the text between the braces is sure to be a placeholder: what only looks like one may
/// be YAML, and quotes end scalars.
bool is_sure_placeholder(std::string_view inner) {
  if (inner.find_first_of("\"'") != std::string_view::npos) return false;
  const size_t colon = inner.find(':');
  if (colon == std::string_view::npos && is_field_path(inner)) return true;
  if (!is_variable_name(inner.substr(0, colon))) return false;
  return colon != std::string_view::npos && colon + 1 < inner.size() &&
         (inner[colon + 1] == '-' || inner[colon + 1] == '?');
}

}  // namespace

std::string mask_placeholders(std::string_view text) {
  std::string out(text);
  for (size_t i = 0; (i = text.find('$', i)) != std::string_view::npos;) {
    const bool escaped = text.substr(i, 2) == "$$";
    const size_t dollar = escaped ? i + 1 : i;
    i += escaped ? 2 : 1;
    if (text.substr(dollar, 2) != "${") continue;
    const std::string_view near = text.substr(dollar, longest_placeholder);
    const std::string_view rest_of_line = near.substr(0, near.find('\n'));
    const size_t size = placeholder_end(rest_of_line, 0);
    if (size == std::string_view::npos) continue;
    const size_t end = dollar + size;
    if (!is_sure_placeholder(text.substr(dollar + 2, end - dollar - 2))) continue;
    for (size_t k = dollar; k <= end; ++k) {
      const size_t index = masked.find(text[k]);
      if (index != std::string_view::npos) out[k] = static_cast<char>(first_mask + index);
    }
    i = end + 1;
  }
  return out;
}

std::string unmask(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= first_mask && c < first_mask + static_cast<char>(masked.size())) {
      c = masked[static_cast<size_t>(c - first_mask)];
    }
  }
  return out;
}

std::string explain_parser_error(std::string_view message, std::string_view text, uint32_t line) {
  struct Explanation {
    std::string_view message;
    std::string_view meaning;
  };
  static constexpr std::array<Explanation, 9> explanations = {{
      {"illegal map value", "unexpected \":\"; check the indentation, and quote text with \": \""},
      {"end of map not found", "the line does not fit the map above; check the indentation"},
      {"end of sequence not found", "the line does not fit the list above; check the indentation"},
      {"end of map flow not found",
       "\"{\" is not closed by \"}\" before this; text that holds \": \" or \",\" needs quotes"},
      {"end of sequence flow not found", "\"[\" is not closed by \"]\" before this"},
      {"illegal EOF in scalar", "a quote is not closed"},
      {"illegal flow end", "\"]\" or \"}\" without its opening bracket"},
      {"illegal block entry", "unexpected \"- \"; check the indentation"},
      {"the referenced anchor is not defined",
       "the alias has no anchor; define it above as \"&name\""},
  }};
  if (is_indented_by_tab(line_of(text, line)) ||
      (line > 1 && is_indented_by_tab(line_of(text, line - 1)))) {
    return "a tab indents this or the last line; YAML is indented by spaces";
  }
  for (const Explanation& explanation : explanations) {
    if (message.starts_with(explanation.message)) return std::string(explanation.meaning);
  }
  return unmask(message);
}

}  // namespace sluice::spec
