// The part of a text that is in memory: written at its end, consumed from its beginning, valid
// UTF-8 in between. Used by one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

#include <sluice/host.hpp>

namespace sluice {

class TextWindow {
 public:
  explicit TextWindow(Host host) : host_(host) {}

  /// Forgets everything; memory beyond `kept_bytes` is given back.
  void reset(size_t kept_bytes);

  /// The text that was not consumed. It may be changed in place, and moves with the next room().
  char* begin() const { return begin_; }
  char* end() const { return valid_end_; }
  size_t size() const { return static_cast<size_t>(valid_end_ - begin_); }
  std::string_view view() const { return {begin_, size()}; }
  /// Nothing will come behind end().
  bool complete() const { return complete_; }

  void consume(char* to) { begin_ = to; }

  /// Where at least `bytes` can be written. Throws std::bad_alloc.
  char* room(size_t bytes);
  /// How many bytes can be written there.
  size_t room_bytes() const { return static_cast<size_t>(memory_.get() + capacity_ - raw_end_); }

  /// `bytes` were written to room(); `last`: no more will be. Each invalid UTF-8 sequence is
  /// replaced by U+FFFD; one that is cut at the end waits for the rest.
  void commit(size_t bytes, bool last);

  /// How many sequences were replaced since reset() or the last call.
  uint64_t take_replaced() { return std::exchange(replaced_, 0); }

 private:
  void check(bool last);
  void repair(size_t held_back);

  Host host_;
  std::unique_ptr<char[]> memory_;
  size_t capacity_ = 0;
  char* begin_ = nullptr;
  char* valid_end_ = nullptr;
  char* raw_end_ = nullptr;  // at most 3 bytes behind valid_end_, between calls
  bool complete_ = false;
  uint64_t replaced_ = 0;
};

}  // namespace sluice
