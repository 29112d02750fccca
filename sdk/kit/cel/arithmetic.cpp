// + - * / % on numbers, joining of texts and lists, and arithmetic on times.
#include <cmath>

#include <kit/cel/functions.hpp>
#include <kit/cel/times.hpp>

namespace sluice::cel {
namespace {

using K = Kind;

Value overflow() {
  return Context::fail_static("the result does not fit: integer overflow");
}
Value divided_by_zero() {
  return Context::fail_static("division by zero");
}

Value add_int(Context&, const Value* args) {
  int64_t out = 0;
  return __builtin_add_overflow(args[0].integer, args[1].integer, &out) ? overflow()
                                                                        : Value::of(out);
}
Value subtract_int(Context&, const Value* args) {
  int64_t out = 0;
  return __builtin_sub_overflow(args[0].integer, args[1].integer, &out) ? overflow()
                                                                        : Value::of(out);
}
Value multiply_int(Context&, const Value* args) {
  int64_t out = 0;
  return __builtin_mul_overflow(args[0].integer, args[1].integer, &out) ? overflow()
                                                                        : Value::of(out);
}
Value divide_int(Context&, const Value* args) {
  if (args[1].integer == 0) return divided_by_zero();
  if (args[0].integer == INT64_MIN && args[1].integer == -1) return overflow();
  return Value::of(args[0].integer / args[1].integer);
}
Value remainder_int(Context&, const Value* args) {
  if (args[1].integer == 0) return divided_by_zero();
  if (args[0].integer == INT64_MIN && args[1].integer == -1) return overflow();
  return Value::of(args[0].integer % args[1].integer);
}
Value negate_int(Context&, const Value* args) {
  return args[0].integer == INT64_MIN ? overflow() : Value::of(-args[0].integer);
}

Value add_uint(Context&, const Value* args) {
  uint64_t out = 0;
  return __builtin_add_overflow(args[0].uinteger, args[1].uinteger, &out) ? overflow()
                                                                          : Value::of_unsigned(out);
}
Value subtract_uint(Context&, const Value* args) {
  uint64_t out = 0;
  return __builtin_sub_overflow(args[0].uinteger, args[1].uinteger, &out) ? overflow()
                                                                          : Value::of_unsigned(out);
}
Value multiply_uint(Context&, const Value* args) {
  uint64_t out = 0;
  return __builtin_mul_overflow(args[0].uinteger, args[1].uinteger, &out) ? overflow()
                                                                          : Value::of_unsigned(out);
}
Value divide_uint(Context&, const Value* args) {
  if (args[1].uinteger == 0) return divided_by_zero();
  return Value::of_unsigned(args[0].uinteger / args[1].uinteger);
}
Value remainder_uint(Context&, const Value* args) {
  if (args[1].uinteger == 0) return divided_by_zero();
  return Value::of_unsigned(args[0].uinteger % args[1].uinteger);
}

Value add_double(Context&, const Value* args) {
  return Value::of(args[0].number + args[1].number);
}
Value subtract_double(Context&, const Value* args) {
  return Value::of(args[0].number - args[1].number);
}
Value multiply_double(Context&, const Value* args) {
  return Value::of(args[0].number * args[1].number);
}
// IEEE 754: by zero is infinite or NaN, which is not undefined here but is to the sanitizer.
Value divide_double(Context&, const Value* args) {
  const double a = args[0].number;
  const double b = args[1].number;
  if (b != 0) return Value::of(a / b);
  if (a == 0 || std::isnan(a)) return Value::of(std::nan(""));
  return Value::of(std::signbit(a) == std::signbit(b) ? HUGE_VAL : -HUGE_VAL);
}
Value negate_double(Context&, const Value* args) {
  return Value::of(-args[0].number);
}

Value join_texts(Context& context, const Value* args) {
  return context.join(args[0].kind, args[0].view(), args[1].view());
}

Value join_lists(Context& context, const Value* args) {
  const uint32_t first = context.size(args[0]);
  const uint32_t second = context.size(args[1]);
  const uint64_t size = uint64_t{first} + second;
  if (!context.spend(size)) return Context::exhausted();
  Value* const items = context.allocate<Value>(size);
  for (uint32_t i = 0; i < first; ++i) items[i] = context.item(args[0], i);
  for (uint32_t i = 0; i < second; ++i) items[first + i] = context.item(args[1], i);
  return Value::of_items(Kind::list, items, static_cast<uint32_t>(size));
}

Value add_times(Context&, const Value* args) {
  const Kind kind =
      args[0].is(K::timestamp) || args[1].is(K::timestamp) ? K::timestamp : K::duration;
  return make_time(kind, args[0].integer + args[1].integer,
                   int64_t{args[0].size} + int64_t{args[1].size});
}
Value subtract_times(Context&, const Value* args) {
  const Kind kind =
      args[0].is(K::timestamp) && args[1].is(K::duration) ? K::timestamp : K::duration;
  return make_time(kind, args[0].integer - args[1].integer,
                   int64_t{args[0].size} - int64_t{args[1].size});
}

constexpr auto F = OnMissing::fail;
constexpr Overload table[] = {
    {"+", false, 2, {K::integer, K::integer}, K::integer, add_int, F},
    {"+", false, 2, {K::number, K::number}, K::number, add_double, F},
    {"+", false, 2, {K::text, K::text}, K::text, join_texts, F},
    {"+", false, 2, {K::uinteger, K::uinteger}, K::uinteger, add_uint, F},
    {"+", false, 2, {K::list, K::list}, K::list, join_lists, F},
    {"+", false, 2, {K::bytes, K::bytes}, K::bytes, join_texts, F},
    {"+", false, 2, {K::timestamp, K::duration}, K::timestamp, add_times, F},
    {"+", false, 2, {K::duration, K::timestamp}, K::timestamp, add_times, F},
    {"+", false, 2, {K::duration, K::duration}, K::duration, add_times, F},
    {"-", false, 2, {K::integer, K::integer}, K::integer, subtract_int, F},
    {"-", false, 2, {K::number, K::number}, K::number, subtract_double, F},
    {"-", false, 2, {K::uinteger, K::uinteger}, K::uinteger, subtract_uint, F},
    {"-", false, 2, {K::timestamp, K::timestamp}, K::duration, subtract_times, F},
    {"-", false, 2, {K::timestamp, K::duration}, K::timestamp, subtract_times, F},
    {"-", false, 2, {K::duration, K::duration}, K::duration, subtract_times, F},
    {"-", false, 1, {K::integer}, K::integer, negate_int, F},
    {"-", false, 1, {K::number}, K::number, negate_double, F},
    {"*", false, 2, {K::integer, K::integer}, K::integer, multiply_int, F},
    {"*", false, 2, {K::number, K::number}, K::number, multiply_double, F},
    {"*", false, 2, {K::uinteger, K::uinteger}, K::uinteger, multiply_uint, F},
    {"/", false, 2, {K::integer, K::integer}, K::integer, divide_int, F},
    {"/", false, 2, {K::number, K::number}, K::number, divide_double, F},
    {"/", false, 2, {K::uinteger, K::uinteger}, K::uinteger, divide_uint, F},
    {"%", false, 2, {K::integer, K::integer}, K::integer, remainder_int, F},
    {"%", false, 2, {K::uinteger, K::uinteger}, K::uinteger, remainder_uint, F},
};

}  // namespace

Overloads arithmetic_overloads() {
  return table;
}

}  // namespace sluice::cel
