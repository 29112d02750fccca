#include <algorithm>
#include <cassert>
#include <cstring>
#include <string_view>

#include <ndjson/line_blocks.hpp>

namespace sluice {
namespace {

constexpr size_t kept_blocks = 64;
// A pipe gives 64 KiB at a time at most; with less room than this a new block pays.
constexpr size_t smallest_read_bytes = size_t{64} << 10;

}  // namespace

LineBlocks::LineBlocks(size_t block_bytes, size_t max_line_bytes)
    : block_bytes_(block_bytes), max_line_bytes_(max_line_bytes), pool_(block_bytes, kept_blocks) {}

void LineBlocks::open(kit::InputStream stream) {
  close();
  stream_.emplace(std::move(stream));
}

void LineBlocks::close() {
  stream_.reset();
  block_.reset();
  shared_ = ended_ = short_read_ = false;
  next_ = lines_end_ = end_ = nullptr;
  read_bytes_ = 0;
}

// Room for a read behind end_, in this block or in a new one to which the unread bytes move.
void LineBlocks::make_room() {
  const size_t unread = static_cast<size_t>(end_ - next_);
  if (block_ != nullptr) {
    char* const block_end = block_->data.get() + block_->capacity;
    const size_t room = static_cast<size_t>(block_end - end_);
    if (room >= std::min(smallest_read_bytes, block_bytes_ / 2)) return;
  }
  // A line that nearly fills its block gets one of twice the size, so that moving it costs no more
  // than reading it.
  const size_t wanted = unread <= block_bytes_ / 4 * 3 ? block_bytes_ : unread * 2;
  std::shared_ptr<Block> old;  // holds the bytes until they were copied
  if (block_ == nullptr || shared_ || block_->capacity < wanted) {
    old = std::move(block_);
    block_ = pool_.take(wanted);
    shared_ = false;
  }
  char* const to = block_->data.get();
  if (unread > 0) std::memmove(to, next_, unread);
  next_ = lines_end_ = to;
  end_ = to + unread;
}

Result<size_t> LineBlocks::read_more() {
  make_room();
  const auto room = static_cast<size_t>(block_->data.get() + block_->capacity - end_);
  Result<size_t> size = stream_->read(end_, room);
  if (!size.ok()) return size;
  if (*size == 0 && !stream_->stopped()) ended_ = true;
  short_read_ = *size < room;
  end_ += *size;
  read_bytes_ += *size;
  return size;
}

void LineBlocks::skip_byte_order_mark() {
  static constexpr std::string_view mark = "\xEF\xBB\xBF";
  if (offset() > 0 || static_cast<size_t>(end_ - next_) < mark.size()) return;
  if (std::string_view(next_, mark.size()) == mark) next_ = lines_end_ = next_ + mark.size();
}

Result<LineBlocks::Fill> LineBlocks::fill() {
  assert(next_ == lines_end_);
  for (;;) {
    if (ended_) {
      lines_end_ = end_;
      return next_ == end_ ? Fill::end : Fill::lines;
    }
    Result<size_t> size = read_more();
    if (!size.ok()) return std::move(size).error();
    skip_byte_order_mark();
    if (*size == 0) {
      if (!ended_) return Fill::stopped;
      if (static_cast<size_t>(end_ - next_) > max_line_bytes_) return Fill::long_line;
      continue;
    }
    const void* newline = memrchr(end_ - *size, '\n', *size);
    if (newline != nullptr) {
      lines_end_ = const_cast<char*>(static_cast<const char*>(newline)) + 1;
      return Fill::lines;
    }
    if (static_cast<size_t>(end_ - next_) > max_line_bytes_) return Fill::long_line;
  }
}

Result<LineBlocks::Fill> LineBlocks::skip_long_line() {
  for (;;) {
    const size_t unread = static_cast<size_t>(end_ - next_);
    if (const void* newline = std::memchr(next_, '\n', unread)) {
      next_ = const_cast<char*>(static_cast<const char*>(newline)) + 1;
      const void* last = memrchr(next_, '\n', static_cast<size_t>(end_ - next_));
      lines_end_ = last == nullptr ? next_ : const_cast<char*>(static_cast<const char*>(last)) + 1;
      return Fill::lines;
    }
    next_ = lines_end_ = end_;
    if (ended_) return Fill::end;
    Result<size_t> size = read_more();
    if (!size.ok()) return std::move(size).error();
    if (*size == 0 && !ended_) return Fill::stopped;
  }
}

}  // namespace sluice
