// int(), uint(), double(), string(), bytes(), bool(), timestamp(), duration(), dyn(), type().
#include <charconv>
#include <cmath>
#include <limits>

#include <kit/cel/functions.hpp>
#include <kit/cel/times.hpp>
#include <kit/cel/utf8.hpp>

namespace sluice::cel {
namespace {

using K = Kind;

Value same(Context&, const Value* args) {
  return args[0];
}
Value out_of_range(std::string_view message) {
  return Context::fail_static(message);
}
Value not_a(Context& context, std::string_view text, std::string_view what) {
  return context.fail("\"" + std::string(shortened(text)) + "\" is no " + std::string(what));
}

// --- int and uint ---
Value int_from_uint(Context&, const Value* args) {
  if (args[0].uinteger > static_cast<uint64_t>(INT64_MAX)) {
    return out_of_range("the uint does not fit into an int");
  }
  return Value::of(static_cast<int64_t>(args[0].uinteger));
}
// As the specification has it, the least and the largest int are out of a double's reach.
Value int_from_double(Context&, const Value* args) {
  const double number = args[0].number;
  if (!(number > -9223372036854775808.0 && number < 9223372036854775808.0)) {
    return out_of_range("the double does not fit into an int");
  }
  return Value::of(static_cast<int64_t>(number));
}
Value int_from_text(Context& context, const Value* args) {
  std::string_view text = args[0].view();
  if (text.size() > 1 && text.front() == '+' && text[1] != '-') text.remove_prefix(1);
  int64_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  const bool is_whole = error == std::errc() && end == text.data() + text.size();
  return is_whole ? Value::of(out) : not_a(context, args[0].view(), "int");
}
Value int_from_timestamp(Context&, const Value* args) {
  return Value::of(args[0].integer);
}
Value uint_from_int(Context&, const Value* args) {
  if (args[0].integer < 0) return out_of_range("a negative int does not fit into a uint");
  return Value::of_unsigned(static_cast<uint64_t>(args[0].integer));
}
Value uint_from_double(Context&, const Value* args) {
  const double number = args[0].number;
  if (!(number >= 0 && number < 18446744073709551616.0)) {
    return out_of_range("the double does not fit into a uint");
  }
  return Value::of_unsigned(static_cast<uint64_t>(number));
}
Value uint_from_text(Context& context, const Value* args) {
  const std::string_view text = args[0].view();
  uint64_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  const bool is_whole = error == std::errc() && end == text.data() + text.size();
  return is_whole ? Value::of_unsigned(out) : not_a(context, text, "uint");
}

// --- double ---
Value double_from_int(Context&, const Value* args) {
  return Value::of(static_cast<double>(args[0].integer));
}
Value double_from_uint(Context&, const Value* args) {
  return Value::of(static_cast<double>(args[0].uinteger));
}
Value double_from_text(Context& context, const Value* args) {
  std::string_view text = args[0].view();
  if (text.size() > 1 && text.front() == '+' && text[1] != '-') text.remove_prefix(1);
  double out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  const bool is_whole = !text.empty() && end == text.data() + text.size();
  if (is_whole && error == std::errc::result_out_of_range) return number_from_json(text);
  return is_whole && error == std::errc() ? Value::of(out)
                                          : not_a(context, args[0].view(), "double");
}

// --- string and bytes ---
template <class T>
Value text_of_number(Context& context, T number) {
  char text[40];
  const auto end = std::to_chars(text, text + sizeof text, number).ptr;
  return Value::text(context.copy({text, static_cast<size_t>(end - text)}));
}
Value text_from_int(Context& context, const Value* args) {
  return text_of_number(context, args[0].integer);
}
Value text_from_uint(Context& context, const Value* args) {
  return text_of_number(context, args[0].uinteger);
}
Value text_from_double(Context& context, const Value* args) {
  const double number = args[0].number;
  if (std::isnan(number)) return Value::text("NaN");
  if (std::isinf(number)) return Value::text(number > 0 ? "+Inf" : "-Inf");
  return text_of_number(context, number);
}
Value text_from_bool(Context&, const Value* args) {
  return Value::text(args[0].truth() ? "true" : "false");
}
Value text_from_bytes(Context& context, const Value* args) {
  if (!context.spend_text(args[0].size)) return Context::exhausted();
  if (!is_utf8(args[0].view())) return Context::fail_static("the bytes are not valid UTF-8");
  return Value::text(args[0].view());
}
Value text_from_timestamp(Context& context, const Value* args) {
  char text[max_rfc3339_size];
  const UnixTime time{args[0].integer, static_cast<int32_t>(args[0].size)};
  return Value::text(context.copy({text, format_rfc3339(time, text)}));
}
Value text_from_duration(Context& context, const Value* args) {
  char text[max_duration_size];
  return Value::text(context.copy({text, format_duration(args[0], text)}));
}
Value bytes_from_text(Context&, const Value* args) {
  return Value::of_bytes(K::bytes, args[0].view());
}

// --- the rest ---
Value bool_from_text(Context& context, const Value* args) {
  const std::string_view text = args[0].view();
  for (const std::string_view word : {"1", "t", "true", "TRUE", "True"}) {
    if (text == word) return Value::of(true);
  }
  for (const std::string_view word : {"0", "f", "false", "FALSE", "False"}) {
    if (text == word) return Value::of(false);
  }
  return not_a(context, text, "bool");
}
Value timestamp_from_text(Context& context, const Value* args) {
  UnixTime time;
  if (!parse_rfc3339(args[0].view(), time)) {
    return not_a(context, args[0].view(), "timestamp such as \"2024-01-31T12:00:00Z\"");
  }
  return make_time(K::timestamp, time.seconds, time.nanos);
}
Value timestamp_from_int(Context&, const Value* args) {
  return make_time(K::timestamp, args[0].integer, 0);
}
Value duration_from_text(Context& context, const Value* args) {
  return parse_duration(context, args[0].view());
}
Value type_of(Context&, const Value* args) {
  return Value::of(args[0].kind);
}

constexpr auto A = OnMissing::fail;  // any kind is taken, null too
constexpr Overload table[] = {
    {"int", false, 1, {K::integer}, K::integer, same},
    {"int", false, 1, {K::uinteger}, K::integer, int_from_uint},
    {"int", false, 1, {K::number}, K::integer, int_from_double},
    {"int", false, 1, {K::text}, K::integer, int_from_text},
    {"int", false, 1, {K::timestamp}, K::integer, int_from_timestamp},
    {"uint", false, 1, {K::uinteger}, K::uinteger, same},
    {"uint", false, 1, {K::integer}, K::uinteger, uint_from_int},
    {"uint", false, 1, {K::number}, K::uinteger, uint_from_double},
    {"uint", false, 1, {K::text}, K::uinteger, uint_from_text},
    {"double", false, 1, {K::number}, K::number, same},
    {"double", false, 1, {K::integer}, K::number, double_from_int},
    {"double", false, 1, {K::uinteger}, K::number, double_from_uint},
    {"double", false, 1, {K::text}, K::number, double_from_text},
    {"string", false, 1, {K::text}, K::text, same},
    {"string", false, 1, {K::integer}, K::text, text_from_int},
    {"string", false, 1, {K::uinteger}, K::text, text_from_uint},
    {"string", false, 1, {K::number}, K::text, text_from_double},
    {"string", false, 1, {K::boolean}, K::text, text_from_bool},
    {"string", false, 1, {K::bytes}, K::text, text_from_bytes},
    {"string", false, 1, {K::timestamp}, K::text, text_from_timestamp},
    {"string", false, 1, {K::duration}, K::text, text_from_duration},
    {"bytes", false, 1, {K::bytes}, K::bytes, same},
    {"bytes", false, 1, {K::text}, K::bytes, bytes_from_text},
    {"bool", false, 1, {K::boolean}, K::boolean, same},
    {"bool", false, 1, {K::text}, K::boolean, bool_from_text},
    {"timestamp", false, 1, {K::timestamp}, K::timestamp, same},
    {"timestamp", false, 1, {K::text}, K::timestamp, timestamp_from_text},
    {"timestamp", false, 1, {K::integer}, K::timestamp, timestamp_from_int},
    {"duration", false, 1, {K::duration}, K::duration, same},
    {"duration", false, 1, {K::text}, K::duration, duration_from_text},
    {"dyn", false, 1, {K::dynamic}, K::dynamic, same, A},
    {"type", false, 1, {K::dynamic}, K::type, type_of, A},
};

}  // namespace

Overloads conversion_overloads() {
  return table;
}

}  // namespace sluice::cel
