#include <utility>

#include <fmt/format.h>

#include "checker.hpp"

namespace sluice::spec {
namespace {

/// Whether a node of this kind could be meant for the option at all.
bool takes_kind(const sluice_option& option, Node::Kind kind, size_t depth = 0) {
  switch (option.type) {
    case SLUICE_OPTION_ANY:
      return true;
    case SLUICE_OPTION_LIST:
      return kind == Node::Kind::sequence;
    case SLUICE_OPTION_OBJECT:
      return kind == Node::Kind::map || kind == Node::Kind::null;
    case SLUICE_OPTION_MAP:
    case SLUICE_OPTION_VARIANT:
      return kind == Node::Kind::map;
    case SLUICE_OPTION_ANY_OF:
      for (uint32_t i = 0; i < option.children.count && depth < maximum_option_depth; ++i) {
        if (takes_kind(option_at(option.children, i), kind, depth + 1)) return true;
      }
      return false;
    default:
      return kind == Node::Kind::scalar;
  }
}

}  // namespace

bool Checker::any_of(const Node& node, const sluice_option& option, sluice_value* out) {
  Diagnostics* const outer = diagnostics_;
  Diagnostics meant;  // the errors of the alternatives that take this kind of node
  size_t candidates = 0;
  bool unresolved = false;
  for (uint32_t i = 0; i < option.children.count && work_ < maximum_work; ++i) {
    const sluice_option& child = option_at(option.children, i);
    Diagnostics found;
    diagnostics_ = &found;
    bool ok = false;
    {
      const Scope scope(*this, "", child.flags);
      ok = check(node, child, out);
    }
    diagnostics_ = outer;
    if (ok) return true;
    unresolved = unresolved || found.empty();
    if (!takes_kind(child, node.kind)) continue;
    ++candidates;
    meant = std::move(found);
  }
  if (work_ >= maximum_work) return fail(node.mark, subject() + " is too complex to check");
  if (unresolved) return false;
  if (candidates == 1) {
    for (Diagnostic& diagnostic : meant) fail(diagnostic.mark, std::move(diagnostic.message));
    return false;
  }
  if (is_null(node)) return fail(node.mark, subject() + " needs a value");
  return wrong_type(node, describe(option));
}

}  // namespace sluice::spec
