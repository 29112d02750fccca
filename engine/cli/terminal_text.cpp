#include <algorithm>
#include <cstdlib>
#include <cstring>

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cli/terminal_text.hpp>

namespace sluice::cli {
namespace {

constexpr size_t usual_width = 100;
constexpr size_t smallest_width = 40;

}  // namespace

bool is_terminal() {
  return ::isatty(STDOUT_FILENO) != 0;
}

bool is_text(TextForm form) {
  return form == TextForm::text || (form == TextForm::automatic && is_terminal());
}

bool takes_colours() {
  const char* no_colour = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  const bool dumb = terminal != nullptr && std::strcmp(terminal, "dumb") == 0;
  return is_terminal() && !dumb && (no_colour == nullptr || *no_colour == '\0');
}

size_t terminal_width() {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return usual_width;
  return std::max<size_t>(size.ws_col, smallest_width);
}

std::string paint(std::string_view text, std::string_view colour, bool coloured) {
  return coloured ? fmt::format("{}{}{}", colour, text, colour::plain) : std::string(text);
}

std::string printable(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    out += control && c != '\t' ? fmt::format("\\x{:02x}", c) : std::string(1, c);
  }
  return out;
}

std::string shortened(std::string_view text, size_t width) {
  if (text.size() <= width) return std::string(text);
  const std::string end = fmt::format("... ({} bytes)", text.size());
  size_t kept = width > end.size() ? width - end.size() : 0;
  while (kept > 0 && (static_cast<unsigned char>(text[kept]) & 0xC0) == 0x80) --kept;
  return std::string(text.substr(0, kept)) + end;
}

}  // namespace sluice::cli
