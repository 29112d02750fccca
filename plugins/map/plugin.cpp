#include <sluice/plugin.hpp>

#include "map_transform.hpp"

namespace {

constexpr sluice::Option options[] = {
    sluice::list_option("steps", "What to do with each event, in order.")
        .of(sluice::step_item)
        .required()
        .whole(),
};

constexpr sluice_component map_component = sluice::transform_component<sluice::MapTransform>(
    "map", "Changes the fields of events by a list of steps.", sluice::option_list(options));

}  // namespace

SLUICE_PLUGIN(SLUICE_PLUGIN_VERSION, &map_component);
