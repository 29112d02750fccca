// A built plugin, loaded as the engine would: for tests of the wiring (option table, exported
// symbols, the functions of the ABI). Used by the test's thread.
#pragma once

#include <string>
#include <string_view>

#include <sluice/abi/plugin.h>

namespace sluice::testing {

/// Stays loaded until the process ends. A library that cannot be loaded throws std::runtime_error.
class PluginLibrary {
 public:
  explicit PluginLibrary(const std::string& path);

  const sluice_plugin& descriptor() const { return *descriptor_; }
  /// The component of this id; throws std::runtime_error when there is none.
  const sluice_component& component(std::string_view id) const;
  /// An option by its path, such as "batch.documents"; null when there is none.
  static const sluice_option* option(const sluice_option_list& options, std::string_view path);
  /// Whether the library exports a symbol of this name.
  bool exports(const char* symbol) const;

 private:
  void* handle_;
  const sluice_plugin* descriptor_;
};

}  // namespace sluice::testing
