#include <algorithm>
#include <cmath>
#include <cstring>

#include <kit/cel/compare.hpp>
#include <kit/cel/evaluator.hpp>
#include <kit/cel/utf8.hpp>

namespace sluice::cel {
namespace {

std::string name_of(Kind kind) {
  if (kind == Kind::null) return "null";
  if (kind == Kind::timestamp) return "timestamp";
  if (kind == Kind::duration) return "duration";
  return std::string(to_string(kind));
}

// `what` with a value where it has "%".
std::string with(std::string_view what, std::string_view value) {
  std::string text(what);
  const size_t at = text.find('%');
  return at == std::string::npos ? text : text.replace(at, 1, shortened(value));
}

// A number as an index; false: it has a fraction or is out of range.
bool as_index(const Value& value, uint64_t& index) {
  if (value.is(Kind::integer) && value.integer >= 0) {
    index = value.uinteger;
    return true;
  }
  if (value.is(Kind::uinteger)) {
    index = value.uinteger;
    return true;
  }
  if (!value.is(Kind::number) || !(value.number >= 0 && value.number < 4294967296.0)) return false;
  index = static_cast<uint64_t>(value.number);
  return static_cast<double>(index) == value.number;
}

bool is_number(const Value& value) {
  return value.is(Kind::integer) || value.is(Kind::uinteger) || value.is(Kind::number);
}

}  // namespace

Value Evaluator::fail(const Step& step, std::string_view message) {
  Value error = context_.fail(message);
  error.at = step.at;
  return error;
}
Value Evaluator::exhausted(const Step& step) {
  Value error = Context::exhausted();
  error.at = step.at;
  return error;
}
Value Evaluator::not_bool(const Step& step, const Value& found) {
  const std::string_view what = found.is_missing()
                                    ? "it needs bool, and the event has null or nothing here"
                                    : "it needs bool, found %";
  return fail(step, with(what, name_of(found.kind)));
}

Value Evaluator::run(const Step& step) {
  if (!context_.spend(1)) return exhausted(step);
  switch (step.op) {
    case Op::constant:
      return step.constant;
    case Op::field:
      return field(step);
    case Op::field_is_text:
      return field_is_text(step);
    case Op::meta_id: {
      const sluice_event& event = context_.editor().event();
      if (event.id_size == 0) return Value::missing();
      return Value::text({event.id, event.id_size});
    }
    case Op::meta_timestamp:
      return timestamp();
    case Op::meta_source: {
      const sluice_origin* const origin = context_.editor().event().origin;
      if (origin == nullptr || origin->input.size == 0) return Value::missing();
      return Value::text(view(origin->input));
    }
    case Op::variable:
      return variables_.at[step.slot];
    case Op::select:
      return select(step);
    case Op::index:
      return index(step);
    case Op::has_field:
      return Value::of(context_.editor().find(*step.path) != nullptr);
    case Op::has_meta: {
      const Value value = run(*step.args[0]);
      return value.is_error() ? value : Value::of(!value.is(Kind::null));
    }
    case Op::has_key:
      return has_key(step);
    case Op::call:
      return call(step);
    case Op::match:
      return match(step);
    case Op::both:
      return logic(step, false);
    case Op::either:
      return logic(step, true);
    case Op::negation:
      return negation(step);
    case Op::conditional:
      return conditional(step);
    case Op::equal:
      return equality(step);
    case Op::less:
      return less(step);
    case Op::in:
      return in(step);
    case Op::list:
      return make_list(step);
    case Op::map:
      return make_map(step);
    default:
      return macro(step);
  }
}

// --- the event ---

Value Evaluator::field(const Step& step) {
  sluice_value* const value = context_.editor().find(*step.path);
  return value == nullptr ? Value::missing() : context_.from_event(*value);
}

// Most conditions: told without decoding. An escape takes more bytes than what it stands for, so
// that raw text with escapes is longer than the text that it means.
Value Evaluator::field_is_text(const Step& step) {
  const sluice_value* const value = context_.editor().find(*step.path);
  bool is_equal = false;
  if (value != nullptr && value->type == SLUICE_VALUE_TEXT) {
    is_equal = bytes(*value) == step.constant.view();
  } else if (value != nullptr && value->type == SLUICE_VALUE_RAW && value->as.data[0] == '"') {
    const std::string_view inside(value->as.data + 1, value->size - 2);
    if (inside.size() == step.constant.size) {
      is_equal = inside == step.constant.view() && inside.find('\\') == std::string_view::npos;
    } else if (inside.size() > step.constant.size &&
               std::memchr(inside.data(), '\\', inside.size()) != nullptr) {
      std::string_view text;
      context_.editor().text_of(*value, text);
      is_equal = text == step.constant.view();
    }
  }
  return Value::of(is_equal != step.negated);
}

Value Evaluator::timestamp() {
  const int64_t ms = context_.editor().event().timestamp_ms;
  if (ms == SLUICE_NO_TIMESTAMP) return Value::missing();
  const UnixTime time = UnixTime::from_ms(ms);
  const Value value = make_time(Kind::timestamp, time.seconds, time.nanos);
  return value.is_error() ? Value::missing() : value;
}

// --- selection ---

Value Evaluator::key_of(const Step& step, const Value& container, std::string_view name,
                        bool& is_found) {
  Value out;
  is_found = container.is(Kind::map) && context_.find(container, name, out);
  if (is_found) return out;
  if (container.of_event) return Value::missing();
  if (container.is(Kind::map)) return fail(step, with("there is no key \"%\" in the map", name));
  is_found = true;  // an error whatever is done about missing keys
  return fail(step, with("% has no fields", name_of(container.kind)));
}

Value Evaluator::item_at(const Step& step, const Value& container, const Value& at,
                         bool& is_found) {
  Value out;
  uint64_t index = 0;
  is_found = false;
  if (container.is(Kind::map)) {
    is_found = context_.find(container, at, out);
    if (is_found) return out;
  } else if (container.is(Kind::list)) {
    if (as_index(at, index) && index < context_.size(container)) {
      is_found = true;
      return context_.item(container, static_cast<uint32_t>(index));
    }
  }
  if (container.of_event || at.is_missing()) return Value::missing();
  if (container.is(Kind::map)) {
    return at.is(Kind::text) ? fail(step, with("there is no key \"%\" in the map", at.view()))
                             : fail(step, "there is no such key in the map");
  }
  const bool is_place = container.is(Kind::list) && is_number(at);
  if (is_place) return fail(step, "the index is out of the list's bounds");
  is_found = true;
  return fail(step, container.is(Kind::list)
                        ? with("a list has no item of index %", name_of(at.kind))
                        : with("% has no items", name_of(container.kind)));
}

// What selecting from an optional, or with "?", makes of what was found: an optional.
Value Evaluator::selected(const Step& step, bool of_optional, const Value& value, bool is_found) {
  if (!step.is_optional && !of_optional) return value;
  if (!is_found) return Value::of_items(Kind::optional, nullptr, 0);
  if (value.is_error()) return value;
  Value* const item = context_.allocate<Value>(1);
  *item = value;
  return Value::of_items(Kind::optional, item, 1);
}

Value Evaluator::select(const Step& step) {
  Value base = run(*step.args[0]);
  if (base.is_error()) return base;
  const bool of_optional = base.is(Kind::optional);
  if (of_optional && base.items == nullptr) return base;
  if (of_optional) base = *base.items;
  bool is_found = false;
  const Value value = key_of(step, base, step.name, is_found);
  return selected(step, of_optional, value, is_found);
}

Value Evaluator::index(const Step& step) {
  Value base = run(*step.args[0]);
  if (base.is_error()) return base;
  const Value at = run(*step.args[1]);
  if (at.is_error()) return at;
  const bool of_optional = base.is(Kind::optional);
  if (of_optional && base.items == nullptr) return base;
  if (of_optional) base = *base.items;
  bool is_found = false;
  const Value value = item_at(step, base, at, is_found);
  return selected(step, of_optional, value, is_found);
}

Value Evaluator::has_key(const Step& step) {
  Value base = run(*step.args[0]);
  if (base.is_error()) return base;
  if (base.is(Kind::optional)) {
    if (base.items == nullptr) return Value::of(false);
    base = *base.items;
  }
  Value unused;
  if (base.is(Kind::map)) return Value::of(context_.find(base, step.name, unused));
  if (base.of_event) return Value::of(false);
  return fail(step, with("% has no fields", name_of(base.kind)));
}

// --- calls ---

Value Evaluator::call(const Step& step) {
  Value args[4];
  for (uint32_t i = 0; i < step.count; ++i) {
    args[i] = run(*step.args[i]);
    if (args[i].is_error()) return args[i];
  }
  for (const Overload& overload : step.overloads) {
    if (!overload.takes(args)) continue;
    Value result = overload.function(context_, args);
    if (result.is_error() && result.at == 0xFFFF) result.at = step.at;
    return result;
  }
  return no_overload(step, args);
}

Value Evaluator::no_overload(const Step& step, const Value* args) {
  bool is_missing = false;
  std::string kinds;
  for (uint32_t i = 0; i < step.count; ++i) {
    is_missing = is_missing || args[i].is_missing();
    kinds += (i == 0 ? "" : i + 1 == step.count ? " and " : ", ") + name_of(args[i].kind);
  }
  if (is_missing) {
    switch (step.overloads.front().on_missing) {
      case OnMissing::false_:
        return Value::of(false);
      case OnMissing::zero:
        return Value::of(int64_t{0});
      case OnMissing::missing:
        return Value::missing();
      case OnMissing::fail:
        break;
    }
  }
  return fail(step, "there is no \"" + std::string(step.name) + "\" of " + kinds +
                        (is_missing ? "; the event has null or nothing here" : ""));
}

Value Evaluator::match(const Step& step) {
  const Value text = run(*step.args[0]);
  if (text.is_error()) return text;
  if (!text.is(Kind::text)) {
    const Value args[2] = {text, step.args[1]->constant};
    return no_overload(step, args);
  }
  if (!context_.spend(match_steps(*step.pattern, text.size))) return exhausted(step);
  return Value::of(matches(*step.pattern, text.view()));
}

// --- logic: an error counts only when nothing else decides, on whichever side it is ---

Value Evaluator::logic(const Step& step, bool deciding) {
  Value error;
  bool has_error = false;
  for (uint32_t i = 0; i < step.count; ++i) {
    Value value = run(*step.args[i]);
    if (value.is(Kind::boolean)) {
      if (value.truth() == deciding) return value;
      continue;
    }
    if (has_error) continue;
    has_error = true;
    error = value.is_error() ? value : not_bool(*step.args[i], value);
  }
  return has_error ? error : Value::of(!deciding);
}

Value Evaluator::negation(const Step& step) {
  const Value value = run(*step.args[0]);
  if (value.is(Kind::boolean)) return Value::of(!value.truth());
  return value.is_error() ? value : not_bool(step, value);
}

Value Evaluator::conditional(const Step& step) {
  const Value value = run(*step.args[0]);
  if (value.is(Kind::boolean)) return run(*step.args[value.truth() ? 1 : 2]);
  return value.is_error() ? value : not_bool(*step.args[0], value);
}

Value Evaluator::equality(const Step& step) {
  const Value left = run(*step.args[0]);
  if (left.is_error()) return left;
  const Value right = run(*step.args[1]);
  if (right.is_error()) return right;
  return Value::of(equal(context_, left, right) != step.negated);
}

Value Evaluator::less(const Step& step) {
  const Value left = run(*step.args[0]);
  if (left.is_error()) return left;
  const Value right = run(*step.args[1]);
  if (right.is_error()) return right;
  const Order order = compare(left, right);
  if (order == Order::impossible) {
    if (left.is_missing() || right.is_missing()) return Value::of(false);
    return fail(step, "there is no \"" + std::string(step.name) + "\" of " + name_of(left.kind) +
                          " and " + name_of(right.kind));
  }
  const Order wanted = step.swapped ? Order::greater : Order::less;
  return Value::of(order == wanted || (step.or_equal && order == Order::equal));
}

Value Evaluator::in(const Step& step) {
  const Value wanted = run(*step.args[0]);
  if (wanted.is_error()) return wanted;
  const Value range = run(*step.args[1]);
  if (range.is_error()) return range;
  if (step.sorted_texts != nullptr) {
    const Value* const end = step.sorted_texts + range.size;
    return Value::of(wanted.is(Kind::text) &&
                     std::binary_search(step.sorted_texts, end, wanted, is_text_before));
  }
  if (range.is(Kind::map)) {
    Value unused;
    return Value::of(context_.find(range, wanted, unused));
  }
  if (range.is_missing()) return Value::of(false);
  if (!range.is(Kind::list)) {
    return fail(step, with("\"in\" needs a list or map, found %", name_of(range.kind)));
  }
  const uint32_t size = context_.size(range);
  for (uint32_t i = 0; i < size; ++i) {
    if (equal(context_, context_.item(range, i), wanted)) return Value::of(true);
  }
  return Value::of(false);
}

}  // namespace sluice::cel
