// What changed from one JSON document to another, place by place. Free functions without state: any
// thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <runtime/json_tree.hpp>

namespace sluice::runtime {

/// One change; the names are those of JSON Patch (RFC 6902).
struct JsonChange {
  enum class Op : char { add = '+', remove = '-', replace = '~', move = '>' };

  Op op;
  std::string path;  // as FieldPath reads it; empty: the whole document
  std::string from;  // of a move: the place it was at
  JsonTree old;      // what was removed or replaced
  JsonTree value;    // what is there now
};

/// From `before` to `after`, in the order of their members. A value that left one place and
/// appeared, alike and only once, at another one moved there. Lists are compared from both ends, so
/// that an item that was added or taken out is one change.
std::vector<JsonChange> json_diff(const JsonTree& before, const JsonTree& after);

/// "add", "remove", "replace" or "move".
std::string_view describe(JsonChange::Op op);

/// `{"op":"replace","path":"n","old":"4","value":4}`
std::string to_json(const JsonChange& change);

}  // namespace sluice::runtime
