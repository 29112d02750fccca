// Functions and operators.
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

bool Checker::check_call(Node& node) {
  if (!node.is_method) {
    if (is_any(node.name, {"==", "!="})) return check_equality(node);
    if (is_any(node.name, {"<", "<=", ">", ">="})) return check_order(node);
    if (node.name == "in") return check_in(node);
    if (node.name == "!") {
      if (!check(*node.args[0]) || !needs_bool(*node.args[0], "\"!\"")) return false;
      return give(node, simple(K::boolean));
    }
    if (node.name == "type" && node.args.size() == 1 && may_be_type(*node.args[0])) {
      make_type(*node.args[0], type_named(node.args[0]->name));
      return give(node, simple(K::type));
    }
  }
  drop_library_name(node);
  if (std::string fault = call_fault(node, node.name); !fault.empty()) {
    return fail(node, std::move(fault));
  }
  for (Node* const arg : node.args) {
    if (!check(*arg)) return false;
  }
  return check_overloads(node);
}

// optional.of(x) and strings.quote(x) are functions, not calls on a field.
void Checker::drop_library_name(Node& node) {
  if (!node.is_method || node.args[0]->form != Form::name || node.args[0]->is_quoted) return;
  const std::string name = std::string(node.args[0]->name) + "." + std::string(node.name);
  const auto all = all_overloads();
  const bool is_known =
      std::any_of(all.begin(), all.end(), [&](const Overload& row) { return row.name == name; });
  if (!is_known || variable(node.args[0]->name) != nullptr) return;
  node.name = pool_.copy(name);
  node.is_method = false;
  node.args.erase(node.args.begin());
}

bool Checker::check_overloads(Node& node) {
  bool is_found = false;
  Type result = dynamic_type;
  for (const Overload& row : find_overloads(node.name, node.is_method, node.args.size())) {
    bool fits = true;
    for (size_t i = 0; i < node.args.size() && fits; ++i) {
      const Kind have = kind(*node.args[i]);
      fits = have == row.args[i] || have == K::dynamic || row.args[i] == K::dynamic;
    }
    if (!fits) continue;
    result = is_found ? types_.join(result, simple(row.result)) : simple(row.result);
    is_found = true;
  }
  if (!is_found)
    return fail(node, "there is no \"" + std::string(node.name) + "\" of " + types_of(node.args));
  return give(node, refined(node, result));
}

// What the table cannot say: types that depend on those of the arguments.
Type Checker::refined(const Node& node, Type result) {
  const std::string_view name = node.name;
  if (name == "dyn") return dynamic_type;
  if (name == "+" && types_.kind(result) == K::list) {
    return types_.join(node.args[0]->type, node.args[1]->type) == dynamic_type ? simple(K::list)
                                                                               : node.args[0]->type;
  }
  if (is_any(name, {"optional.of", "optional.ofNonZeroValue"})) {
    return types_.optional_of(node.args[0]->type);
  }
  if (name == "value") return types_.inner(node.args[0]->type);
  if (name == "orValue") return types_.join(types_.inner(node.args[0]->type), node.args[1]->type);
  if (name == "or")
    return types_.join(node.args[0]->type, node.args[1]->type) == dynamic_type ? simple(K::optional)
                                                                               : node.args[0]->type;
  return name == "split" ? types_.list_of(simple(K::text)) : result;
}

std::string Checker::types_of(const std::vector<Node*>& args) const {
  std::string text;
  for (size_t i = 0; i < args.size(); ++i) {
    if (i > 0) text += i + 1 == args.size() ? " and " : ", ";
    text += types_.name(args[i]->type);
  }
  return text;
}

bool Checker::no_such(const Node& node) {
  return fail(node, "there is no \"" + std::string(node.name) + "\" of " + types_of(node.args));
}

bool Checker::check_equality(Node& node) {
  Node& left = *node.args[0];
  Node& right = *node.args[1];
  const bool left_may_be_type = may_be_type(left);
  const bool right_may_be_type = may_be_type(right);
  if (left_may_be_type && right_may_be_type) {
    make_type(left, type_named(left.name));
    make_type(right, type_named(right.name));
  } else {
    // Each side once: what is checked twice at each level takes for ever.
    if (!left_may_be_type && !check(left)) return false;
    if (!right_may_be_type && !check(right)) return false;
    if (left_may_be_type && !check_word(left, right)) return false;
    if (right_may_be_type && !check_word(right, left)) return false;
  }
  if (!types_.may_be_equal(left.type, right.type)) return no_such(node);
  return give(node, simple(K::boolean));
}

// A word that may name a type does so beside a type.
bool Checker::check_word(Node& word, const Node& beside) {
  return kind(beside) == K::type ? make_type(word, type_named(word.name)) : check(word);
}

bool Checker::check_order(Node& node) {
  Node& left = *node.args[0];
  Node& right = *node.args[1];
  if (!check(left) || !check(right)) return false;
  const auto has_order = [&](const Node& side) {
    const Kind is = kind(side);
    return is != K::null && is != K::list && is != K::map && is != K::type && is != K::optional;
  };
  if (!has_order(left) || !has_order(right)) return no_such(node);
  const bool fits = is_unknown(left) || is_unknown(right) || kind(left) == kind(right) ||
                    (is_number(left) && is_number(right));
  return fits ? give(node, simple(K::boolean)) : no_such(node);
}

bool Checker::check_in(Node& node) {
  Node& left = *node.args[0];
  Node& right = *node.args[1];
  if (!check(left)) return false;
  if (kind(left) == K::type && right.form == Form::list) {
    for (Node* const item : right.args) {
      if (may_be_type(*item)) make_type(*item, type_named(item->name));
    }
  }
  if (!check(right)) return false;
  if (kind(right) != K::list && kind(right) != K::map && !is_unknown(right)) return no_such(node);
  const bool may_be = is_unknown(right) || types_.may_be_equal(left.type, types_.inner(right.type));
  return may_be ? give(node, simple(K::boolean)) : no_such(node);
}

}  // namespace sluice::cel
