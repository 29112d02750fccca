// Equality and order of values, across the numeric types too.
#pragma once

#include <kit/cel/context.hpp>

namespace sluice::cel {

/// As `==` says: numbers by value whatever their type, lists and maps by what they hold, values of
/// different types are not equal, NaN equals nothing. When the budget is used up: false.
bool equal(Context& context, const Value& a, const Value& b);

enum class Order : uint8_t { less, equal, greater, unordered, impossible };

/// unordered: one is NaN; impossible: these types have no order.
Order compare(const Value& a, const Value& b);

/// The order of two texts' bytes.
inline bool is_text_before(const Value& a, const Value& b) {
  return a.view() < b.view();
}

}  // namespace sluice::cel
