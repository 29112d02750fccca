// Optional values: present or not, unlike null.
#include <kit/cel/functions.hpp>

namespace sluice::cel {
namespace {

using K = Kind;

Value make_optional(Context& context, const Value& value) {
  Value* const item = context.allocate<Value>(1);
  *item = value;
  return Value::of_items(K::optional, item, 1);
}

bool is_zero(Context& context, const Value& value) {
  switch (value.kind) {
    case K::null:
      return true;
    case K::boolean:
    case K::integer:
    case K::uinteger:
      return value.integer == 0;
    case K::number:
      return value.number == 0;
    case K::text:
    case K::bytes:
      return value.size == 0;
    case K::list:
    case K::map:
      return context.size(value) == 0;
    case K::duration:
    case K::timestamp:
      return value.integer == 0 && value.size == 0;
    case K::optional:
      return value.items == nullptr;
    default:
      return false;
  }
}

Value of(Context& context, const Value* args) {
  return make_optional(context, args[0]);
}
Value none(Context&, const Value*) {
  return Value::of_items(K::optional, nullptr, 0);
}
Value of_non_zero(Context& context, const Value* args) {
  return is_zero(context, args[0]) ? none(context, args) : make_optional(context, args[0]);
}
Value has_value(Context&, const Value* args) {
  return Value::of(args[0].items != nullptr);
}
Value value(Context&, const Value* args) {
  if (args[0].items != nullptr) return *args[0].items;
  return Context::fail_static("value() of an optional that has none");
}
Value or_optional(Context&, const Value* args) {
  return args[0].items != nullptr ? args[0] : args[1];
}
Value or_value(Context&, const Value* args) {
  return args[0].items != nullptr ? *args[0].items : args[1];
}

constexpr Overload table[] = {
    {"optional.of", false, 1, {K::dynamic}, K::optional, of},
    {"optional.none", false, 0, {}, K::optional, none},
    {"optional.ofNonZeroValue", false, 1, {K::dynamic}, K::optional, of_non_zero},
    {"hasValue", true, 1, {K::optional}, K::boolean, has_value, OnMissing::false_},
    {"value", true, 1, {K::optional}, K::dynamic, value},
    {"or", true, 2, {K::optional, K::optional}, K::optional, or_optional},
    {"orValue", true, 2, {K::optional, K::dynamic}, K::dynamic, or_value},
};

}  // namespace

Overloads optional_overloads() {
  return table;
}

}  // namespace sluice::cel
