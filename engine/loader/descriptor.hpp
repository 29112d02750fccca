// Reading what a plugin exports, whatever version of the headers it was built with: everything is
// checked once, so that the rest of the engine may call without asking. Stateless.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <sluice/abi/plugin.h>
#include <sluice/result.hpp>

namespace sluice::loader {

enum class Role : uint8_t { source = 1, transform = 2, sink = 3 };

std::string_view to_string(Role role);

/// One component as the engine uses it: copies of the plugin's structs in which slots that the
/// plugin's headers did not have yet are null.
struct Component {
  Role role;
  std::string id;
  std::string summary;
  std::string file;     // of the plugin
  std::string version;  // of the plugin
  sluice_component functions;
  std::variant<sluice_source_functions, sluice_transform_functions, sluice_sink_functions> calls;
};

/// The components behind an exported symbol, or why the plugin is refused; the message names the
/// file and both ABI versions. `plugin` and what it points to stay valid.
Result<std::vector<Component>> read_descriptor(const sluice_plugin* plugin,
                                               const std::string& file);

}  // namespace sluice::loader
