#include "step_table.hpp"

namespace sluice {
namespace {

struct StepOptions {
  Option items[step_kinds.size() + common_option_count];
};

// All kinds, and what may stand beside the one that is chosen.
constexpr StepOptions step_options() {
  return []<size_t... i, size_t... k>(std::index_sequence<i...>, std::index_sequence<k...>) {
    return StepOptions{{step_kinds[i].option..., common_options[k].beside()...}};
  }
  (std::make_index_sequence<step_kinds.size()>(), std::make_index_sequence<common_option_count>());
}

constexpr StepOptions all_options = step_options();

}  // namespace

constinit const Option step_item[1] = {
    variant_option(nullptr, "one step: its name over its settings").of(all_options.items)};

const StepKind* find_step_kind(std::string_view name) {
  for (const StepKind& kind : step_kinds) {
    if (name == kind.option.name) return &kind;
  }
  return nullptr;
}

bool has_options_inside(const StepKind& kind, const sluice_value& setting) {
  if (setting.type != SLUICE_VALUE_OBJECT) return false;
  return kind.option.type == SLUICE_OPTION_OBJECT || has_field_form(setting, kind.field_form);
}

}  // namespace sluice
