// A compiled expression: a compact tree that is only read from then on.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <kit/cel/checker.hpp>
#include <kit/cel/functions.hpp>
#include <kit/cel/patterns.hpp>
#include <kit/cel/times.hpp>
#include <kit/event/field_path.hpp>

namespace sluice::cel {

enum class Op : uint8_t {
  constant,
  field,          // path
  field_is_text,  // path == constant text, negated: !=
  meta_id,
  meta_timestamp,
  meta_source,
  variable,   // slot
  select,     // args[0].name
  index,      // args[0][args[1]]
  has_field,  // path
  has_meta,   // args[0] is not null
  has_key,    // args[0] has name
  call,       // overloads, by the kinds of args
  match,      // args[0] matches pattern
  both,
  either,
  negation,
  conditional,
  equal,  // negated: !=
  less,   // also <=, >, >=: by the two orders that hold
  in,
  list,
  map,
  all,  // macros: args[0] is what they go over, slot their variable
  exists,
  exists_one,
  filter,
  transform,  // args[1], or where args[1] holds args[2]
  optional_map,
  optional_flat_map,
};

/// One node.
struct Step {
  Op op = Op::constant;
  uint8_t slot = 0;
  bool negated = false;      // equal, field_is_text
  bool is_optional = false;  // select, index: written with "?"; list, map: some items are
  bool or_equal = false;     // less
  bool swapped = false;      // less: >
  uint16_t at = 0;           // bytes from the beginning of the expression
  uint32_t count = 0;        // of args
  const Step* const* args = nullptr;
  Value constant;                        // constant, field_is_text
  const FieldPath* path = nullptr;       // field...
  const re2::RE2* pattern = nullptr;     // match
  const bool* optional_items = nullptr;  // list, map
  const Value* sorted_texts = nullptr;   // in: the items of a long constant list of texts
  std::string_view name;                 // call, select, has_key
  Overloads overloads;                   // call
};

struct Program {
  std::string text;
  Kind kind = Kind::dynamic;
  const Step* root = nullptr;
  Pool pool;  // steps, constants and their texts
  std::vector<std::unique_ptr<FieldPath>> paths;
  std::vector<std::shared_ptr<const re2::RE2>> patterns;
  mutable Zones zones;
};

/// Turns a checked tree into program.root; what is constant is evaluated here. False: `fault` says
/// which constant makes no sense.
bool build(const Node& root, Program& program, Fault& fault);

}  // namespace sluice::cel
