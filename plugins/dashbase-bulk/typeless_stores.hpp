// Which stores of this process were found to take no `_type`. One instance of the sink asks a store
// what it is, all of them act on the answer. Thread-safe.
#pragma once

#include <string>

namespace sluice {

/// Remembers that the store behind this URL takes no `_type`.
void mark_typeless(const std::string& host);

bool is_typeless(const std::string& host);

}  // namespace sluice
