// Evaluating what holds others: list and map literals, and the macros that go over them.
#include <kit/cel/compare.hpp>
#include <kit/cel/evaluator.hpp>

namespace sluice::cel {
Value Evaluator::make_list(const Step& step) {
  Value* const items = context_.allocate<Value>(step.count + 1);
  uint32_t size = 0;
  for (uint32_t i = 0; i < step.count; ++i) {
    Value item = run(*step.args[i]);
    if (item.is_error()) return item;
    if (step.optional_items[i]) {
      if (!item.is(Kind::optional))
        return fail(*step.args[i], "an item with \"?\" needs an optional");
      if (item.items == nullptr) continue;
      item = *item.items;
    }
    items[size++] = item;
  }
  return Value::of_items(Kind::list, items, size);
}

Value Evaluator::make_map(const Step& step) {
  Value* const items = context_.allocate<Value>(step.count + 1);
  uint32_t size = 0;
  for (uint32_t i = 0; i < step.count; i += 2) {
    const Value key = run(*step.args[i]);
    if (key.is_error()) return key;
    Value value = run(*step.args[i + 1]);
    if (value.is_error()) return value;
    const bool is_key = key.is(Kind::boolean) || key.is(Kind::integer) || key.is(Kind::uinteger) ||
                        key.is(Kind::text);
    if (!is_key) return fail(*step.args[i], "a map's key is a bool, int, uint or string");
    if (step.optional_items[i / 2]) {
      if (!value.is(Kind::optional)) {
        return fail(*step.args[i + 1], "a value with \"?\" needs an optional");
      }
      if (value.items == nullptr) continue;
      value = *value.items;
    }
    Value unused;
    if (context_.find(Value::of_items(Kind::map, items, size), key, unused)) {
      return fail(*step.args[i], "the map has this key twice");
    }
    items[2 * size] = key;
    items[2 * size + 1] = value;
    ++size;
  }
  return Value::of_items(Kind::map, items, size);
}

Value Evaluator::macro(const Step& step) {
  const Value range = run(*step.args[0]);
  if (range.is_error()) return range;
  const bool is_optional = step.op == Op::optional_map || step.op == Op::optional_flat_map;
  if (is_optional) {
    if (range.is(Kind::optional)) return optional_map(step, range);
    return fail(step, "optMap() and optFlatMap() need an optional");
  }
  if (!range.is(Kind::list) && !range.is(Kind::map) && !range.is_missing()) {
    return fail(step, "a macro needs a list or map, found " + std::string(to_string(range.kind)));
  }
  switch (step.op) {
    case Op::all:
      return decide(step, range, false);
    case Op::exists:
      return decide(step, range, true);
    case Op::exists_one:
      return exists_one(step, range);
    case Op::filter:
      return filter(step, range);
    default:
      return transform(step, range);
  }
}

// What a macro's variable stands for: an item, or a map's key.
Value Evaluator::element(const Value& range, uint32_t index) {
  return range.is(Kind::list) ? context_.item(range, index) : context_.entry_key(range, index);
}

// A list that the event lacks has no items.
uint32_t Evaluator::size_of(const Value& range) {
  return range.is_missing() ? 0 : context_.size(range);
}

Value Evaluator::decide(const Step& step, const Value& range, bool deciding) {
  Value error;
  bool has_error = false;
  const uint32_t size = size_of(range);
  for (uint32_t i = 0; i < size; ++i) {
    variables_.at[step.slot] = element(range, i);
    const Value value = run(*step.args[1]);
    if (value.is(Kind::boolean)) {
      if (value.truth() == deciding) return value;
      continue;
    }
    if (!has_error) error = value.is_error() ? value : not_bool(*step.args[1], value);
    has_error = true;
    if (context_.is_exhausted()) break;
  }
  return has_error ? error : Value::of(!deciding);
}

Value Evaluator::exists_one(const Step& step, const Value& range) {
  uint32_t found = 0;
  const uint32_t size = size_of(range);
  for (uint32_t i = 0; i < size; ++i) {
    variables_.at[step.slot] = element(range, i);
    const Value value = run(*step.args[1]);
    if (value.is_error()) return value;
    if (!value.is(Kind::boolean)) return not_bool(*step.args[1], value);
    if (value.truth()) ++found;
  }
  return Value::of(found == 1);
}

Value Evaluator::filter(const Step& step, const Value& range) {
  const uint32_t size = size_of(range);
  if (!context_.spend(size)) return exhausted(step);
  Value* const items = context_.allocate<Value>(size + 1);
  uint32_t count = 0;
  for (uint32_t i = 0; i < size; ++i) {
    const Value item = element(range, i);
    variables_.at[step.slot] = item;
    const Value value = run(*step.args[1]);
    if (value.is_error()) return value;
    if (!value.is(Kind::boolean)) return not_bool(*step.args[1], value);
    if (value.truth()) items[count++] = item;
  }
  return Value::of_items(Kind::list, items, count);
}

Value Evaluator::transform(const Step& step, const Value& range) {
  const uint32_t size = size_of(range);
  if (!context_.spend(size)) return exhausted(step);
  Value* const items = context_.allocate<Value>(size + 1);
  uint32_t count = 0;
  for (uint32_t i = 0; i < size; ++i) {
    variables_.at[step.slot] = element(range, i);
    if (step.count == 3) {
      const Value wanted = run(*step.args[1]);
      if (wanted.is_error()) return wanted;
      if (!wanted.is(Kind::boolean)) return not_bool(*step.args[1], wanted);
      if (!wanted.truth()) continue;
    }
    const Value value = run(*step.args[step.count - 1]);
    if (value.is_error()) return value;
    items[count++] = value;
  }
  return Value::of_items(Kind::list, items, count);
}

Value Evaluator::optional_map(const Step& step, const Value& range) {
  if (range.items == nullptr) return range;
  variables_.at[step.slot] = *range.items;
  const Value value = run(*step.args[1]);
  if (value.is_error()) return value;
  if (step.op == Op::optional_flat_map) {
    return value.is(Kind::optional) ? value : fail(step, "optFlatMap() needs an optional");
  }
  Value* const item = context_.allocate<Value>(1);
  *item = value;
  return Value::of_items(Kind::optional, item, 1);
}

}  // namespace sluice::cel
