// A value while an expression is evaluated. Small, copied freely, owns nothing: what it points to
// lives in the expression, in the event, or in the arena of the event's batch.
#pragma once

#include <cstdint>
#include <string_view>

#include <sluice/value.hpp>

namespace sluice::cel {

/// The types of the Common Expression Language; `dynamic` is one that is known only at run time,
/// `error` is what evaluation gives when it fails (text says why).
enum class Kind : uint8_t {
  null,
  boolean,
  integer,   // int: 64 bits, signed
  uinteger,  // uint
  number,    // double
  text,      // string
  bytes,
  list,
  map,
  timestamp,
  duration,
  type,
  optional,  // a value or none
  dynamic,
  error,
};

/// The word that CEL has for a kind: "int", "string", "google.protobuf.Timestamp".
std::string_view to_string(Kind kind);

/// 16 bytes.
struct Value {
  Kind kind = Kind::null;
  /// Of the event: a null that may stand for a missing field; a list or map that is `source`.
  bool of_event = false;
  uint16_t at = 0;    // an error's place in the expression, in bytes; 0xFFFF: not known yet
  uint32_t size = 0;  // text, bytes, error: bytes; list, map: elements; time: nanoseconds
  union {
    int64_t integer = 0;  // also the seconds of times, the Kind of a type, 0 or 1
    uint64_t uinteger;
    double number;
    const char* data;      // text, bytes, error
    const Value* items;    // list; map: key and value in turn; optional: one, or null: none
    sluice_value* source;  // list or map of the event, opened or not
  };

  std::string_view view() const { return {data, size}; }
  bool is(Kind wanted) const { return kind == wanted; }
  bool is_error() const { return kind == Kind::error; }
  bool is_missing() const { return kind == Kind::null && of_event; }
  bool truth() const { return integer != 0; }

  static Value null() { return {}; }
  static Value missing() {
    Value value;
    value.of_event = true;
    return value;
  }
  static Value of(bool truth) { return of_integer(Kind::boolean, truth ? 1 : 0); }
  static Value of(int64_t integer) { return of_integer(Kind::integer, integer); }
  static Value of(Kind type) { return of_integer(Kind::type, static_cast<int64_t>(type)); }
  static Value of_unsigned(uint64_t uinteger) {
    Value value;
    value.kind = Kind::uinteger;
    value.uinteger = uinteger;
    return value;
  }
  static Value of(double number) {
    Value value;
    value.kind = Kind::number;
    value.number = number;
    return value;
  }
  static Value of_bytes(Kind kind, std::string_view text) {
    Value value;
    value.kind = kind;
    value.size = static_cast<uint32_t>(text.size());
    value.data = text.data();
    return value;
  }
  static Value text(std::string_view text) { return of_bytes(Kind::text, text); }
  static Value of_items(Kind kind, const Value* items, uint32_t size) {
    Value value;
    value.kind = kind;
    value.size = size;
    value.items = items;
    return value;
  }
  /// Seconds, and nanoseconds from 0 to 999,999,999 also when seconds are negative.
  static Value time(Kind kind, int64_t seconds, int32_t nanos) {
    Value value = of_integer(kind, seconds);
    value.size = static_cast<uint32_t>(nanos);
    return value;
  }

 private:
  static Value of_integer(Kind kind, int64_t integer) {
    Value value;
    value.kind = kind;
    value.integer = integer;
    return value;
  }
};
static_assert(sizeof(Value) == 16);

}  // namespace sluice::cel
