#include <algorithm>

#include <kit/cel/checker_class.hpp>
#include <kit/cel/functions.hpp>
#include <kit/cel/names.hpp>

namespace sluice::cel {
namespace {

using K = Kind;

bool is_any(std::string_view name, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), name) != words.end();
}

}  // namespace

bool Checker::check(Node& node) {
  switch (node.form) {
    case Form::literal:
      return give(node, simple(node.value.kind));
    case Form::name:
      return check_name(node);
    case Form::select:
      return check_select(node);
    case Form::index:
      return check_index(node);
    case Form::has:
      return check_has(node);
    case Form::call:
      return check_call(node);
    case Form::both:
    case Form::either:
      for (Node* const arg : node.args) {
        if (!check(*arg) || !needs_bool(*arg, "\"" + std::string(node.name) + "\"")) return false;
      }
      return give(node, simple(K::boolean));
    case Form::conditional:
      return check_conditional(node);
    case Form::list:
      return check_list(node);
    case Form::map:
      return check_map(node);
    case Form::macro:
      return check_macro(node);
    default:  // what the checker makes itself
      return true;
  }
}

bool Checker::fail(const Node& node, std::string message) {
  fault_ = {node.at, std::move(message)};
  return false;
}

bool Checker::give(Node& node, Type type) {
  node.type = type;
  return true;
}

bool Checker::is_number(const Node& node) const {
  return kind(node) == K::integer || kind(node) == K::uinteger || kind(node) == K::number;
}

bool Checker::needs_bool(const Node& node, const std::string& who) {
  if (kind(node) == K::boolean || is_unknown(node)) return true;
  return fail(node, who + " needs bool, found " + types_.name(node.type));
}

const Checker::Variable* Checker::variable(std::string_view name) const {
  for (auto it = variables_.rbegin(); it != variables_.rend(); ++it) {
    if (it->name == name) return &*it;
  }
  return nullptr;
}

// A word that names a type where one is wanted, and a field elsewhere.
bool Checker::may_be_type(const Node& node) const {
  return node.form == Form::name && !node.is_quoted && variable(node.name) == nullptr &&
         type_named(node.name) != K::dynamic;
}

bool Checker::make_type(Node& node, Kind type) {
  node.form = Form::literal;
  node.value = Value::of(type);
  return give(node, simple(K::type));
}

bool Checker::check_name(Node& node) {
  if (const Variable* const found = node.is_quoted ? nullptr : variable(node.name)) {
    node.form = Form::variable;
    node.slot = static_cast<uint32_t>(found - variables_.data());
    return give(node, found->type);
  }
  node.form = Form::field;
  append_key(node, node.name);
  return give(node, dynamic_type);
}

// google.protobuf.Timestamp and .Duration
bool Checker::is_time_type(const Node& node) const {
  const Node& package = *node.args[0];
  return is_any(node.name, {"Timestamp", "Duration"}) && package.form == Form::select &&
         package.name == "protobuf" && package.args[0]->is_name("google") &&
         variable("google") == nullptr;
}

// A place in the event takes another step, and may become one of the event's own properties.
bool Checker::extend(Node& node, const Node& base, const Value& step) {
  node.path = base.path;
  node.path_steps = base.path_steps;
  if (node.path_steps >= 100) return fail(node, "a field has at most 100 levels");
  const bool is_meta = node.path == "_meta" && step.is(K::text) &&
                       is_any(step.view(), {"id", "timestamp", "source"});
  node.form = is_meta ? Form::meta : Form::field;
  node.name = step.is(K::text) ? step.view() : node.name;
  if (step.is(K::text)) {
    append_key(node, step.view());
  } else {
    append_index(node, step.integer);
  }
  return give(node, dynamic_type);
}

bool Checker::check_select(Node& node) {
  if (is_time_type(node)) {
    return make_type(node, node.name == "Timestamp" ? K::timestamp : K::duration);
  }
  Node& base = *node.args[0];
  // Elasticsearch's name for the event. Taken for a field it would be null and never say so.
  if (base.is_name("ctx") && variable("ctx") == nullptr) {
    const std::string field(node.name);
    return fail(base, "a field is written without \"ctx.\": " + field +
                          "; of a field that is called ctx, `ctx`." + field);
  }
  if (!check(base)) return false;
  if (base.form == Form::field && !node.is_optional) {
    return extend(node, base, Value::text(node.name));
  }
  Type found = dynamic_type;
  const Type holder = kind(base) == K::optional ? types_.inner(base.type) : base.type;
  if (types_.kind(holder) == K::map) {
    found = types_.mapped(holder);
  } else if (types_.kind(holder) != K::dynamic) {
    return fail(node, types_.name(base.type) + " has no field \"" + std::string(node.name) + "\"");
  }
  const bool is_optional = node.is_optional || kind(base) == K::optional;
  return give(node, is_optional ? types_.optional_of(found) : found);
}

bool Checker::check_index(Node& node) {
  Node& base = *node.args[0];
  Node& index = *node.args[1];
  if (!check(base) || !check(index)) return false;
  if (base.form == Form::field && !node.is_optional && index.form == Form::literal) {
    const Value& step = index.value;
    const bool is_index = step.is(K::integer) && step.integer >= 0 && step.integer < UINT32_MAX;
    if (step.is(K::text) || is_index) return extend(node, base, step);
  }
  const Type holder = kind(base) == K::optional ? types_.inner(base.type) : base.type;
  Type found = dynamic_type;
  if (types_.kind(holder) == K::list) {
    found = types_.inner(holder);
    if (!is_number(index) && !is_unknown(index)) {
      return fail(index, "a list's items have an int as index, found " + types_.name(index.type));
    }
  } else if (types_.kind(holder) == K::map) {
    found = types_.mapped(holder);
    if (!types_.may_be_equal(types_.inner(holder), index.type)) {
      return fail(index, "the map's keys are " + types_.name(types_.inner(holder)) + ", found " +
                             types_.name(index.type));
    }
  } else if (types_.kind(holder) != K::dynamic) {
    return fail(node, types_.name(base.type) + " has no items");
  }
  const bool is_optional = node.is_optional || kind(base) == K::optional;
  return give(node, is_optional ? types_.optional_of(found) : found);
}

bool Checker::check_has(Node& node) {
  Node& place = *node.args[0];
  if (place.form != Form::select && place.form != Form::index && place.form != Form::name) {
    return fail(place, "has() takes one field, such as has(a.b)");
  }
  const bool is_index = place.form == Form::index;
  if (!check(place)) return false;
  const bool is_place = place.form == Form::field || place.form == Form::meta ||
                        (place.form == Form::select && !place.is_optional);
  if (!is_place) {
    return fail(place, is_index ? "has() takes a field; items are looked for with \"in\""
                                : "has() takes one field, such as has(a.b)");
  }
  return give(node, simple(K::boolean));
}

bool Checker::check_conditional(Node& node) {
  for (Node* const arg : node.args) {
    if (!check(*arg)) return false;
  }
  if (!needs_bool(*node.args[0], "what stands before \"?\"")) return false;
  return give(node, types_.join(node.args[1]->type, node.args[2]->type));
}

// The type of an item; of one written [?x] what the optional holds.
bool Checker::item_type(const Node& item, bool is_optional, Type& type) {
  type = item.type;
  if (!is_optional || is_unknown(item)) return true;
  if (kind(item) != K::optional) {
    return fail(item, "what is written with \"?\" is an optional, found " + types_.name(type));
  }
  type = types_.inner(type);
  return true;
}

bool Checker::check_list(Node& node) {
  Type item = dynamic_type;
  for (size_t i = 0; i < node.args.size(); ++i) {
    Type one = dynamic_type;
    if (!check(*node.args[i]) || !item_type(*node.args[i], node.optional[i], one)) return false;
    item = i == 0 ? one : types_.join(item, one);
  }
  return give(node, types_.list_of(item));
}

bool Checker::check_map(Node& node) {
  Type key = dynamic_type;
  Type value = dynamic_type;
  for (size_t i = 0; i < node.args.size(); i += 2) {
    Node& left = *node.args[i];
    Type one = dynamic_type;
    if (!check(left) || !check(*node.args[i + 1])) return false;
    if (!item_type(*node.args[i + 1], node.optional[i / 2], one)) return false;
    if (!is_any(types_.name(left.type), {"bool", "int", "uint", "string", "dyn"})) {
      return fail(left,
                  "a map's key is a bool, int, uint or string, found " + types_.name(left.type));
    }
    key = i == 0 ? left.type : types_.join(key, left.type);
    value = i == 0 ? one : types_.join(value, one);
  }
  return give(node, types_.map_of(key, value));
}

bool Checker::check_macro(Node& node) {
  Node& range = *node.args[0];
  if (!check(range)) return false;
  const bool is_optional = is_any(node.name, {"optMap", "optFlatMap"});
  const Kind over = kind(range);
  const bool fits = is_optional ? over == K::optional : over == K::list || over == K::map;
  if (!fits && over != K::dynamic) return no_such_range(node);
  if (variables_.size() == max_variables) return fail(node, "macros are nested too deeply");
  node.slot = static_cast<uint32_t>(variables_.size());
  variables_.push_back({node.variable, types_.inner(range.type)});
  bool is_good = true;
  for (size_t i = 1; i < node.args.size() && is_good; ++i) is_good = check(*node.args[i]);
  variables_.pop_back();
  if (!is_good) return false;
  Node& result = *node.args.back();
  if (node.name == "optMap") return give(node, types_.optional_of(result.type));
  if (node.name == "optFlatMap") {
    if (kind(result) == K::optional || is_unknown(result)) return give(node, result.type);
    return fail(result, "optFlatMap() needs an optional, found " + types_.name(result.type));
  }
  const std::string who = std::string(node.name) + "()";
  if (node.name == "map") {
    if (node.args.size() == 3 && !needs_bool(*node.args[1], who)) return false;
    return give(node, types_.list_of(result.type));
  }
  if (!needs_bool(result, who)) return false;
  const bool is_filter = node.name == "filter";
  return give(node, is_filter ? types_.list_of(types_.inner(range.type)) : simple(K::boolean));
}

bool Checker::no_such_range(const Node& node) {
  return fail(
      node, "there is no \"" + std::string(node.name) + "\" of " + types_.name(node.args[0]->type));
}

bool check(Node& root, Types& types, Pool& pool, Fault& fault) {
  return Checker(types, pool, fault).check(root);
}

}  // namespace sluice::cel
