// find_json_error: the strict check.
#include <deque>
#include <unordered_set>
#include <vector>

#include <kit/mapping/json_text.hpp>
#include <kit/mapping/utf8.hpp>

namespace sluice::mapping {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

class Checker {
 public:
  explicit Checker(std::string_view text) : text_(text) {}

  std::optional<JsonError> run() {
    skip_space();
    if (at_end()) return JsonError{pos_, "the text is empty"};
    if (value(0)) {
      skip_space();
      if (!at_end()) fail("unexpected text after the value");
    }
    return error_;
  }

 private:
  bool at_end() const { return pos_ == text_.size(); }
  char peek() const { return pos_ < text_.size() ? text_[pos_] : '\0'; }

  void skip_space() {
    while (!at_end()) {
      const char c = text_[pos_];
      if (c != ' ' && c != '\t' && c != '\n' && c != '\r') return;
      ++pos_;
    }
  }

  bool fail(std::string reason) {
    if (!error_) error_ = JsonError{pos_, std::move(reason)};
    return false;
  }

  bool fail_here(const char* expected) {
    if (at_end()) return fail(std::string("unexpected end of the text, expected ") + expected);
    const auto c = static_cast<unsigned char>(text_[pos_]);
    static constexpr char hex[] = "0123456789abcdef";
    std::string found = "byte 0x";
    found += hex[c >> 4];
    found += hex[c & 15];
    if (c > 0x20 && c < 0x7F) found = std::string("'") + text_[pos_] + "'";
    return fail("unexpected " + found + ", expected " + expected);
  }

  bool value(std::size_t depth) {
    if (depth > max_json_depth) return fail("the text is nested too deeply");
    switch (peek()) {
      case '{':
        return object(depth);
      case '[':
        return array(depth);
      case '"':
        return string();
      case 't':
        return literal("true");
      case 'f':
        return literal("false");
      case 'n':
        return literal("null");
      default:
        return number();
    }
  }

  bool literal(std::string_view word) {
    if (text_.substr(pos_, word.size()) != word) return fail_here("a value");
    pos_ += word.size();
    return true;
  }

  bool digits() {
    if (!is_digit(peek())) return fail_here("a digit");
    while (is_digit(peek())) ++pos_;
    return true;
  }

  bool number() {
    if (peek() != '-' && !is_digit(peek())) return fail_here("a value");
    if (peek() == '-') ++pos_;
    if (peek() == '0') {
      ++pos_;
    } else if (!digits()) {
      return false;
    }
    if (peek() == '.') {
      ++pos_;
      if (!digits()) return false;
    }
    if (peek() == 'e' || peek() == 'E') {
      ++pos_;
      if (peek() == '+' || peek() == '-') ++pos_;
      if (!digits()) return false;
    }
    return true;
  }

  bool string() {
    ++pos_;
    while (!at_end()) {
      const auto c = static_cast<unsigned char>(text_[pos_]);
      if (c == '"') {
        ++pos_;
        return true;
      }
      if (c < 0x20) return fail_here("no control character inside a string");
      if (c == '\\') {
        if (!escape()) return false;
      } else if (c < 0x80) {
        ++pos_;
      } else {
        const std::size_t length = utf8_sequence_length(text_, pos_);
        if (length == 0) return fail("the text is not valid UTF-8");
        pos_ += length;
      }
    }
    return fail("unexpected end of the text inside a string");
  }

  bool escape() {
    ++pos_;
    const char c = peek();
    if (c == 'u') {
      ++pos_;
      for (int i = 0; i < 4; ++i, ++pos_) {
        if (!is_hex(peek())) return fail_here("four hexadecimal digits");
      }
      return true;
    }
    if (at_end() || std::string_view("\"\\/bfnrt").find(c) == std::string_view::npos) {
      return fail_here("an escape");
    }
    ++pos_;
    return true;
  }

  bool array(std::size_t depth) {
    ++pos_;
    skip_space();
    if (peek() == ']') {
      ++pos_;
      return true;
    }
    for (;;) {
      skip_space();
      if (!value(depth + 1)) return false;
      skip_space();
      if (peek() == ']') {
        ++pos_;
        return true;
      }
      if (peek() != ',') return fail_here("',' or ']'");
      ++pos_;
    }
  }

  bool object(std::size_t depth) {
    ++pos_;
    skip_space();
    if (peek() == '}') {
      ++pos_;
      return true;
    }
    const std::size_t first_key = keys_.size();
    std::unordered_set<std::string_view> many;  // takes over when comparing one by one gets slow
    for (;;) {
      skip_space();
      if (!member(depth, first_key, many)) return false;
      skip_space();
      if (peek() == '}') {
        ++pos_;
        keys_.resize(first_key);
        return true;
      }
      if (peek() != ',') return fail_here("',' or '}'");
      ++pos_;
    }
  }

  bool member(std::size_t depth, std::size_t first_key,
              std::unordered_set<std::string_view>& many) {
    if (peek() != '"') return fail_here("a field name in quotes");
    const std::size_t begin = pos_;
    if (!string()) return false;
    if (!note_key(text_.substr(begin, pos_ - begin), first_key, many)) return false;
    skip_space();
    if (peek() != ':') return fail_here("':'");
    ++pos_;
    skip_space();
    return value(depth + 1);
  }

  bool note_key(std::string_view quoted, std::size_t first_key,
                std::unordered_set<std::string_view>& many) {
    constexpr std::size_t few = 24;
    std::string_view key = quoted.substr(1, quoted.size() - 2);
    if (key.find('\\') != std::string_view::npos) {
      if (auto text = decode_json_string(quoted)) {
        decoded_.push_back(std::move(*text));
        key = decoded_.back();
      }
    }
    bool seen = false;
    const std::size_t count = keys_.size() - first_key;
    if (count < few) {
      for (std::size_t i = first_key; i < keys_.size() && !seen; ++i) seen = keys_[i] == key;
    } else {
      if (count == few) many.insert(keys_.begin() + static_cast<long>(first_key), keys_.end());
      seen = !many.insert(key).second;
    }
    keys_.push_back(key);
    return !seen || fail("duplicate field '" + std::string(key) + "'");
  }

  std::string_view text_;
  std::size_t pos_ = 0;
  std::optional<JsonError> error_;
  std::vector<std::string_view> keys_;  // of all open objects, the innermost last
  std::deque<std::string> decoded_;     // what keys_ points into where a key has escapes
};

}  // namespace

std::optional<JsonError> find_json_error(std::string_view text) {
  return Checker(text).run();
}

}  // namespace sluice::mapping
