// All kinds of steps. To add one: write its class and compile function in the file of its family,
// and one row here.
#pragma once

#include <array>

#include "move_steps.hpp"
#include "select_steps.hpp"
#include "step.hpp"
#include "write_steps.hpp"

namespace sluice {

inline constexpr std::array step_kinds = {
    StepKind{rename_option, &compile_rename}, StepKind{copy_option, &compile_copy},
    StepKind{set_option, &compile_set},       StepKind{remove_option, &compile_remove},
    StepKind{keep_option, &compile_keep},
};

/// The kind of this name, or null.
const StepKind* find_step_kind(std::string_view name);

/// The options of all kinds, as the children of a variant.
struct StepOptions {
  Option options[step_kinds.size()];
};
constexpr StepOptions step_options() {
  return []<size_t... i>(std::index_sequence<i...>) {
    return StepOptions{{step_kinds[i].option...}};
  }
  (std::make_index_sequence<step_kinds.size()>());
}

}  // namespace sluice
