// Names of fields, types and functions: what they stand for, and what a wrong one may have meant.
#pragma once

#include <kit/cel/ast.hpp>

namespace sluice::cel {

/// The type that a word such as "int" names; dynamic: none.
Kind type_named(std::string_view name);

/// Adds a step to a path in the spelling of FieldPath.
void append_key(Node& field, std::string_view key);
void append_index(Node& field, int64_t index);

/// What is wrong with calling this: no such function, not called like that, or with another number
/// of arguments. Empty: there is such a function.
std::string call_fault(const Node& call, std::string_view name);

}  // namespace sluice::cel
