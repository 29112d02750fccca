// An expression as a tree, as the parser makes it and the checker marks it. Lives while an
// expression is compiled.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include <kit/cel/value.hpp>

namespace sluice::cel {

enum class Form : uint8_t {
  literal,      // value
  name,         // name; becomes field, variable or literal (a type)
  field,        // a place in the event: path
  meta,         // _meta.id, .timestamp, .source: name
  variable,     // of a macro: slot
  select,       // args[0].name, or .?name
  has,          // args[0] is a select, index or field
  index,        // args[0][args[1]], or [?...]
  call,         // name(args), or args[0].name(rest)
  both,         // args, joined by &&
  either,       // args, joined by ||
  conditional,  // args[0] ? args[1] : args[2]
  list,         // args
  map,          // args: key, value, key, value
  macro,        // args[0].name(variable, args[1], ...)
};

/// Types of the checker: simple kinds are their own number, the rest are in its table.
using Type = uint32_t;

struct Node {
  Form form = Form::literal;
  uint32_t at = 0;     // bytes from the beginning of the expression
  uint32_t depth = 1;  // levels, this one included
  std::string_view name;
  std::vector<Node*> args;
  Value value;
  std::string_view variable;   // of a macro
  std::vector<bool> optional;  // list, map: written [?x], {?k: v}
  std::string path;            // field: as FieldPath reads it
  uint32_t path_steps = 0;
  uint32_t slot = 0;         // variable, macro
  bool is_method = false;    // call
  bool is_optional = false;  // select, index
  bool is_quoted = false;    // name, select: written in backquotes
  Type type = static_cast<Type>(Kind::dynamic);

  bool is_name(std::string_view wanted) const {
    return form == Form::name && !is_quoted && name == wanted;
  }
};

using Nodes = std::deque<Node>;  // addresses stay

}  // namespace sluice::cel
