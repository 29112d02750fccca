// The JSON services that a host offers to plugins (abi/json.h).
#pragma once

#include <sluice/abi/json.h>

namespace sluice::data {

/// Static; lives as long as the process.
const sluice_json_services& json_services();

}  // namespace sluice::data
