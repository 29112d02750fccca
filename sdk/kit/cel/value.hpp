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
  dynamic,
  error,
};

/// The word that CEL has for a kind: "int", "string", "google.protobuf.Timestamp".
std::string_view to_string(Kind kind);

}  // namespace sluice::cel
