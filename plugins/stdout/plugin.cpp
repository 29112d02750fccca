#include <sluice/plugin.hpp>

#include "stdout_sink.hpp"

namespace {

constexpr sluice_component stdout_component = sluice::sink_component<sluice::StdoutSink>(
    "stdout", "Writes each event as one line of JSON to standard output.");

}  // namespace

SLUICE_PLUGIN(SLUICE_PLUGIN_VERSION, &stdout_component);
