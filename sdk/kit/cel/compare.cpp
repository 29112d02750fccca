#include <cmath>

#include <kit/cel/compare.hpp>

namespace sluice::cel {
namespace {

template <class T>
Order order(T a, T b) {
  return a < b ? Order::less : a > b ? Order::greater : Order::equal;
}

Order reversed(Order order) {
  if (order == Order::less) return Order::greater;
  return order == Order::greater ? Order::less : order;
}

// As the specification's examples have it: within the range of the integer type, the integer is
// rounded to a double, so that those above 2^53 equal the doubles near them.
Order order(int64_t a, double b) {
  if (std::isnan(b)) return Order::unordered;
  return order(static_cast<double>(a), b);
}
Order order(uint64_t a, double b) {
  if (std::isnan(b)) return Order::unordered;
  return order(static_cast<double>(a), b);
}

Order order(int64_t a, uint64_t b) {
  return a < 0 ? Order::less : order(static_cast<uint64_t>(a), b);
}

bool is_number(Kind kind) {
  return kind == Kind::integer || kind == Kind::uinteger || kind == Kind::number;
}

Order compare_numbers(const Value& a, const Value& b) {
  if (a.kind == b.kind) {
    if (a.is(Kind::integer)) return order(a.integer, b.integer);
    if (a.is(Kind::uinteger)) return order(a.uinteger, b.uinteger);
    if (std::isnan(a.number) || std::isnan(b.number)) return Order::unordered;
    return order(a.number, b.number);
  }
  if (a.is(Kind::number)) return reversed(compare_numbers(b, a));
  if (b.is(Kind::number)) {
    return a.is(Kind::integer) ? order(a.integer, b.number) : order(a.uinteger, b.number);
  }
  if (a.is(Kind::integer)) return order(a.integer, b.uinteger);
  return reversed(order(b.integer, a.uinteger));
}

bool equal_lists(Context& context, const Value& a, const Value& b) {
  const uint32_t size = context.size(a);
  if (size != context.size(b)) return false;
  for (uint32_t i = 0; i < size; ++i) {
    if (!equal(context, context.item(a, i), context.item(b, i))) return false;
  }
  return true;
}

bool equal_maps(Context& context, const Value& a, const Value& b) {
  const uint32_t size = context.size(a);
  if (size != context.size(b)) return false;
  for (uint32_t i = 0; i < size; ++i) {
    Value other;
    if (!context.find(b, context.entry_key(a, i), other)) return false;
    if (!equal(context, context.entry_value(a, i), other)) return false;
  }
  return true;
}

}  // namespace

Order compare(const Value& a, const Value& b) {
  if (is_number(a.kind) && is_number(b.kind)) return compare_numbers(a, b);
  if (a.kind != b.kind) return Order::impossible;
  switch (a.kind) {
    case Kind::boolean:
      return order(a.integer, b.integer);
    case Kind::text:  // by code points, which is the order of the bytes of UTF-8
    case Kind::bytes:
      return order(a.view().compare(b.view()), 0);
    case Kind::timestamp:
    case Kind::duration: {
      const Order seconds = order(a.integer, b.integer);
      return seconds != Order::equal ? seconds : order(a.size, b.size);
    }
    default:
      return Order::impossible;
  }
}

bool equal(Context& context, const Value& a, const Value& b) {
  if (a.is(Kind::text)) return b.is(Kind::text) && a.view() == b.view();
  if (!context.spend(1)) return false;
  if (is_number(a.kind) && is_number(b.kind)) return compare_numbers(a, b) == Order::equal;
  if (a.kind != b.kind) return false;
  switch (a.kind) {
    case Kind::null:
      return true;
    case Kind::type:
      return a.integer == b.integer;
    case Kind::list:
      return equal_lists(context, a, b);
    case Kind::map:
      return equal_maps(context, a, b);
    case Kind::optional:
      if (a.items == nullptr || b.items == nullptr) return a.items == b.items;
      return equal(context, *a.items, *b.items);
    default:
      return compare(a, b) == Order::equal;
  }
}

}  // namespace sluice::cel
