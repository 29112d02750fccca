#include <algorithm>
#include <cstring>
#include <string_view>

#include <cloudwatch-awslogs/record_buffer.hpp>

namespace sluice {
namespace {

constexpr size_t kept_bytes = size_t{4} << 20;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
// How records begin. Inside a JSON string the quotes would be escaped.
constexpr std::string_view beginnings[] = {"{\"awslogs\"", "{\"messageType\""};
constexpr size_t longest_beginning = 14;

/// A line break is rare where there is base64 text: memchr passes over that at memory speed.
uint64_t count_lines(const char* p, const char* end) {
  uint64_t lines = 0;
  while (p != end) {
    const void* found = std::memchr(p, '\n', static_cast<size_t>(end - p));
    if (found == nullptr) break;
    p = static_cast<const char*>(found) + 1;
    ++lines;
  }
  return lines;
}

bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

}  // namespace

void RecordBuffer::open(kit::InputStream stream) {
  text_.reset(kept_bytes);
  stream_.emplace(std::move(stream));
  line_ = 1;
  offset_ = 0;
  previous_ = '\n';
  passing_over_ = short_read_ = false;
}

void RecordBuffer::close() {
  stream_.reset();
  text_.reset(kept_bytes);
}

Result<RecordBuffer::State> RecordBuffer::begin_record() {
  if (passing_over_) {
    Result<State> state = pass_over();
    if (!state.ok() || *state != State::text) return state;
  }
  for (;;) {
    const std::string_view text = text_.view();
    if (offset_ == 0 && text.substr(0, byte_order_mark.size()) == byte_order_mark) {
      consume(byte_order_mark.size());
      continue;
    }
    size_t spaces = 0;
    while (spaces < text.size() && is_space(text[spaces])) ++spaces;
    consume(spaces);
    if (text_.size() > 0) return State::text;
    if (text_.complete()) return State::end;
    Result<State> state = more();
    if (!state.ok() || *state == State::stopped) return state;
  }
}

Result<RecordBuffer::State> RecordBuffer::more() {
  if (text_.complete()) return State::end;
  const size_t wanted = text_.size() * 2;
  do {
    char* const to = text_.room(read_bytes_);
    const size_t room = std::max(read_bytes_, std::min(text_.room_bytes(), text_.size()));
    Result<size_t> size = stream_->read(to, room);
    if (!size.ok()) return std::move(size).error();
    if (*size == 0 && stream_->stopped()) return State::stopped;
    short_read_ = *size < room;
    text_.commit(*size, *size == 0);
  } while (!short_read_ && text_.size() < wanted);
  return text_.complete() ? State::end : State::text;
}

void RecordBuffer::consume(size_t size) {
  if (size == 0) return;
  char* const end = text_.begin() + size;
  line_ += count_lines(text_.begin(), end);
  offset_ += size;
  previous_ = end[-1];
  text_.consume(end);
}

size_t RecordBuffer::find_next(size_t from, size_t limit) {
  for (;;) {
    if (search(from)) return from;
    if (text_.complete()) return text_.size();
    Result<State> state = State::stopped;
    if (text_.size() < limit) state = more();
    if (!state.ok() || *state == State::stopped) {  // an error comes again when it is due
      passing_over_ = true;
      return text_.size();
    }
  }
}

/// Consumes everything up to what seems to be a record. `stopped` or an error: not there yet.
Result<RecordBuffer::State> RecordBuffer::pass_over() {
  for (;;) {
    size_t position = 0;
    const bool found = search(position);
    consume(found || !text_.complete() ? position : text_.size());
    passing_over_ = !found;
    if (found) return State::text;
    if (text_.complete()) return State::end;
    Result<State> state = more();
    if (!state.ok() || *state == State::stopped) return state;
  }
}

/// Moves `position` on to the next place where a record seems to begin; when there is none yet, to
/// where the search has to go on.
bool RecordBuffer::search(size_t& position) const {
  const std::string_view text = text_.view();
  for (;; ++position) {
    position = std::min(text.find('{', position), text.size());
    if (position == text.size()) return false;
    const char before = position == 0 ? previous_ : text[position - 1];
    if (before == '\n') return true;
    if (before != '}') continue;
    const std::string_view here = text.substr(position, longest_beginning);
    for (const std::string_view beginning : beginnings) {
      if (here.substr(0, beginning.size()) == beginning) return true;
    }
    if (here.size() < longest_beginning && !text_.complete()) return false;
  }
}

}  // namespace sluice
