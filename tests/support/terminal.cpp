#include <array>
#include <cerrno>
#include <stdexcept>

#include <pty.h>
#include <support/terminal.hpp>
#include <unistd.h>

namespace sluice::testing {

Terminal::Terminal(unsigned short columns) {
  winsize size{};
  size.ws_row = 24;
  size.ws_col = columns;
  if (::openpty(&person_, &program_, nullptr, nullptr, &size) != 0) {
    throw std::runtime_error("could not open a pseudo-terminal");
  }
}

Terminal::~Terminal() {
  close_program();
  ::close(person_);
}

void Terminal::close_program() {
  if (program_ >= 0) ::close(program_);
  program_ = -1;
}

bool Terminal::read_some() {
  std::array<char, 4096> block;
  ssize_t size = -1;
  do {
    size = ::read(person_, block.data(), block.size());
  } while (size < 0 && errno == EINTR);
  if (size <= 0) return false;  // EIO: nobody writes any more
  bytes_.append(block.data(), static_cast<size_t>(size));
  return true;
}

void Terminal::wait_for(std::string_view text) {
  while (bytes_.find(text) == std::string::npos) {
    if (!read_some()) throw std::runtime_error("the terminal was closed before: " + bytes_);
  }
}

void Terminal::read_to_end() {
  while (read_some()) {
  }
}

// Knows what the program uses: CR, LF and "erase to the end of the line".
std::string Terminal::screen() const {
  static constexpr std::string_view erase = "\x1b[K";
  std::string done;
  std::string line;
  size_t column = 0;
  for (size_t i = 0; i < bytes_.size(); ++i) {
    if (bytes_[i] == '\r') {
      column = 0;
    } else if (bytes_[i] == '\n') {
      done += line + "\n";
      line.clear();
    } else if (bytes_.compare(i, erase.size(), erase) == 0) {
      line.resize(column);
      i += erase.size() - 1;
    } else {
      if (line.size() <= column) line.resize(column + 1, ' ');
      line[column++] = bytes_[i];
    }
  }
  return done + line;
}

}  // namespace sluice::testing
