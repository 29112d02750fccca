#include <cctype>

#include <map/text/separator.hpp>

namespace sluice {

std::string_view unsupported_construct(std::string_view pattern) {
  bool in_class = false;
  for (size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    const std::string_view rest = pattern.substr(i);
    if (c == '\\') {
      const char next = rest.size() > 1 ? rest[1] : '\0';
      if (!in_class && next >= '1' && next <= '9') return "back-references such as \"\\1\"";
      ++i;
    } else if (in_class) {
      in_class = c != ']';
    } else if (c == '[') {
      in_class = true;
      if (rest.size() > 1 && rest[1] == '^') ++i;
      if (i + 1 < pattern.size() && pattern[i + 1] == ']') ++i;  // a bracket that comes first
    } else if (rest.starts_with("(?=") || rest.starts_with("(?!")) {
      return "look-ahead, \"(?=\" or \"(?!\"";
    } else if (rest.starts_with("(?<=") || rest.starts_with("(?<!")) {
      return "look-behind, \"(?<=\" or \"(?<!\"";
    } else if (rest.starts_with("(?>")) {
      return "atomic groups, \"(?>\"; write \"(?:\"";
    } else if (rest.starts_with("++") || rest.starts_with("*+") || rest.starts_with("?+")) {
      return "possessive repetition such as \"++\"; write \"+\"";
    }
  }
  return {};
}

Result<Regex> compile_regex(std::string_view pattern, bool multi_line) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(regex_memory_bytes);
  std::string text = multi_line ? "(?m)" : "";
  auto regex = std::make_unique<const RE2>(text.append(pattern), options);
  if (regex->ok()) return Regex(std::move(regex));
  std::string message = "pattern \"" + std::string(pattern) + "\": ";
  if (const std::string_view construct = unsupported_construct(pattern); !construct.empty()) {
    return rejected(message + "RE2, which runs it, has no " + std::string(construct));
  }
  // RE2 names the part at fault, or the whole pattern, which was said already.
  std::string why = regex->error();
  if (why.ends_with(": " + text)) why.resize(why.size() - text.size() - 2);
  message += why;
  return rejected(std::move(message));
}

Result<Separator> Separator::compile(std::string_view pattern) {
  if (pattern.empty()) return rejected("a separator cannot be empty");
  Separator separator;
  std::string_view plain = pattern;
  if (pattern.size() == 2 && pattern[0] == '\\' && !std::isalnum(pattern[1] & 0x7F)) {
    plain = pattern.substr(1);  // such as \| for one character
  } else if (pattern.find_first_of("\\^$.|?*+()[]{}") != pattern.npos) {
    Result<Regex> regex = compile_regex(pattern);
    if (!regex) return std::move(regex).error();
    separator.regex_ = std::move(*regex);
    return separator;
  }
  separator.plain_ = plain;
  return separator;
}

bool Separator::find(std::string_view text, size_t from, TextRange& found) const {
  if (regex_ == nullptr) {
    const size_t at = text.find(plain_, from);
    if (at == text.npos) return false;
    found = {at, at + plain_.size()};
    return true;
  }
  re2::StringPiece match;
  if (from > text.size() || !regex_->Match(text, from, text.size(), RE2::UNANCHORED, &match, 1)) {
    return false;
  }
  const auto begin = static_cast<size_t>(match.data() - text.data());
  found = {begin, begin + match.size()};
  return true;
}

size_t Separator::size_at(std::string_view text, size_t at) const {
  if (regex_ == nullptr) return text.substr(at).starts_with(plain_) ? plain_.size() : 0;
  re2::StringPiece match;
  if (!regex_->Match(text, at, text.size(), RE2::ANCHOR_START, &match, 1)) return 0;
  return match.size();
}

}  // namespace sluice
