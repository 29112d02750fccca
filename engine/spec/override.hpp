// `--set path=value`: changes a pipeline's tree before it is checked. Thread-safe.
//
//   sink.index=foo                 the id of a component may be left out
//   sink.dashbase-bulk.index=foo   or be given
//   sink={stdout: {}}              a whole component; the value is YAML
//   transforms[0].map[1].remove=[a, b]
//   transforms[0].if=has(user)     the condition beside the id of a transform
//   sinks.hot.index=foo            one of several sinks
//   sink.headers."x.y"=1           a name that holds a dot, an "=" or a bracket
#pragma once

#include <string_view>

#include <spec/node.hpp>

namespace sluice::spec {

/// Applies one override to the root of a pipeline. Missing maps are made on the way; an index one
/// past the end of a list appends. False, with an error marked `--set`, when the path or value is
/// malformed, leads through something that is no map or list, or past the end of a list.
bool apply_override(Node& root, std::string_view assignment, Diagnostics& diagnostics);

}  // namespace sluice::spec
