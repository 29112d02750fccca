#include <algorithm>
#include <cstring>

#include <cloudwatch-awslogs/text_window.hpp>

namespace sluice {
namespace {

/// How many bytes at the end begin a character that is not complete.
size_t incomplete_tail(std::string_view text) {
  for (size_t i = 1; i <= std::min<size_t>(3, text.size()); ++i) {
    const auto c = static_cast<unsigned char>(text[text.size() - i]);
    if ((c & 0xC0) == 0x80) continue;
    const size_t needed = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1;
    return needed > i ? i : 0;
  }
  return 0;
}

}  // namespace

void TextWindow::reset(size_t kept_bytes) {
  if (capacity_ > kept_bytes) {
    memory_.reset();
    capacity_ = 0;
  }
  begin_ = valid_end_ = raw_end_ = memory_.get();
  complete_ = false;
  replaced_ = 0;
}

char* TextWindow::room(size_t bytes) {
  if (room_bytes() >= bytes) return raw_end_;
  const auto valid = static_cast<size_t>(valid_end_ - begin_);
  const auto raw = static_cast<size_t>(raw_end_ - begin_);
  // Moving pays only where it makes as much room as it copies; else the memory doubles.
  if (capacity_ >= raw + std::max(bytes, raw)) {
    std::memmove(memory_.get(), begin_, raw);
  } else {
    const size_t capacity = std::max(raw + bytes, capacity_ * 2);
    std::unique_ptr<char[]> memory(new char[capacity]);
    if (raw > 0) std::memcpy(memory.get(), begin_, raw);
    memory_ = std::move(memory);
    capacity_ = capacity;
  }
  begin_ = memory_.get();
  valid_end_ = begin_ + valid;
  raw_end_ = begin_ + raw;
  return raw_end_;
}

void TextWindow::commit(size_t bytes, bool last) {
  raw_end_ += bytes;
  check(last);
  complete_ = last;
}

void TextWindow::check(bool last) {
  const std::string_view added(valid_end_, static_cast<size_t>(raw_end_ - valid_end_));
  if (host_.json().valid_utf8(added)) {
    valid_end_ = raw_end_;
    return;
  }
  const size_t held_back = last ? 0 : incomplete_tail(added);
  if (host_.json().valid_utf8(added.substr(0, added.size() - held_back))) {
    valid_end_ = raw_end_ - held_back;
  } else {
    repair(held_back);
  }
}

void TextWindow::repair(size_t held_back) {
  char tail[3];
  std::memcpy(tail, raw_end_ - held_back, held_back);
  const OwnedBatch scratch = host_.create_batch();
  const auto size = static_cast<size_t>(raw_end_ - valid_end_) - held_back;
  uint64_t replaced = 0;
  const std::string_view repaired =
      host_.json().repair_utf8(Batch(scratch.get()), {valid_end_, size}, replaced);
  replaced_ += replaced;
  raw_end_ = valid_end_;
  std::memcpy(room(repaired.size() + held_back), repaired.data(), repaired.size());
  valid_end_ += repaired.size();
  std::memcpy(valid_end_, tail, held_back);
  raw_end_ = valid_end_ + held_back;
}

}  // namespace sluice
