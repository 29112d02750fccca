// Reads JSON (RFC 8259) in one pass that checks the whole grammar and slices: what is found stays
// text, only the places of values are noted. A reader is used by the thread that holds the batch.
//
// Why not simdjson's On-Demand for this: it does not check values that nobody opens, so a second
// pass over the text would be needed for the promise that everything which leaves is valid JSON.
// This pass does both at once; tests/fuzz compares it with simdjson's DOM.
#pragma once

#include <string_view>

#include <sluice/abi/json.h>
#include <sluice/batch.hpp>

namespace sluice::data {

enum class ReadOutcome : uint8_t {
  ok,
  truncated,  // the text ended before the value did
  invalid,    // not JSON
  too_deep,   // more than SLUICE_JSON_MAX_DEPTH levels
};

/// One value at the beginning of a text. Throws std::bad_alloc when the arena cannot grow.
class JsonReader {
 public:
  /// REQUIRES: text is valid UTF-8, lives as long as the batch and may be changed (lone surrogate
  /// escapes are replaced in place).
  JsonReader(Batch batch, char* text, size_t size)
      : batch_(batch), begin_(text), end_(text + size) {}

  /// Reads the value; `open` slices an object or array one level deep. Fills result.value,
  /// consumed, flags and capacity, or result.error_at when it is not JSON; lone_surrogates always,
  /// because what was replaced before the text ended is not found again by the next try.
  ReadOutcome read(bool open, sluice_json_result& result);

  /// After `invalid`: what was expected, as in "expected ',' or '}' after a member".
  std::string_view expected() const { return expected_; }

  /// After `ok`: the value is a number that ends where the text does, so that more may follow.
  bool at_edge() const { return at_edge_; }

 private:
  char* skip_space(char* p);
  char* value_end(char* p);
  char* container_end(char* p);
  char* string_end(char* p);
  char* escape_end(char* p);
  char* unicode_escape_end(char* p);
  char* number_end(char* p);
  char* literal_end(char* p, std::string_view word);
  char* read_object(char* p, sluice_value& value);
  char* read_array(char* p, sluice_value& value);
  char* read_member_key(char* p, sluice_field& field);
  char* read_raw(char* p, sluice_value& value);
  char* fail(char* p, std::string_view expected);
  char* truncated(char* p);

  Batch batch_;
  char* begin_;
  char* end_;
  char* error_at_ = nullptr;
  std::string_view expected_;
  ReadOutcome outcome_ = ReadOutcome::ok;
  uint32_t lone_surrogates_ = 0;
  uint32_t depth_ = 0;        // levels that are open around what container_end checks
  uint32_t capacity_ = 0;     // of what was opened
  bool escaped_ = false;      // the last string had an escape
  bool newline_ = false;      // white space with a line break was passed since it was last cleared
  bool had_newline_ = false;  // ... anywhere in the value
  bool at_edge_ = false;
};

}  // namespace sluice::data
