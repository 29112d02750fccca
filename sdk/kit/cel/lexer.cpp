#include <array>
#include <charconv>
#include <cmath>

#include <kit/cel/lexer.hpp>
#include <kit/cel/utf8.hpp>

namespace sluice::cel {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool starts_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// Long ones first.
constexpr std::array<std::string_view, 26> marks = {
    "&&", "||", "==", "!=", "<=", ">=", ".", ",", ":", "?", "(", ")", "[",
    "]",  "{",  "}",  "+",  "-",  "*",  "/", "%", "<", ">", "!", "=", "|"};

// How long the prefix of a string literal is: r, b, br; npos: no string begins here.
size_t string_prefix(std::string_view rest) {
  size_t size = 0;
  if (size < rest.size() && (rest[size] == 'b' || rest[size] == 'B')) ++size;
  if (size < rest.size() && (rest[size] == 'r' || rest[size] == 'R')) ++size;
  const bool is_quote = size < rest.size() && (rest[size] == '"' || rest[size] == '\'');
  return is_quote ? size : std::string_view::npos;
}

char simple_escape(char c) {
  switch (c) {
    case 'a':
      return '\a';
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
    case 'v':
      return '\v';
    case '\\':
    case '?':
    case '"':
    case '\'':
    case '`':
      return c;
    default:
      return 0;
  }
}

// Reads the digits of an escape; false: there are too few of them, or it is too large.
bool read_code(std::string_view body, size_t& at, size_t digits, uint32_t base, uint32_t& code) {
  code = 0;
  if (body.size() - at < digits) return false;
  for (size_t i = 0; i < digits; ++i) {
    const int digit = hex_digit(body[at + i]);
    if (digit < 0 || static_cast<uint32_t>(digit) >= base) return false;
    code = code * base + static_cast<uint32_t>(digit);
  }
  at += digits;
  return true;
}

}  // namespace

void append_utf8(std::string& text, uint32_t code) {
  const auto put = [&](uint32_t byte) { text.push_back(static_cast<char>(byte)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | code >> 6);
    put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | code >> 12);
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | code >> 18);
    put(0x80 | (code >> 12 & 0x3F));
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  }
}

bool Lexer::skip_space() {
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
      ++at_;
    } else if (c == '/' && peek(1) == '/') {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else {
      return true;
    }
  }
  return false;
}

bool Lexer::next(Token& token, Fault& fault) {
  token = Token();
  const bool has_more = skip_space();
  token.at = at_;
  if (!has_more) return true;
  const std::string_view rest = text_.substr(at_);
  if (const size_t prefix = string_prefix(rest); prefix != std::string_view::npos) {
    return read_string(token, prefix, fault);
  }
  if (is_digit(rest[0]) || (rest[0] == '.' && is_digit(peek(1)))) return read_number(token, fault);
  if (rest[0] == '`') return read_quoted_name(token, fault);
  if (starts_name(rest[0])) {
    size_t size = 1;
    while (size < rest.size() && (starts_name(rest[size]) || is_digit(rest[size]))) ++size;
    token.kind = TokenKind::name;
    token.text = rest.substr(0, size);
    at_ += size;
    return true;
  }
  for (const std::string_view mark : marks) {
    if (rest.substr(0, mark.size()) != mark) continue;
    token.kind = TokenKind::mark;
    token.text = mark;
    at_ += mark.size();
    if (mark == "=") fault = {token.at, "\"=\" is no operator; equality is \"==\""};
    if (mark == "|") fault = {token.at, "\"|\" is no operator; \"or\" is \"||\""};
    return mark != "=" && mark != "|";
  }
  size_t size = 1;  // one whole character
  while (size < rest.size() && (rest[size] & 0xC0) == 0x80) ++size;
  const std::string found = "\"" + std::string(rest.substr(0, size)) + "\"";
  if (rest[0] == '&') {
    fault = {at_, "\"&\" is no operator; \"and\" is \"&&\""};
  } else if (rest[0] == '@' || size > 1) {
    fault = {at_, found +
                      " is not expected here; a field name with such a character is written in "
                      "backquotes: `@timestamp`"};
  } else if (rest[0] == '$') {
    fault = {at_, "\"$\" is not expected here; a field is written as its name alone: a.b"};
  } else {
    fault = {at_, found + " is not expected here"};
  }
  return false;
}

bool Lexer::read_number(Token& token, Fault& fault) {
  const size_t begin = at_;
  const char* const end = text_.data() + text_.size();
  bool is_double = false;
  std::from_chars_result result{};
  if (peek() == '0' && (peek(1) == 'x' || peek(1) == 'X')) {
    result = std::from_chars(text_.data() + at_ + 2, end, token.uinteger, 16);
    if (result.ptr == text_.data() + at_ + 2) {
      fault = {begin, "a hexadecimal number needs digits behind \"0x\""};
      return false;
    }
  } else {
    size_t size = 0;
    while (is_digit(peek(size))) ++size;
    if (peek(size) == '.' && is_digit(peek(size + 1))) {
      is_double = true;
      for (++size; is_digit(peek(size)); ++size) continue;
    }
    if (peek(size) == 'e' || peek(size) == 'E') {
      const size_t sign = peek(size + 1) == '+' || peek(size + 1) == '-' ? 1 : 0;
      if (is_digit(peek(size + 1 + sign))) {
        is_double = true;
        for (size += 1 + sign; is_digit(peek(size)); ++size) continue;
      }
    }
    const char* const stop = text_.data() + at_ + size;
    if (is_double) {
      result = std::from_chars(text_.data() + at_, stop, token.number);
      if (result.ec == std::errc::result_out_of_range) {
        token.number = number_from_json(text_.substr(at_, size)).number;
        if (!std::isinf(token.number)) result.ec = std::errc();
      }
      result.ptr = stop;
    } else {
      result = std::from_chars(text_.data() + at_, stop, token.uinteger);
    }
  }
  at_ = static_cast<size_t>(result.ptr - text_.data());
  token.text = text_.substr(begin, at_ - begin);
  token.kind = is_double ? TokenKind::number : TokenKind::integer;
  if (result.ec != std::errc()) {
    fault = {begin, "the number " + std::string(shortened(token.text, 40)) + " is too large"};
    return false;
  }
  if (!is_double && (peek() == 'u' || peek() == 'U')) {
    token.kind = TokenKind::uinteger;
    ++at_;
  }
  if (starts_name(peek()) || is_digit(peek())) {
    fault = {at_, "a number ends where a letter begins; put a blank between them"};
    return false;
  }
  return true;
}

bool Lexer::read_quoted_name(Token& token, Fault& fault) {
  const size_t close = text_.find_first_of("`\n", at_ + 1);
  if (close == std::string_view::npos || text_[close] != '`') {
    fault = {at_, "a backquote opens a field name that no backquote closes"};
    return false;
  }
  token.kind = TokenKind::quoted_name;
  token.text = text_.substr(at_ + 1, close - at_ - 1);
  if (token.text.empty()) {
    fault = {at_, "there is no field name between the backquotes"};
    return false;
  }
  at_ = close + 1;
  return true;
}

bool Lexer::read_string(Token& token, size_t prefix, Fault& fault) {
  const std::string_view before = text_.substr(at_, prefix);
  const bool is_raw = before.find_first_of("rR") != std::string_view::npos;
  const bool is_bytes = before.find_first_of("bB") != std::string_view::npos;
  token.kind = is_bytes ? TokenKind::bytes : TokenKind::text;
  at_ += prefix;
  const char quote = peek();
  const bool is_triple = peek(1) == quote && peek(2) == quote;
  const std::string_view closing = text_.substr(at_, is_triple ? 3 : 1);
  at_ += closing.size();
  const size_t begin = at_;
  for (;; ++at_) {
    if (at_ >= text_.size() || (!is_triple && (peek() == '\n' || peek() == '\r'))) {
      fault = {token.at, "a quote opens a string that no quote closes"};
      return false;
    }
    if (text_.substr(at_, closing.size()) == closing) break;
    if (peek() == '\\' && !is_raw && at_ + 1 < text_.size()) ++at_;
  }
  const std::string_view body = text_.substr(begin, at_ - begin);
  at_ += closing.size();
  token.text = text_.substr(token.at, at_ - token.at);
  return decode(body, begin, token, is_raw, fault);
}

bool Lexer::decode(std::string_view body, size_t body_at, Token& token, bool is_raw, Fault& fault) {
  const bool is_bytes = token.kind == TokenKind::bytes;
  std::string out;
  for (size_t i = 0; i < body.size();) {
    const size_t begin = i;
    const char c = body[i++];
    if (c == '\r' && i < body.size() && body[i] == '\n') continue;  // lines end in one newline
    if (c != '\\' || is_raw) {
      out.push_back(c == '\r' ? '\n' : c);
      continue;
    }
    const char escape = i < body.size() ? body[i++] : '\0';
    if (const char simple = simple_escape(escape); simple != 0) {
      out.push_back(simple);
      continue;
    }
    uint32_t code = 0;
    bool is_code = false;
    bool is_byte = is_bytes;
    if (escape == 'x' || escape == 'X') {
      is_code = read_code(body, i, 2, 16, code);
    } else if (escape == 'u' || escape == 'U') {
      is_code = !is_bytes && read_code(body, i, escape == 'u' ? 4 : 8, 16, code);
      is_byte = false;
    } else if (escape >= '0' && escape <= '3') {
      is_code = read_code(body, --i, 3, 8, code);
    }
    const bool is_surrogate = code >= 0xD800 && code <= 0xDFFF;
    if (!is_code || code > 0x10FFFF || is_surrogate) {
      fault = {body_at + begin, is_code ? "the escape names no character"
                                        : "no such escape; a backslash itself is written \"\\\\\""};
      return false;
    }
    if (is_byte) {
      out.push_back(static_cast<char>(code));
    } else {
      append_utf8(out, code);
    }
  }
  token.decoded = pool_->copy(out);
  return true;
}

}  // namespace sluice::cel
