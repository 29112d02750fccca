#include "seen_window.hpp"

#include <algorithm>
#include <utility>

namespace sluice {
namespace {

constexpr uint32_t first_room = 1024;

}  // namespace

SeenWindow::SeenWindow(uint32_t most_keys, std::optional<int64_t> most_age_ms)
    : most_keys_(most_keys), most_age_ms_(most_age_ms) {
  ring_.resize(std::min(most_keys_, first_room));
  table_.reset(ring_.size());
}

bool SeenWindow::seen(const kit::Hash128& key, int64_t now_ms) {
  while (most_age_ms_.has_value() && size_ > 0 && now_ms - ring_[first_].seen_ms >= *most_age_ms_) {
    forget_oldest();
  }
  if (table_.find(key, ring_) != KeyTable::none) return true;
  if (size_ == most_keys_) forget_oldest();
  if (size_ == ring_.size()) grow();
  const uint32_t at = place(size_);
  ring_[at] = {key, now_ms};
  table_.insert(key, at);
  ++size_;
  return false;
}

void SeenWindow::forget_oldest() {
  table_.erase(first_, ring_);
  first_ = place(1);
  --size_;
}

void SeenWindow::grow() {
  std::vector<Entry> larger(
      static_cast<size_t>(std::min<uint64_t>(uint64_t{2} * ring_.size(), most_keys_)));
  KeyTable table;
  table.reset(larger.size());
  for (uint32_t i = 0; i < size_; ++i) {
    larger[i] = ring_[place(i)];
    table.insert(larger[i].key, i);
  }
  ring_ = std::move(larger);
  table_ = std::move(table);
  first_ = 0;
}

size_t SeenWindow::memory_bytes() const {
  return ring_.capacity() * sizeof(Entry) + table_.memory_bytes();
}

}  // namespace sluice
