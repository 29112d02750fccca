// Opening a raw value: what it holds, decoded, one level deep. Used by whoever holds the batch.
#pragma once

#include <sluice/batch.hpp>

namespace sluice::data {

/// See sluice_json_services::open. Throws std::bad_alloc when the arena cannot grow.
void open_value(Batch batch, sluice_value& value);

}  // namespace sluice::data
