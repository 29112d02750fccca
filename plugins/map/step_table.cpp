#include "step_table.hpp"

namespace sluice {

const StepKind* find_step_kind(std::string_view name) {
  for (const StepKind& kind : step_kinds) {
    if (name == kind.option.name) return &kind;
  }
  return nullptr;
}

}  // namespace sluice
