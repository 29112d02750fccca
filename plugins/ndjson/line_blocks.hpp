// An input cut into blocks that hold whole lines: the part of a line at the end of one block is
// carried over to the next. A byte order mark at the beginning is left out. Constant memory,
// whatever the input. Used by one thread; blocks that were shared with batches may be released on
// any.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>

#include <ndjson/block_pool.hpp>

#include <kit/input_stream.hpp>
#include <sluice/result.hpp>

namespace sluice {

class LineBlocks {
 public:
  enum class Fill {
    lines,      // next() .. lines_end() are whole lines; the very last may lack its line break
    long_line,  // the line at next() is longer than allowed; next() .. end() is its beginning
    end,        // the input has ended
    stopped,    // a stop was requested while waiting for input
  };

  /// `max_line_bytes` bounds a line without its line break, and with it the memory.
  LineBlocks(size_t block_bytes, size_t max_line_bytes);

  void open(kit::InputStream stream);
  void close();

  /// Reads on. An error of the input comes again on every call. REQUIRES: next() == lines_end().
  Result<Fill> fill();

  /// After `long_line`: passes over the rest of that line. `stopped` when it must be called again,
  /// otherwise `lines` (there may be none yet) or `end`.
  Result<Fill> skip_long_line();

  /// The unread whole lines. They may be changed in place.
  char* next() const { return next_; }
  char* lines_end() const { return lines_end_; }
  /// The end of what was read: whole lines and the beginning of one more.
  char* end() const { return end_; }
  void advance(char* to) { next_ = to; }

  /// Bytes of the (decompressed) input before next().
  uint64_t offset() const { return read_bytes_ - static_cast<uint64_t>(end_ - next_); }

  /// The last read gave less than asked for: waiting for more may take a while.
  bool may_wait() const { return short_read_; }

  /// The block behind next(), to be kept as long as anything points into it.
  const std::shared_ptr<Block>& share() {
    shared_ = true;
    return block_;
  }

 private:
  Result<size_t> read_more();
  void make_room();
  void skip_byte_order_mark();

  const size_t block_bytes_;
  const size_t max_line_bytes_;
  BlockPool pool_;
  std::optional<kit::InputStream> stream_;
  std::shared_ptr<Block> block_;
  bool shared_ = false;  // batches may point into block_: nothing in it may move any more
  bool ended_ = false;
  bool short_read_ = false;
  char* next_ = nullptr;
  char* lines_end_ = nullptr;
  char* end_ = nullptr;
  uint64_t read_bytes_ = 0;  // of the whole input
};

}  // namespace sluice
