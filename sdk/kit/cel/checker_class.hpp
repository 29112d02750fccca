// The checker as a class, for its two files: checker.cpp (names, selection, what holds others) and
// checker_calls.cpp (functions and operators).
#pragma once

#include <kit/cel/checker.hpp>

namespace sluice::cel {

class Checker {
 public:
  Checker(Types& types, Pool& pool, Fault& fault) : types_(types), pool_(pool), fault_(fault) {}

  bool check(Node& node);

 private:
  struct Variable {
    std::string_view name;
    Type type;
  };

  bool fail(const Node& node, std::string message);
  static bool give(Node& node, Type type);
  Kind kind(const Node& node) const { return types_.kind(node.type); }
  bool is_unknown(const Node& node) const { return kind(node) == Kind::dynamic; }
  bool is_number(const Node& node) const;
  bool needs_bool(const Node& node, const std::string& who);

  // --- names ---
  const Variable* variable(std::string_view name) const;
  bool may_be_type(const Node& node) const;
  bool make_type(Node& node, Kind type);
  bool check_name(Node& node);
  bool is_time_type(const Node& node) const;
  bool extend(Node& node, const Node& base, const Value& step);
  bool check_select(Node& node);
  bool check_index(Node& node);
  bool check_has(Node& node);

  // --- calls ---
  bool check_call(Node& node);
  void drop_library_name(Node& node);
  bool check_overloads(Node& node);
  Type refined(const Node& node, Type result);
  std::string types_of(const std::vector<Node*>& args) const;
  bool no_such(const Node& node);
  bool check_equality(Node& node);
  bool check_word(Node& word, const Node& beside);
  bool check_order(Node& node);
  bool check_in(Node& node);
  bool check_conditional(Node& node);

  // --- what holds others ---
  bool item_type(const Node& item, bool is_optional, Type& type);
  bool check_list(Node& node);
  bool check_map(Node& node);
  bool check_macro(Node& node);
  bool no_such_range(const Node& node);

  Types& types_;
  Pool& pool_;
  Fault& fault_;
  std::vector<Variable> variables_;
};

}  // namespace sluice::cel
