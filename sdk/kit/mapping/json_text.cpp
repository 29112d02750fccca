#include <kit/mapping/json_text.hpp>
#include <kit/mapping/utf8.hpp>

namespace sluice::mapping {
namespace {

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::size_t skip_space(std::string_view text, std::size_t at) {
  while (at < text.size() && is_space(text[at])) ++at;
  return at;
}

// Past the string that starts at `at`.
std::size_t skip_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return at + 1;
}

// Past the value that starts at `at`.
std::size_t skip_value(std::string_view text, std::size_t at) {
  std::size_t depth = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"') {
      at = skip_string(text, at);
      if (depth == 0) return at;
      continue;
    }
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') {
      if (depth == 0) return at;  // the end of a bare number or word inside a container
      if (--depth == 0) return at + 1;
    }
    if (depth == 0 && (c == ',' || is_space(c))) return at;
    ++at;
  }
  return at;
}

int hex_digit(char c) {
  if (c <= '9') return c - '0';
  return (c | 0x20) - 'a' + 10;
}

std::uint32_t hex4(std::string_view text, std::size_t at) {
  std::uint32_t code = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    code = code * 16 + static_cast<std::uint32_t>(hex_digit(text[at + i]));
  }
  return code;
}

// Decodes \uXXXX (or a pair of them) whose first digit is at `at`; moves `at` past it.
bool append_unicode_escape(std::string& out, std::string_view text, std::size_t& at) {
  std::uint32_t code = hex4(text, at);
  at += 4;
  if (code >= 0xDC00 && code <= 0xDFFF) return false;
  if (code >= 0xD800 && code <= 0xDBFF) {
    if (text.substr(at, 2) != "\\u") return false;
    const std::uint32_t low = hex4(text, at + 2);
    if (low < 0xDC00 || low > 0xDFFF) return false;
    code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    at += 6;
  }
  append_utf8(out, code);
  return true;
}

char simple_escape(char c) {
  switch (c) {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return c;
  }
}

void append_newline(std::string& out, std::size_t depth) {
  out += '\n';
  out.append(depth * 2, ' ');
}

}  // namespace

std::string_view trim_json_space(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

JsonKind json_kind(std::string_view value) {
  switch (value.empty() ? 'n' : value.front()) {
    case '{':
      return JsonKind::object;
    case '[':
      return JsonKind::array;
    case '"':
      return JsonKind::string;
    case 't':
    case 'f':
      return JsonKind::boolean;
    case 'n':
      return JsonKind::null;
    default:
      return JsonKind::number;
  }
}

bool for_each_member(std::string_view object,
                     const std::function<bool(std::string_view, std::string_view)>& visit) {
  std::size_t at = skip_space(object, 1);
  while (at < object.size() && object[at] == '"') {
    const std::size_t key_end = skip_string(object, at);
    const std::size_t colon = skip_space(object, key_end);
    const std::size_t begin = skip_space(object, colon + 1);
    const std::size_t end = skip_value(object, begin);
    if (!visit(object.substr(at, key_end - at), object.substr(begin, end - begin))) return false;
    at = skip_space(object, skip_space(object, end) + 1);
  }
  return true;
}

bool for_each_element(std::string_view array, const std::function<bool(std::string_view)>& visit) {
  std::size_t at = skip_space(array, 1);
  while (at < array.size() && array[at] != ']') {
    const std::size_t end = skip_value(array, at);
    if (!visit(array.substr(at, end - at))) return false;
    const std::size_t comma = skip_space(array, end);
    if (comma >= array.size() || array[comma] != ',') break;
    at = skip_space(array, comma + 1);
  }
  return true;
}

std::optional<std::string> decode_json_string(std::string_view quoted) {
  std::string out;
  out.reserve(quoted.size());
  std::size_t at = 1;
  while (at + 1 < quoted.size()) {
    if (quoted[at] != '\\') {
      out += quoted[at++];
    } else if (quoted[at + 1] == 'u') {
      at += 2;
      if (!append_unicode_escape(out, quoted, at)) return std::nullopt;
    } else {
      out += simple_escape(quoted[at + 1]);
      at += 2;
    }
  }
  return out;
}

void append_json_string(std::string& out, std::string_view text) {
  static constexpr char hex[] = "0123456789abcdef";
  out += '"';
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
      ++at;
    } else if (c == '\n' || c == '\r' || c == '\t') {
      out += c == '\n' ? "\\n" : c == '\r' ? "\\r" : "\\t";
      ++at;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += "\\u00";
      out += hex[(c >> 4) & 15];
      out += hex[c & 15];
      ++at;
    } else if (const std::size_t length = utf8_sequence_length(text, at); length > 0) {
      out.append(text, at, length);
      at += length;
    } else {
      append_utf8(out, 0xFFFD);
      ++at;
    }
  }
  out += '"';
}

std::string quote_json(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

std::string pretty_json(std::string_view text) {
  std::string out;
  out.reserve(text.size() * 2);
  std::size_t depth = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '"') {
      const std::size_t end = skip_string(text, at);
      out.append(text, at, end - at);
      at = end;
      continue;
    }
    ++at;
    if (is_space(c)) continue;
    if (c == '{' || c == '[') {
      const std::size_t next = skip_space(text, at);
      out += c;
      if (next < text.size() && (text[next] == '}' || text[next] == ']')) {
        out += ' ';
        out += text[next];
        at = next + 1;
      } else {
        append_newline(out, ++depth);
      }
    } else if (c == '}' || c == ']') {
      append_newline(out, --depth);
      out += c;
    } else if (c == ',') {
      out += c;
      append_newline(out, depth);
    } else if (c == ':') {
      out += " : ";
    } else {
      out += c;
    }
  }
  out += '\n';
  return out;
}

}  // namespace sluice::mapping
