// Text for people at a terminal. Free functions without state: any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sluice::cli {

namespace colour {
constexpr std::string_view red = "\x1b[31m";
constexpr std::string_view green = "\x1b[32m";
constexpr std::string_view yellow = "\x1b[33m";
constexpr std::string_view cyan = "\x1b[36m";
constexpr std::string_view bold = "\x1b[1m";
constexpr std::string_view dim = "\x1b[2m";
constexpr std::string_view plain = "\x1b[0m";
}  // namespace colour

/// How a command shows what it finds.
enum class TextForm {
  automatic,  // text on a terminal, JSON lines otherwise
  text,
  json
};

/// Whether standard output is a terminal.
bool is_terminal();

/// Whether it is to be text.
bool is_text(TextForm form);

/// Whether standard output takes colours: a terminal that is not dumb, and NO_COLOR (no-color.org)
/// is not set.
bool takes_colours();

/// Columns of the terminal on standard output; 100 when there is none.
size_t terminal_width();

std::string paint(std::string_view text, std::string_view colour, bool coloured);

/// Control characters as \x1b: text of a pipeline or an event must not steer the terminal.
std::string printable(std::string_view text);

/// A text of at most about `width` bytes: what is longer ends, at a whole character, with how many
/// bytes it has.
std::string shortened(std::string_view text, size_t width);

}  // namespace sluice::cli
