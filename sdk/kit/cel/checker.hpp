// Finds what names mean and whether types fit, as far as they are known before there is an event.
#pragma once

#include <kit/cel/ast.hpp>
#include <kit/cel/lexer.hpp>
#include <kit/cel/types.hpp>

namespace sluice::cel {

/// How many macros may be inside each other: each has a variable.
constexpr uint32_t max_variables = 16;

/// Marks the tree: names become fields, variables or types, and each node gets its type. False:
/// `fault` says what is wrong.
bool check(Node& root, Types& types, Pool& pool, Fault& fault);

}  // namespace sluice::cel
