#include <sluice/plugin.hpp>

#include "map_transform.hpp"

namespace {

constexpr sluice::Option options[] = {
    sluice::list_option(
        "steps",
        "What to do with each event, in order. Fields are named by paths: `a.b` goes down two "
        "objects, `[\"a.b\"]` is one key with a dot in it, `a[0]` the first item of a list; "
        "`_meta.id`, `_meta.timestamp` and `_meta.source` can be read as well. A step whose field "
        "is "
        "missing does nothing. One that fails changes nothing: the event goes on with {step, tag, "
        "message} added to its `_meta.errors`. In templates, `${path}` is what a field holds: text "
        "as "
        "it is, a number by its digits, an object as JSON, nothing when it is missing.")
        .of(sluice::step_item)
        .required()
        .whole(),
};

constexpr sluice_component map_component = sluice::transform_component<sluice::MapTransform>(
    "map", "Changes the fields of events by a list of steps.", sluice::option_list(options));

}  // namespace

SLUICE_PLUGIN(SLUICE_PLUGIN_VERSION, &map_component);
