// Reads separated values as RFC 4180 writes them, one after the other, from a text that is all
// there. Line breaks are \n, \r\n or \r. Allocates nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sluice {

struct CsvFormat {
  char separator = ',';  // ASCII
  char quote = '"';      // ASCII, another one
  bool trim = false;     // takes blanks and tabs around unquoted values away
};

struct CsvValue {
  std::string_view text;  // between the quotes, where there are some
  bool quoted;
  bool doubled;  // holds quotes that are written twice: see undouble
};

class CsvReader {
 public:
  /// `text` outlives this.
  CsvReader(std::string_view text, CsvFormat format) : text_(text), format_(format) {}

  /// True while there is a record; then its values are to be read. Empty lines are passed over.
  bool next_record();

  enum class Step : uint8_t { value, end_of_record, error };
  /// The next value of the record. After an error, `problem` says what and `line` where; there is
  /// no way on.
  Step next(CsvValue& value);

  const char* problem() const { return problem_; }
  /// Lines from 1: that of what was read last.
  size_t line() const { return line_; }

 private:
  Step fail(const char* problem) {
    problem_ = problem;
    return Step::error;
  }
  Step next_quoted(CsvValue& value);
  bool at_line_end() const {
    return at_ == text_.size() || text_[at_] == '\n' || text_[at_] == '\r';
  }
  void skip_line_end();
  void finish_value();

  const std::string_view text_;
  const CsvFormat format_;
  size_t at_ = 0;
  size_t line_ = 1;
  bool more_ = false;  // a value is to come in this record
  const char* problem_ = "";
};

/// Writes a value with its doubled quotes single; `out` has room for value.text. Returns the size.
size_t undouble(const CsvValue& value, char quote, char* out);

}  // namespace sluice
