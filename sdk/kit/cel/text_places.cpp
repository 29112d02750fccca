// Functions of places in texts, which are counted in code points: charAt, indexOf, substring,
// replace, split.
#include <cstring>

#include <kit/cel/functions.hpp>
#include <kit/cel/utf8.hpp>

namespace sluice::cel {
namespace {

using K = Kind;
constexpr size_t none = std::string_view::npos;

Value beyond(Context& context, int64_t place, std::string_view function) {
  return context.fail(std::string(function) + "(): the text has no place " + std::to_string(place));
}

Value char_at(Context& context, const Value* args) {
  const std::string_view text = args[0].view();
  if (!context.spend_text(text.size())) return Context::exhausted();
  const size_t at = place_of(text, args[1].integer);
  if (at == none) return beyond(context, args[1].integer, "charAt");
  if (at == text.size()) return Value::text({});
  return Value::text(text.substr(at, next_code_point(text, at) - at));
}

Value index_from(Context& context, const Value* args, int64_t first) {
  const std::string_view text = args[0].view();
  if (!context.spend_text(text.size() * 2)) return Context::exhausted();
  const size_t from = place_of(text, first);
  if (from == none) return beyond(context, first, "indexOf");
  const size_t found = find_part(text, args[1].view(), from);
  return Value::of(found == none ? -1 : count_code_points(text.substr(0, found)));
}
Value index_of(Context& context, const Value* args) {
  return index_from(context, args, 0);
}
Value index_of_from(Context& context, const Value* args) {
  return index_from(context, args, args[2].integer);
}

Value last_index(Context& context, const Value* args, size_t from) {
  const std::string_view text = args[0].view();
  // The search is naive: a part that nearly matches everywhere costs its size at each place.
  if (!context.spend(text.size() / 16 * (1 + args[1].size / 16))) return Context::exhausted();
  const size_t found = text.rfind(args[1].view(), from);
  return Value::of(found == none ? -1 : count_code_points(text.substr(0, found)));
}
Value last_index_of(Context& context, const Value* args) {
  return last_index(context, args, none);
}
Value last_index_of_from(Context& context, const Value* args) {
  const size_t from = place_of(args[0].view(), args[2].integer);
  if (from == none) return beyond(context, args[2].integer, "lastIndexOf");
  return last_index(context, args, from);
}

Value part(Context& context, const Value& whole, int64_t begin, int64_t end) {
  const std::string_view text = whole.view();
  if (!context.spend_text(text.size())) return Context::exhausted();
  const size_t from = place_of(text, begin);
  if (from == none) return beyond(context, begin, "substring");
  if (end < begin) return Context::fail_static("substring(): the end is before the beginning");
  const size_t size = place_of(text.substr(from), end - begin);
  if (size == none) return beyond(context, end, "substring");
  return Value::text(text.substr(from, size));
}
Value substring(Context& context, const Value* args) {
  const std::string_view text = args[0].view();
  if (!context.spend_text(text.size())) return Context::exhausted();
  const size_t from = place_of(text, args[1].integer);
  if (from == none) return beyond(context, args[1].integer, "substring");
  return Value::text(text.substr(from));
}
Value substring_to(Context& context, const Value* args) {
  return part(context, args[0], args[1].integer, args[2].integer);
}

// Where the next piece to replace or to split at begins; an empty one stands before every code
// point and at the end.
size_t next_match(std::string_view text, std::string_view wanted, size_t from, bool is_first) {
  if (!wanted.empty()) return find_part(text, wanted, from);
  if (is_first) return from;
  return from >= text.size() ? none : next_code_point(text, from);
}

Value replace_some(Context& context, const Value* args, int64_t limit) {
  const std::string_view text = args[0].view();
  const std::string_view old = args[1].view();
  const std::string_view with = args[2].view();
  uint64_t count = 0;
  size_t at = 0;
  const auto more = [&] { return limit < 0 || count < static_cast<uint64_t>(limit); };
  for (size_t from = 0; more(); ++count) {
    at = next_match(text, old, from, count == 0);
    if (at == none) break;
    from = at + old.size();
  }
  const uint64_t size = text.size() + count * with.size() - count * old.size();
  if (!context.spend(count + (text.size() + size) / 16)) return Context::exhausted();
  if (count == 0) return args[0];
  char* const out = context.allocate<char>(size + 1);
  char* end = out;
  const auto put = [&](std::string_view piece) {
    if (!piece.empty()) std::memcpy(end, piece.data(), piece.size());
    end += piece.size();
  };
  size_t from = 0;
  size_t search = 0;
  for (uint64_t i = 0; i < count; ++i) {
    at = next_match(text, old, search, i == 0);
    put(text.substr(from, at - from));
    put(with);
    from = search = at + old.size();
  }
  put(text.substr(from));
  return Value::text({out, size});
}
Value replace(Context& context, const Value* args) {
  return replace_some(context, args, -1);
}
Value replace_limited(Context& context, const Value* args) {
  return replace_some(context, args, args[3].integer);
}

// At an empty separator: one item for each code point.
Value split_some(Context& context, const Value* args, int64_t limit) {
  std::string_view text = args[0].view();
  const std::string_view at = args[1].view();
  const auto end_of_item = [&](std::string_view rest) {
    if (!at.empty()) return find_part(rest, at);
    const size_t next = rest.empty() ? none : next_code_point(rest, 0);
    return next == rest.size() ? none : next;
  };
  if (limit == 0 || (at.empty() && text.empty())) return Value::of_items(K::list, nullptr, 0);
  uint64_t count = 1;
  for (std::string_view rest = text; limit < 0 || count < static_cast<uint64_t>(limit); ++count) {
    const size_t end = end_of_item(rest);
    if (end == none) break;
    rest.remove_prefix(end + at.size());
  }
  if (!context.spend(count + text.size() / 16)) return Context::exhausted();
  Value* const items = context.allocate<Value>(count);
  for (uint64_t i = 0; i + 1 < count; ++i) {
    const size_t end = end_of_item(text);
    items[i] = Value::text(text.substr(0, end));
    text.remove_prefix(end + at.size());
  }
  items[count - 1] = Value::text(text);
  return Value::of_items(K::list, items, static_cast<uint32_t>(count));
}
Value split(Context& context, const Value* args) {
  return split_some(context, args, -1);
}
Value split_limited(Context& context, const Value* args) {
  return split_some(context, args, args[2].integer);
}

constexpr Overload table[] = {
    {"charAt", true, 2, {K::text, K::integer}, K::text, char_at},
    {"indexOf", true, 2, {K::text, K::text}, K::integer, index_of},
    {"indexOf", true, 3, {K::text, K::text, K::integer}, K::integer, index_of_from},
    {"lastIndexOf", true, 2, {K::text, K::text}, K::integer, last_index_of},
    {"lastIndexOf", true, 3, {K::text, K::text, K::integer}, K::integer, last_index_of_from},
    {"substring", true, 2, {K::text, K::integer}, K::text, substring},
    {"substring", true, 3, {K::text, K::integer, K::integer}, K::text, substring_to},
    {"replace", true, 3, {K::text, K::text, K::text}, K::text, replace},
    {"replace", true, 4, {K::text, K::text, K::text, K::integer}, K::text, replace_limited},
    {"split", true, 2, {K::text, K::text}, K::list, split},
    {"split", true, 3, {K::text, K::text, K::integer}, K::list, split_limited},
};

}  // namespace

Overloads place_overloads() {
  return table;
}

}  // namespace sluice::cel
