// The records of an input: JSON objects one behind the other, with or without white space in
// between. The buffer holds the text from the beginning of the current record; who reads it says
// where it ends. Used by one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include <cloudwatch-awslogs/text_window.hpp>

#include <kit/input_stream.hpp>
#include <sluice/result.hpp>

namespace sluice {

class RecordBuffer {
 public:
  enum class State {
    text,    // text() begins with a record, or has grown
    end,     // the input has ended
    stopped  // a stop was requested while waiting for input
  };

  /// `read_bytes`: how much is read at once.
  RecordBuffer(Host host, size_t read_bytes) : read_bytes_(read_bytes), text_(host) {}

  void open(kit::InputStream stream);
  void close();

  /// Goes to the next record, or to what stands in its place. An error of the input comes again on
  /// every call.
  Result<State> begin_record();

  /// The text from the beginning of the record on, as far as it was read. It moves with more().
  TextWindow& text() { return text_; }
  /// Of its beginning: the line of the input, from 1, and the offset in bytes (of the decompressed
  /// input, with invalid UTF-8 already replaced).
  uint64_t line() const { return line_; }
  uint64_t offset() const { return offset_; }

  /// Reads at least as much text again, or what there is. `end`: the text is complete.
  Result<State> more();

  /// The last read gave less than asked for: waiting for more may take a while.
  bool may_wait() const { return short_read_; }

  /// The record is `size` bytes long and done with.
  void consume(size_t size);

  /// After text that is no record, known from byte `from` on (at least 1): its size up to the place
  /// where the next record seems to begin, a line that begins with '{' or what looks like the
  /// beginning of a record behind '}'. Reads on for it; when there is none within `limit` bytes,
  /// the size so far, and begin_record() will pass over the rest.
  size_t find_next(size_t from, size_t limit);

 private:
  Result<State> pass_over();
  bool search(size_t& position) const;

  const size_t read_bytes_;
  TextWindow text_;
  std::optional<kit::InputStream> stream_;
  uint64_t line_ = 1;
  uint64_t offset_ = 0;
  char previous_ = '\n';  // the byte before text()
  bool passing_over_ = false;
  bool short_read_ = false;
};

}  // namespace sluice
