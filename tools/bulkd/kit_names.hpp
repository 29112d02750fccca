// What bulkd has from the kit: JSON as text, mappings, and what stores are.
#pragma once

#include <kit/mapping/claim.hpp>
#include <kit/mapping/date_formats.hpp>
#include <kit/mapping/dynamic_mapping.hpp>
#include <kit/mapping/field_values.hpp>
#include <kit/mapping/json_text.hpp>
#include <kit/mapping/mapping.hpp>
#include <kit/mapping/nearest.hpp>
#include <kit/mapping/result.hpp>
#include <kit/mapping/utf8.hpp>
#include <kit/mapping/wildcard.hpp>

namespace sluice::bulkd {

using namespace mapping;

}  // namespace sluice::bulkd
