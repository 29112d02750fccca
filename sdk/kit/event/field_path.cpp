#include <algorithm>

#include <kit/event/field_path.hpp>

namespace sluice {
namespace {

constexpr size_t max_steps = 100;
constexpr uint32_t max_index = UINT32_MAX - 1;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Counted in characters from 1, as an editor shows it.
size_t position(std::string_view text, size_t at) {
  const auto is_start = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
  return 1 + static_cast<size_t>(std::count_if(text.begin(), text.begin() + at, is_start));
}

}  // namespace

class PathParser {
 public:
  explicit PathParser(std::string_view text) {
    path_.text_ = text;
    path_.keys_ = std::make_unique<char[]>(text.size() + 1);
  }

  Result<FieldPath> parse() {
    if (!parse_first()) return error();
    while (at_ < text().size()) {
      if (path_.steps_.size() == max_steps) return fail("expected at most 100 levels"), error();
      if (peek() == '.') {
        ++at_;
        if (!parse_name()) return error();
      } else if (peek() == '[') {
        if (!parse_bracket(true)) return error();
      } else {
        return fail("expected \".\" or \"[\""), error();
      }
    }
    return std::move(path_);
  }

 private:
  std::string_view text() const { return path_.text_; }
  char peek() const { return at_ < text().size() ? text()[at_] : '\0'; }

  // The message is made once, where it is known; `fail` returns false for its caller to return.
  bool fail(std::string_view expected) {
    message_ = "path \"" + path_.text_ + "\": " + std::string(expected) + " at position " +
               std::to_string(position(text(), at_)) + ", found ";
    if (at_ >= text().size()) {
      message_ += "its end";
    } else {
      size_t end = at_ + 1;  // one whole character
      while (end < text().size() && (text()[end] & 0xC0) == 0x80) ++end;
      message_.append("\"").append(text().substr(at_, end - at_)).append("\"");
    }
    return false;
  }
  Error error() { return rejected(std::move(message_)); }

  bool parse_first() { return peek() == '[' ? parse_bracket(false) : parse_name(); }

  bool parse_name() {
    const size_t end = std::min(text().find_first_of(".[]\"", at_), text().size());
    if (end == at_) return fail("expected a field name");
    if (end < text().size() && (text()[end] == ']' || text()[end] == '"')) {
      at_ = end;
      return fail("expected \".\" or \"[\" (a key with such characters is written [\"key\"])");
    }
    char* const key = path_.keys_.get() + key_bytes_;
    std::memcpy(key, text().data() + at_, end - at_);
    add_key(key, end - at_, end);
    return true;
  }

  bool parse_bracket(bool index_allowed) {
    ++at_;
    if (peek() == '"') return parse_quoted();
    if (!index_allowed) return fail("expected a key in double quotes");
    if (!is_digit(peek())) return fail("expected a number or a key in double quotes");
    return parse_index();
  }

  bool parse_index() {
    uint64_t index = 0;
    const size_t begin = at_;
    for (; is_digit(peek()); ++at_) {
      index = index * 10 + static_cast<uint64_t>(peek() - '0');
      if (index > max_index) {
        at_ = begin;
        return fail("expected a number below 4294967295");
      }
    }
    if (!close_bracket()) return false;
    path_.steps_.push_back(
        {nullptr, 0, static_cast<uint32_t>(index), 0, static_cast<uint32_t>(at_)});
    path_.fixed_steps_ = path_.steps_.size();
    return true;
  }

  bool parse_quoted() {
    char* const key = path_.keys_.get() + key_bytes_;
    size_t size = 0;
    for (++at_;; ++at_) {
      if (at_ >= text().size()) return fail("expected a closing quote");
      if (peek() == '"') break;
      if (peek() == '\\') {
        ++at_;
        if (peek() != '"' && peek() != '\\') return fail("expected \\\" or \\\\ after a backslash");
      }
      key[size++] = peek();
    }
    ++at_;
    if (!close_bracket()) return false;
    add_key(key, size, at_);
    return true;
  }

  bool close_bracket() {
    if (peek() != ']') return fail("expected \"]\"");
    ++at_;
    return true;
  }

  void add_key(const char* key, size_t size, size_t end) {
    path_.steps_.push_back(
        {key, static_cast<uint32_t>(size), 0, plain_flag({key, size}), static_cast<uint32_t>(end)});
    key_bytes_ += size;
    at_ = end;
  }

  FieldPath path_;
  size_t at_ = 0;
  size_t key_bytes_ = 0;
  std::string message_;
};

Result<FieldPath> FieldPath::parse(std::string_view text) {
  return PathParser(text).parse();
}

bool FieldPath::starts_with(const FieldPath& other) const {
  return size() >= other.size() &&
         std::equal(other.steps_.begin(), other.steps_.end(), steps_.begin());
}

bool FieldPath::is_sibling(const FieldPath& other) const {
  return size() == other.size() && last().is_key() && other.last().is_key() &&
         std::equal(steps_.begin(), steps_.end() - 1, other.steps_.begin());
}

}  // namespace sluice
