#include <cloudwatch-awslogs/document_scanner.hpp>

namespace sluice {
namespace {

bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

std::string quoted_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  if (byte > 0x20 && byte < 0x7F) return std::string("'") + c + "'";
  static constexpr char digits[] = "0123456789abcdef";
  return std::string("byte 0x") + digits[byte >> 4] + digits[byte & 15];
}

}  // namespace

void DocumentScanner::begin() {
  state_ = State::object;
  base_ = 0;
  text_ = p_;
  lists_ = 0;
  events_ = 0;
}

void DocumentScanner::set_text(char* text, size_t size, bool last) {
  base_ = offset(p_);
  text_ = p_ = text;
  end_ = text + size;
  last_ = last;
}

bool DocumentScanner::skip_space() {
  while (p_ != end_ && is_space(*p_)) ++p_;
  return p_ != end_;
}

DocumentScanner::Step DocumentScanner::next(Batch arena) {
  for (;;) {
    if (state_ == State::ended) return Step::end;
    if (!skip_space()) return starved();
    bool done = true;
    const Step result = step(arena, done);
    if (done) return result;
  }
}

/// One token at p_; `done` is false when there is nothing to report yet.
DocumentScanner::Step DocumentScanner::step(Batch arena, bool& done) {
  const char c = *p_;
  const auto pass = [&](State next_state) {
    ++p_;
    state_ = next_state;
    done = false;
    return Step::end;
  };
  switch (state_) {
    case State::object:
      if (c == '{') return pass(State::first_member);
      return fail(p_, "expected a JSON object");
    case State::first_member:
      if (c == '}') return pass(State::ended);
      return read_member(arena, done);
    case State::member:
      return read_member(arena, done);
    case State::after_member:
      if (c == ',') return pass(State::member);
      if (c == '}') return pass(State::ended);
      return fail(p_, "expected ',' or '}' after a member");
    case State::first_event:
      if (c == ']') return pass(State::after_member);
      return read_event(arena);
    case State::event:
      return read_event(arena);
    case State::after_event:
      if (c == ',') return pass(State::event);
      if (c == ']') return pass(State::after_member);
      return fail(p_, "expected ',' or ']' after a log event");
    case State::ended:
      break;
  }
  return Step::end;
}

DocumentScanner::Step DocumentScanner::starved() {
  if (!last_) return Step::more_text;
  if (state_ == State::object) return fail(p_, "expected a JSON object");
  return fail(p_, "expected more: the text ends in the middle of a value");
}

/// A name and its value, taken whole or not at all.
DocumentScanner::Step DocumentScanner::read_member(Batch arena, bool& done) {
  char* p = p_;
  if (*p != '"') return fail(p, "expected a member name in quotes");
  sluice_json_result name{};
  sluice_status status = read(arena, p, 0, name);
  if (status != SLUICE_OK) return read_failed(p, status, name, "");
  p += name.consumed;
  while (p != end_ && is_space(*p)) ++p;
  if (p != end_ && *p != ':') return fail(p, "expected ':' after a member name");
  if (p != end_) ++p;
  while (p != end_ && is_space(*p)) ++p;
  if (p == end_) {
    return last_ ? fail(p, "expected more: the text ends in the middle of a value")
                 : Step::more_text;
  }
  json_.open(arena, name.value);
  const std::string_view key = bytes(name.value);
  if (key == "logEvents") {
    if (*p != '[') {
      return fail_at(p, "expected \"logEvents\" to be an array, not " + std::string(json_kind(*p)));
    }
    p_ = p + 1;
    state_ = State::first_event;
    ++lists_;
    events_ = 0;
    done = false;
    return Step::end;
  }
  sluice_json_result value{};
  status = read(arena, p, 0, value);
  if (status != SLUICE_OK) return read_failed(p, status, value, "");
  field_ = make_field(key, value.value);
  p_ = p + value.consumed;
  state_ = State::after_member;
  return Step::field;
}

DocumentScanner::Step DocumentScanner::read_event(Batch arena) {
  char* const p = p_;
  sluice_json_result event{};
  const sluice_status status = read(arena, p, SLUICE_JSON_OPEN, event);
  if (status != SLUICE_OK) {
    return read_failed(p, status, event, "in log event " + std::to_string(events_) + ": ");
  }
  if (event.value.type != SLUICE_VALUE_OBJECT) {
    return fail_at(p, "expected log event " + std::to_string(events_) + " to be an object, not " +
                          std::string(json_kind(*p)));
  }
  log_event_ = {event.value.as.fields, event.value.size, static_cast<uint32_t>(event.consumed), p};
  ++events_;
  p_ = p + event.consumed;
  state_ = State::after_event;
  return Step::log_event;
}

sluice_status DocumentScanner::read(Batch arena, char* p, uint32_t flags,
                                    sluice_json_result& result) {
  const sluice_status status =
      json_.read(arena, p, static_cast<size_t>(end_ - p), flags | (last_ ? SLUICE_JSON_LAST : 0),
                 result, json_error_);
  if (status == SLUICE_FATAL) throw std::bad_alloc();
  lone_surrogates_ += result.lone_surrogates;  // replaced even where the value is not complete
  return status;
}

DocumentScanner::Step DocumentScanner::read_failed(char* p, sluice_status status,
                                                   const sluice_json_result& result,
                                                   std::string_view what) {
  if (status == SLUICE_END) return Step::more_text;
  // The reader counts from where it began; a person counts from the beginning of the document.
  std::string_view message = json_error_.message();
  message = message.substr(0, message.rfind(" at byte "));
  if (message.ends_with(',')) message.remove_suffix(1);
  error_position_ = p + result.error_at;
  error_ = std::string(what).append(message).append(" at byte ") +
           std::to_string(offset(error_position_));
  return Step::failed;
}

DocumentScanner::Step DocumentScanner::fail(char* p, std::string_view what) {
  return fail_at(
      p, std::string(what) + ", found " + (p == end_ ? "the end of the text" : quoted_byte(*p)));
}

DocumentScanner::Step DocumentScanner::fail_at(char* p, std::string message) {
  error_position_ = p;
  error_ = std::move(message) + " at byte " + std::to_string(offset(p));
  return Step::failed;
}

}  // namespace sluice
