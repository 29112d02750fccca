// Environment variables inside the scalar values of a pipeline file:
//
//   ${NAME}            its value; an error when it is not set
//   ${NAME:-default}   the default when it is not set or empty; may hold further ${...}
//   ${NAME:?message}   an error with this message when it is not set or empty
//   $$                 one "$", so that $${NAME} stays the text ${NAME}
//
// Any other "$" stays as it is. Replacing happens after parsing and in values only, never in keys:
// a variable can never add a key, a list item or any other structure. Its value is never shown in a
// message.
//
// Text of an option with SLUICE_OPTION_TEMPLATE is a template, in which `${field.path}` is for the
// component to replace. There, ${...} is a variable only when
//
//   its name is all in upper case, [A-Z_][A-Z0-9_]*: ${NAME}, but not ${name} or ${NAME.x}, or
//   a ":-" or ":?" comes first of all colons: ${name:-default}
//
// Its value is text: each "$" of it becomes "$$". Everything else reaches the component as it is
// written, also "$$", of which the component makes "$". So $${NAME} and $${field} are the texts
// ${NAME} and ${field}, and a variable can never add a field.
//
// Which reading is wanted is known only when the options are checked, and the options only when the
// component is, whose id may come from a variable. So a scalar keeps both where they differ. What
// is wrong with both is reported at once; what is wrong with plain text alone (`${a.b}`, a
// lower-case variable that is not set) waits in the node for someone who takes it as that:
// is_plain_text.
//
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

/// Replaces the variables in every scalar of a tree, in place. A scalar that cannot be replaced in
/// any reading keeps its text, is marked `unresolved`, and adds its errors with the exact place.
/// True when there was none.
bool interpolate(Node& root, const EnvironmentLookup& lookup, Diagnostics& diagnostics);

/// Whether a node may be used as what it is, its scalar as plain text. False for a scalar whose
/// interpolation failed; it adds those of its errors that are not reported yet.
bool is_plain_text(const Node& node, Diagnostics& diagnostics);

}  // namespace sluice::spec
