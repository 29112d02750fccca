// Environment variables inside the scalar values of a pipeline file:
//
//   ${NAME}            its value; an error when it is not set
//   ${NAME:-default}   the default when it is not set or empty; may hold further ${...}
//   ${NAME:?message}   an error with this message when it is not set or empty
//   $$                 one "$", so that $${NAME} stays the text ${NAME}
//
// Any other "$" stays as it is. Replacing happens after parsing and in values only: a variable can
// never add a key, a list item or any other structure. Its value is never shown in a message.
// Functions are as thread-safe as the lookup that they are given.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <spec/node.hpp>

namespace sluice::spec {

/// The value of a variable, or none when it is not set.
using EnvironmentLookup = std::function<std::optional<std::string>(std::string_view name)>;

/// Looks in the environment of this process.
EnvironmentLookup process_environment();

/// Replaces the variables in every scalar of a tree, in place. A scalar that cannot be replaced
/// keeps its text, is marked `unresolved`, and adds one error with the exact place. True when there
/// was none.
bool interpolate(Node& root, const EnvironmentLookup& lookup, Diagnostics& diagnostics);

}  // namespace sluice::spec
