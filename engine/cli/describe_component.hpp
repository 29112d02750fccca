// What `sluice plugins` prints, from the option tables. Stateless.
#pragma once

#include <string>
#include <vector>

#include <loader/descriptor.hpp>

namespace sluice::cli {

/// One line for each component: role, id, version, summary.
std::string list_components(const std::vector<const loader::Component*>& components);

/// Everything about one: where it comes from, its options with types, defaults and help.
std::string describe_component(const loader::Component& component);

}  // namespace sluice::cli
