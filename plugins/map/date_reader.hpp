// Reads one date from the beginning of a text; private to date_format. Every function returns false
// when the text does not go on as wanted. No allocation.
#pragma once

#include "date_format.hpp"

namespace sluice {

class DateReader {
 public:
  DateReader(std::string_view text, DateParts& parts) : rest_(text), parts_(parts) {
    parts = DateParts();
  }

  /// `2024-05-01`, `2024-05-01T10:00`, `20240501T100000Z`, with a space for the T, any number of
  /// digits of a fraction after a point or comma, and Z, an offset, or neither.
  bool iso8601();
  /// An integer or a decimal number of seconds, or of smaller units with `unit_digits` digits.
  bool unix_time(int unit_digits);
  /// A pattern of strptime; see date_format.hpp.
  bool pattern(std::string_view format);

  bool at_end() const { return rest_.empty(); }

 private:
  bool directive(char letter);
  bool date_directive(char letter);
  bool clock_directive(char letter);
  bool zone_directive(char letter);
  bool literal(char c);
  void skip_space();
  bool number(int max_digits, int low, int high, int& out);
  bool exact(int digits, int low, int high, int& out);
  bool fraction();
  bool name(const char* const* names, int count, int& index);
  bool half_day();
  bool offset();
  bool zone_name();
  bool iso_clock(bool extended);
  bool second();

  std::string_view rest_;
  DateParts& parts_;
  int half_ = -1;  // 0: AM, 1: PM
  int hour_of_12_ = -1;
};

}  // namespace sluice
