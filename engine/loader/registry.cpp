#include <algorithm>
#include <cstdlib>
#include <set>
#include <tuple>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <loader/library.hpp>
#include <loader/registry.hpp>
#include <spec/nearest.hpp>
#include <spec/settings.hpp>

namespace sluice::loader {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view plugin_suffix = ".so";

void add_folders(std::string_view list, std::vector<fs::path>& folders) {
  while (!list.empty()) {
    const size_t colon = list.find(':');
    if (const std::string_view folder = list.substr(0, colon); !folder.empty()) {
      folders.emplace_back(folder);
    }
    list.remove_prefix(colon == std::string_view::npos ? list.size() : colon + 1);
  }
}

const Component* find_in(const std::vector<Component>& components, Role role, std::string_view id) {
  const auto found = std::find_if(components.begin(), components.end(),
                                  [&](const Component& c) { return c.role == role && c.id == id; });
  return found == components.end() ? nullptr : &*found;
}

// An id stands for a file name here, so it must not lead elsewhere.
bool names_a_file(std::string_view id) {
  return !id.empty() && id.find('/') == std::string_view::npos && id.front() != '.';
}

// Whether the component is a list of steps, and `name` is one of them, as "rename" is of "map".
bool has_step(const Component& component, std::string_view name) {
  const sluice_option_list& options = component.functions.options;
  for (uint32_t i = 0; i < options.count; ++i) {
    const sluice_option& option = spec::option_at(options, i);
    const bool is_steps = option.type == SLUICE_OPTION_LIST && option.children.count == 1 &&
                          (option.flags & SLUICE_OPTION_WHOLE) != 0;
    if (!is_steps) continue;
    const sluice_option_list& steps = spec::option_at(option.children, 0).children;
    for (uint32_t s = 0; s < steps.count; ++s) {
      const sluice_option& step = spec::option_at(steps, s);
      const bool is_beside = (step.flags & SLUICE_OPTION_BESIDE) != 0;
      if (!is_beside && step.name != nullptr && name == step.name) return true;
    }
  }
  return false;
}

}  // namespace

Registry::Registry(const std::vector<std::string>& paths) {
  for (const std::string& path : paths) add_folders(path, folders_);
  if (const char* list = std::getenv("SLUICE_PLUGIN_PATH")) add_folders(list, folders_);
  const fs::path program = program_directory();
  if (!program.empty()) {
    folders_.push_back((program / ".." / "lib" / "sluice").lexically_normal());
  }
}

const Registry::LoadedFile& Registry::load(const fs::path& file) {
  if (const auto known = files_.find(file); known != files_.end()) return known->second;
  LoadedFile loaded;
  if (auto components = load_library(file)) {
    loaded.components = *std::move(components);
  } else {
    loaded.failure = components.error().message;
  }
  return files_.emplace(file, std::move(loaded)).first->second;
}

std::vector<fs::path> Registry::plugin_files(const fs::path& folder) const {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    if (entry->path().extension() == plugin_suffix) files.push_back(entry->path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

Result<const Component*> Registry::find(Role role, std::string_view id) {
  std::vector<std::string> tried;
  // The file that carries the id as its name: the usual case, and nothing else gets loaded.
  for (const fs::path& folder : folders_) {
    if (!names_a_file(id)) break;
    const fs::path file = folder / fmt::format("{}{}", id, plugin_suffix);
    std::error_code error;
    if (!fs::exists(file, error)) {
      tried.push_back(
          fmt::format("{}: {}", file.string(), error ? error.message() : "no such file"));
      continue;
    }
    const LoadedFile& loaded = load(file);
    if (!loaded.failure.empty()) return fatal(loaded.failure);
    if (const Component* component = find_in(loaded.components, role, id)) return component;
    tried.push_back(fmt::format("{}: has no {} of this id", file.string(), to_string(role)));
  }
  // A plugin may hold several components.
  for (const fs::path& folder : folders_) {
    for (const fs::path& file : plugin_files(folder)) {
      const LoadedFile& loaded = load(file);
      if (const Component* component = find_in(loaded.components, role, id)) return component;
      if (!loaded.failure.empty()) tried.push_back(loaded.failure);
    }
  }
  return not_found(role, id, tried);
}

Error Registry::not_found(Role role, std::string_view id, const std::vector<std::string>& tried) {
  std::vector<std::string> failures;
  std::vector<std::string_view> ids;
  const Component* elsewhere = nullptr;
  const Component* owner = nullptr;
  for (const Component* component : all(failures)) {
    if (component->role == role) ids.push_back(component->id);
    if (component->id == id) elsewhere = component;
    if (component->role == role && has_step(*component, id)) owner = component;
  }
  std::string message = fmt::format("there is no {} \"{}\"", to_string(role), id);
  if (elsewhere != nullptr) {
    message += fmt::format("; \"{}\" is a {}", id, to_string(elsewhere->role));
  } else if (owner != nullptr) {
    message +=
        fmt::format("; it is a step of \"{}\", to be written below \"- {}:\", as \"- {}: ...\"",
                    owner->id, owner->id, id);
  } else {
    message += spec::did_you_mean(id, ids);
  }
  if (!ids.empty()) {
    message += fmt::format("\n  {}s that are there: {}", to_string(role), fmt::join(ids, ", "));
  }
  for (const std::string& path : tried) message += fmt::format("\n  tried {}", path);
  return invalid_config(std::move(message));
}

std::vector<const Component*> Registry::all(std::vector<std::string>& failures) {
  std::vector<const Component*> components;
  std::set<std::pair<Role, std::string>> seen;
  for (const fs::path& folder : folders_) {
    for (const fs::path& file : plugin_files(folder)) {
      const LoadedFile& loaded = load(file);
      if (!loaded.failure.empty()) failures.push_back(loaded.failure);
      for (const Component& component : loaded.components) {
        if (seen.emplace(component.role, component.id).second) components.push_back(&component);
      }
    }
  }
  std::sort(components.begin(), components.end(), [](const Component* a, const Component* b) {
    return std::tie(a->role, a->id) < std::tie(b->role, b->id);
  });
  return components;
}

}  // namespace sluice::loader
