// Finds components by role and id in the plugin folders. Used by the main thread.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <loader/descriptor.hpp>
#include <sluice/result.hpp>

namespace sluice::loader {

class Registry {
 public:
  /// Looks into the folders in this order: `paths`, those of SLUICE_PLUGIN_PATH (separated by
  /// colons), ../lib/sluice beside the program. The first folder that has a component wins.
  explicit Registry(const std::vector<std::string>& paths);

  /// The component. On failure the message lists every path that was tried and the nearest id; a
  /// plugin of the right name that cannot be loaded is an error, never passed over.
  Result<const Component*> find(Role role, std::string_view id);

  /// Every component of every folder, by role and id; what could not be loaded goes to `failures`.
  std::vector<const Component*> all(std::vector<std::string>& failures);

  const std::vector<std::filesystem::path>& folders() const { return folders_; }

 private:
  struct LoadedFile {
    std::vector<Component> components;
    std::string failure;  // why it could not be loaded; empty: it is loaded
  };

  const LoadedFile& load(const std::filesystem::path& file);
  std::vector<std::filesystem::path> plugin_files(const std::filesystem::path& folder) const;
  Error not_found(Role role, std::string_view id, const std::vector<std::string>& tried);

  std::vector<std::filesystem::path> folders_;
  std::map<std::filesystem::path, LoadedFile> files_;
};

}  // namespace sluice::loader
