// size(), and functions of whole texts.
#include <algorithm>
#include <cstring>

#include <kit/cel/functions.hpp>
#include <kit/cel/patterns.hpp>
#include <kit/cel/utf8.hpp>

namespace sluice::cel {
namespace {

using K = Kind;

Value size_of_text(Context& context, const Value* args) {
  if (!context.spend_text(args[0].size)) return Context::exhausted();
  return Value::of(count_code_points(args[0].view()));
}
Value size_of_bytes(Context&, const Value* args) {
  return Value::of(int64_t{args[0].size});
}
Value size_of_container(Context& context, const Value* args) {
  return Value::of(int64_t{context.size(args[0])});
}

Value starts_with(Context&, const Value* args) {
  return Value::of(args[0].view().starts_with(args[1].view()));
}
Value ends_with(Context&, const Value* args) {
  return Value::of(args[0].view().ends_with(args[1].view()));
}
Value contains(Context& context, const Value* args) {
  if (!context.spend_text(args[0].size)) return Context::exhausted();
  return Value::of(find_part(args[0].view(), args[1].view()) != std::string_view::npos);
}

// A pattern that is made at run time; constant ones are compiled with the expression.
Value matches_pattern(Context& context, const Value* args) {
  if (!context.spend(20'000)) return Context::exhausted();
  std::string why;
  const auto pattern = compile_pattern(args[1].view(), why);
  if (pattern == nullptr) return context.fail(why);
  if (!context.spend(match_steps(*pattern, args[0].size))) return Context::exhausted();
  return Value::of(matches(*pattern, args[0].view()));
}

template <class Change>
Value changed(Context& context, const Value& text, Change change) {
  if (!context.spend_text(text.size)) return Context::exhausted();
  const std::string_view old = text.view();
  if (std::none_of(old.begin(), old.end(), [&](char c) { return change(c) != c; })) return text;
  char* const out = context.allocate<char>(old.size());
  std::transform(old.begin(), old.end(), out, change);
  return Value::text({out, old.size()});
}
Value lower_ascii(Context& context, const Value* args) {
  return changed(context, args[0],
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
}
Value upper_ascii(Context& context, const Value* args) {
  return changed(context, args[0],
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
}

Value trim(Context& context, const Value* args) {
  std::string_view text = args[0].view();
  if (!context.spend_text(text.size())) return Context::exhausted();
  while (const size_t space = space_size(text)) text.remove_prefix(space);
  while (!text.empty()) {
    size_t last = text.size() - 1;
    while (last > 0 && continues(text[last])) --last;
    if (space_size(text.substr(last)) == 0) break;
    text = text.substr(0, last);
  }
  return Value::text(text);
}

Value reverse(Context& context, const Value* args) {
  const std::string_view text = args[0].view();
  if (!context.spend_text(text.size() * 2)) return Context::exhausted();
  char* const out = context.allocate<char>(text.size() + 1);
  for (size_t at = 0; at < text.size();) {
    const size_t next = next_code_point(text, at);
    std::memcpy(out + text.size() - next, text.data() + at, next - at);
    at = next;
  }
  return Value::text({out, text.size()});
}

Value join_with(Context& context, const Value& list, std::string_view between) {
  const uint32_t count = context.size(list);
  uint64_t size = 0;
  for (uint32_t i = 0; i < count; ++i) {
    const Value item = context.item(list, i);
    if (!item.is(K::text)) {
      return context.fail("join() needs a list of strings; item " + std::to_string(i) + " is " +
                          std::string(to_string(item.kind)));
    }
    size += item.size + (i > 0 ? between.size() : 0);
  }
  if (!context.spend(count + size / 16)) return Context::exhausted();
  char* const out = context.allocate<char>(size + 1);
  char* at = out;
  const auto put = [&](std::string_view text) {
    if (!text.empty()) std::memcpy(at, text.data(), text.size());
    at += text.size();
  };
  for (uint32_t i = 0; i < count; ++i) {
    if (i > 0) put(between);
    put(context.item(list, i).view());
  }
  return Value::text({out, static_cast<size_t>(at - out)});
}
Value join(Context& context, const Value* args) {
  return join_with(context, args[0], "");
}
Value join_between(Context& context, const Value* args) {
  return join_with(context, args[0], args[1].view());
}

// As a literal that reads as this text: quotes, backslashes and control characters are escaped.
Value quote(Context& context, const Value* args) {
  const std::string_view text = args[0].view();
  if (!context.spend_text(text.size() * 2)) return Context::exhausted();
  char* const out = context.allocate<char>(text.size() * 2 + 2);
  char* at = out;
  *at++ = '"';
  for (const char c : text) {
    constexpr std::string_view special = "\a\b\f\n\r\t\v\\\"";
    constexpr std::string_view letters = "abfnrtv\\\"";
    const size_t index = special.find(c);
    if (index != std::string_view::npos) *at++ = '\\';
    *at++ = index != std::string_view::npos ? letters[index] : c;
  }
  *at++ = '"';
  return Value::text({out, static_cast<size_t>(at - out)});
}

constexpr auto P = OnMissing::false_;
constexpr auto Z = OnMissing::zero;
constexpr Overload table[] = {
    {"size", false, 1, {K::text}, K::integer, size_of_text, Z},
    {"size", false, 1, {K::bytes}, K::integer, size_of_bytes, Z},
    {"size", false, 1, {K::list}, K::integer, size_of_container, Z},
    {"size", false, 1, {K::map}, K::integer, size_of_container, Z},
    {"size", true, 1, {K::text}, K::integer, size_of_text, Z},
    {"size", true, 1, {K::bytes}, K::integer, size_of_bytes, Z},
    {"size", true, 1, {K::list}, K::integer, size_of_container, Z},
    {"size", true, 1, {K::map}, K::integer, size_of_container, Z},
    {"startsWith", true, 2, {K::text, K::text}, K::boolean, starts_with, P},
    {"endsWith", true, 2, {K::text, K::text}, K::boolean, ends_with, P},
    {"contains", true, 2, {K::text, K::text}, K::boolean, contains, P},
    {"matches", true, 2, {K::text, K::text}, K::boolean, matches_pattern, P},
    {"matches", false, 2, {K::text, K::text}, K::boolean, matches_pattern, P},
    {"lowerAscii", true, 1, {K::text}, K::text, lower_ascii},
    {"upperAscii", true, 1, {K::text}, K::text, upper_ascii},
    {"trim", true, 1, {K::text}, K::text, trim},
    {"reverse", true, 1, {K::text}, K::text, reverse},
    {"join", true, 1, {K::list}, K::text, join},
    {"join", true, 2, {K::list, K::text}, K::text, join_between},
    {"strings.quote", false, 1, {K::text}, K::text, quote},
};

}  // namespace

Overloads text_overloads() {
  return table;
}

}  // namespace sluice::cel
