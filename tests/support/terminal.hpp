// A pseudo-terminal, and what somebody would see on it. Used by the test's thread.
#pragma once

#include <string>
#include <string_view>

namespace sluice::testing {

class Terminal {
 public:
  explicit Terminal(unsigned short columns = 80);
  ~Terminal();
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  /// Where a program writes.
  int fd() const { return program_; }
  /// No more is written from here; what a child process holds stays open.
  void close_program();

  /// Reads until `text` has come. A test that waits in vain is ended by ctest's time limit.
  void wait_for(std::string_view text);
  /// Reads until nobody holds the program's side any more. REQUIRES: close_program() was called.
  void read_to_end();

  /// All bytes so far, as they came.
  const std::string& bytes() const { return bytes_; }
  /// What is on the screen now: its lines, without blank ones behind the last.
  std::string screen() const;

 private:
  bool read_some();

  int person_ = -1;
  int program_ = -1;
  std::string bytes_;
};

}  // namespace sluice::testing
