// From text to tokens, one at a time.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <kit/cel/context.hpp>

namespace sluice::cel {

/// Why an expression is refused, and where: bytes from its beginning.
struct Fault {
  size_t at = 0;
  std::string message;
};

enum class TokenKind : uint8_t {
  end,
  name,
  quoted_name,
  integer,
  uinteger,
  number,
  text,
  bytes,
  mark
};

struct Token {
  TokenKind kind = TokenKind::end;
  size_t at = 0;             // bytes
  std::string_view text;     // as written; a quoted name without its quotes
  std::string_view decoded;  // text and bytes
  uint64_t uinteger = 0;     // integers without their sign
  double number = 0;

  bool is(std::string_view mark) const { return kind == TokenKind::mark && text == mark; }
  bool is_name(std::string_view name) const { return kind == TokenKind::name && text == name; }
};

class Lexer {
 public:
  /// What literals hold goes to `pool`.
  Lexer(std::string_view text, Pool& pool) : text_(text), pool_(&pool) {}

  /// False: `fault` says what is wrong.
  bool next(Token& token, Fault& fault);

 private:
  bool skip_space();
  bool read_number(Token& token, Fault& fault);
  bool read_string(Token& token, size_t prefix, Fault& fault);
  bool read_quoted_name(Token& token, Fault& fault);
  bool decode(std::string_view body, size_t body_at, Token& token, bool is_raw, Fault& fault);
  char peek(size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : 0; }

  std::string_view text_;
  Pool* pool_;
  size_t at_ = 0;
};

/// Appends a code point as UTF-8. REQUIRES: at most 0x10FFFF and no half of a surrogate pair.
void append_utf8(std::string& text, uint32_t code_point);

}  // namespace sluice::cel
