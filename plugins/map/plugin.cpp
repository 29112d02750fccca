#include <sluice/plugin.hpp>

#include "map_transform.hpp"
#include "step_table.hpp"

namespace {

constexpr sluice::StepOptions kinds = sluice::step_options();

constexpr sluice::Option step[] = {
    sluice::variant_option(nullptr, "one step: its name over its settings").of(kinds.options)};

constexpr sluice::Option options[] = {
    sluice::list_option("steps", "What to do with each event, in order.")
        .of(step)
        .required()
        .whole(),
};

constexpr sluice_component map_component = sluice::transform_component<sluice::MapTransform>(
    "map", "Renames, copies, sets, removes and keeps fields.", sluice::option_list(options));

}  // namespace

SLUICE_PLUGIN(SLUICE_PLUGIN_VERSION, &map_component);
