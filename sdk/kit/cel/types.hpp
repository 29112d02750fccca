// What the checker knows of values: a kind, and of what lists, maps and optionals hold.
#pragma once

#include <string>
#include <vector>

#include <kit/cel/ast.hpp>

namespace sluice::cel {

constexpr Type simple(Kind kind) {
  return static_cast<Type>(kind);
}
constexpr Type dynamic_type = simple(Kind::dynamic);

class Types {
 public:
  Types();

  Type list_of(Type item) { return make(Kind::list, item, dynamic_type); }
  Type map_of(Type key, Type value) { return make(Kind::map, key, value); }
  Type optional_of(Type value) { return make(Kind::optional, value, dynamic_type); }

  Kind kind(Type type) const { return entries_[type].kind; }
  /// Of a list or optional what it holds, of a map its keys.
  Type inner(Type type) const { return entries_[type].inner; }
  /// Of a map.
  Type mapped(Type type) const { return entries_[type].mapped; }

  /// The type of something that has one of the two.
  Type join(Type a, Type b);
  /// False: no value is of both types, so that they are never equal. Numbers may be.
  bool may_be_equal(Type a, Type b) const;

  /// "list(int)".
  std::string name(Type type) const;

 private:
  struct Entry {
    Kind kind;
    Type inner;
    Type mapped;
  };
  Type make(Kind kind, Type inner, Type mapped);

  std::vector<Entry> entries_;
};

}  // namespace sluice::cel
