// The functions and arithmetic operators of expressions: one table that the checker reads for types
// and the evaluator for code. Each overload is a row; `dynamic` takes and gives anything.
#pragma once

#include <span>

#include <kit/cel/context.hpp>

namespace sluice::cel {

/// Never sees errors; its arguments have the kinds of its row.
using Function = Value (*)(Context& context, const Value* args);

/// What a function gives when an argument is null because the event lacks the field and no overload
/// takes null: predicates are false, most others null too; arithmetic fails.
enum class OnMissing : uint8_t { fail, false_, missing, zero };

struct Overload {
  std::string_view name;
  bool is_method;  // called on its first argument
  uint8_t arity;   // with the value that it is called on
  Kind args[4];
  Kind result;
  Function function;
  OnMissing on_missing = OnMissing::missing;

  bool takes(const Value* values) const {
    for (uint8_t i = 0; i < arity; ++i) {
      if (args[i] != values[i].kind && args[i] != Kind::dynamic) return false;
    }
    return true;
  }
};

using Overloads = std::span<const Overload>;

/// All rows of all tables with this name, style and number of arguments; empty: there are none.
/// They live for ever.
Overloads find_overloads(std::string_view name, bool is_method, size_t arity);

/// Every row, sorted by name, style and arity.
Overloads all_overloads();

// The parts of the table, by idea.
Overloads arithmetic_overloads();  // arithmetic.cpp
Overloads text_overloads();        // text_functions.cpp
Overloads place_overloads();       // text_places.cpp
Overloads time_overloads();        // time_functions.cpp
Overloads conversion_overloads();  // conversions.cpp
Overloads optional_overloads();    // optionals.cpp

}  // namespace sluice::cel
