#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include <cli/markdown.hpp>

namespace sluice::cli {

std::string code(std::string_view text) {
  const char* const fence = text.find('`') == std::string_view::npos ? "`" : "``";
  return fmt::format("{}{}{}", fence, text.empty() ? "\"\"" : text, fence);
}

std::string prose(std::string_view text) {
  std::string out;
  bool in_code = false;
  bool in_word = false;  // where "_" is no markup
  for (const char c : text) {
    if (c == '`') in_code = !in_code;
    const bool is_markup = c == '<' || c == '*' || c == '[' || (c == '_' && !in_word);
    if (!in_code && is_markup) out += '\\';
    out += c;
    in_word = c == '_' || std::isalnum(static_cast<unsigned char>(c)) != 0;
  }
  return out;
}

std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

std::string heading_anchor(std::string_view heading) {
  std::string out;
  for (const char c : heading) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == ' ') out += '-';
    if (std::isalnum(byte) != 0 || c == '-' || c == '_') {
      out += static_cast<char>(std::tolower(byte));
    }
  }
  return out;
}

std::string link_to(std::string_view heading) {
  std::string text(heading);
  if (!text.empty()) text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
  return fmt::format("[{}](#{})", text, heading_anchor(heading));
}

std::string title_of(std::string_view path) {
  std::string out(path.substr(path.rfind('.') == std::string_view::npos ? 0 : path.rfind('.') + 1));
  while (out.ends_with("[]")) out.resize(out.size() - 2);
  std::replace(out.begin(), out.end(), '_', ' ');
  if (!out.empty()) out[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(out[0])));
  return out;
}

}  // namespace sluice::cli
