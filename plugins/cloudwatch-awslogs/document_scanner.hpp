// Walks through the text of one JSON object, member by member and, inside the list "logEvents", log
// event by log event, in text that comes in parts. Checks the whole grammar. Used by one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <sluice/host.hpp>

namespace sluice {

/// A log event as the document has it. The fields are raw values that point into `text` (or, where
/// it spans lines, into the arena of the batch that it was read with).
struct LogEventText {
  sluice_field* fields;
  uint32_t field_count;
  uint32_t size;  // bytes of text
  char* text;
};

class DocumentScanner {
 public:
  enum class Step {
    more_text,  // call set_text with the unread text and what follows it
    field,      // field() is the next member of the object that is not a list "logEvents"
    log_event,  // log_event() is the next element of such a list
    end,        // the object ended
    failed      // error() says why; the scanner stays where it is
  };

  explicit DocumentScanner(Json json) : json_(json) {}

  /// Expects a new object; error positions count from here.
  void begin();

  /// The text from position() on, which may have moved. REQUIRES: valid UTF-8 that may be changed
  /// (see json.h) and lives as long as what is taken from it. `last`: nothing follows.
  void set_text(char* text, size_t size, bool last);

  /// Takes the next step. `arena` holds the fields of log events, and what does not stand in the
  /// text as it is. Throws std::bad_alloc.
  Step next(Batch arena);

  /// The first byte that was not taken yet.
  char* position() const { return p_; }
  /// The end of the text given.
  char* text_end() const { return end_; }

  const sluice_field& field() const { return field_; }
  const LogEventText& log_event() const { return log_event_; }
  /// How many lists "logEvents" have begun: of equal keys the last one counts.
  uint32_t lists() const { return lists_; }
  /// Escapes of half a surrogate pair that were replaced since the last call.
  uint64_t take_lone_surrogates() { return std::exchange(lone_surrogates_, 0); }

  const std::string& error() const { return error_; }
  /// Where in the text it went wrong.
  char* error_position() const { return error_position_; }

 private:
  enum class State {
    object,
    first_member,
    member,
    after_member,
    first_event,
    event,
    after_event,
    ended
  };

  bool skip_space();
  Step step(Batch arena, bool& done);
  Step starved();
  Step read_member(Batch arena, bool& done);
  Step read_event(Batch arena);
  sluice_status read(Batch arena, char* p, uint32_t flags, sluice_json_result& result);
  Step read_failed(char* p, sluice_status status, const sluice_json_result& result,
                   std::string_view what);
  Step fail(char* p, std::string_view what);
  Step fail_at(char* p, std::string message);
  uint64_t offset(const char* p) const { return base_ + static_cast<uint64_t>(p - text_); }

  Json json_;
  State state_ = State::object;
  char* text_ = nullptr;
  char* p_ = nullptr;
  char* end_ = nullptr;
  bool last_ = false;
  uint64_t base_ = 0;  // offset of text_ in the document
  uint32_t lists_ = 0;
  uint64_t events_ = 0;  // of this list
  uint64_t lone_surrogates_ = 0;
  sluice_field field_{};
  LogEventText log_event_{};
  ErrorBuffer json_error_;
  std::string error_;
  char* error_position_ = nullptr;
};

}  // namespace sluice
