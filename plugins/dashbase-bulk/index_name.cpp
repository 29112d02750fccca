#include "index_name.hpp"

namespace sluice {
namespace {

constexpr std::string_view forbidden = "\\/*?\"<>| ,#:";

bool is_forbidden(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F || forbidden.find(c) != std::string_view::npos;
}

}  // namespace

void append_clean(std::string_view value, std::string& out) {
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (c >= 'A' && c <= 'Z') {
      out += static_cast<char>(c - 'A' + 'a');
    } else if (byte < 0x80) {
      out += is_forbidden(c) ? '-' : c;
    } else if (byte >= 0xC0) {
      out += '-';  // for the whole character; the bytes that follow its first are left out
    }
  }
}

const char* find_part_error(std::string_view part) {
  for (const char c : part) {
    if (c >= 'A' && c <= 'Z') return "must be lower case";
    if (is_forbidden(c)) {
      return "must not hold spaces, control characters or any of \\ / * ? \" < > | , # :";
    }
  }
  return nullptr;
}

const char* find_name_error(std::string_view name) {
  if (const char* error = find_part_error(name)) return error;
  if (name.empty() || std::string_view("-_+").find(name.front()) != std::string_view::npos) {
    return "must not be empty or begin with -, _ or +";
  }
  if (name == "." || name == "..") return "must not be . or ..";
  return nullptr;
}

}  // namespace sluice
