// The reference page of a component, in Markdown, from its option tables. Stateless.
#pragma once

#include <string>
#include <vector>

#include <loader/descriptor.hpp>

namespace sluice::cli {

/// One page about all components of one id: usually one, or a source and a sink of the same name.
/// REQUIRES: at least one, all of the same id.
std::string reference_page(const std::vector<const loader::Component*>& components);

}  // namespace sluice::cli
