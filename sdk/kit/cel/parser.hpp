// From tokens to a tree, by recursive descent. Source: the grammar of the specification,
// github.com/google/cel-spec/blob/master/doc/langdef.md#syntax.
#pragma once

#include <kit/cel/ast.hpp>
#include <kit/cel/lexer.hpp>

namespace sluice::cel {

/// An expression's text may have this many bytes, ...
constexpr size_t max_expression_bytes = 32768;
/// ... and its parts may be this deep in each other.
constexpr uint32_t max_depth = 200;

/// The root of the tree, or null: `fault` says what is wrong. Nodes and text live as long as the
/// tree.
Node* parse(std::string_view text, Pool& pool, Nodes& nodes, Fault& fault);

}  // namespace sluice::cel
