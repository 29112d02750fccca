#include <stdexcept>

#include <dlfcn.h>
#include <support/plugin_library.hpp>

#include <sluice/value.hpp>

namespace sluice::testing {

PluginLibrary::PluginLibrary(const std::string& path)
    : handle_(dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL)) {
  if (handle_ == nullptr) throw std::runtime_error(dlerror());
  descriptor_ = static_cast<const sluice_plugin*>(dlsym(handle_, SLUICE_PLUGIN_SYMBOL));
  if (descriptor_ == nullptr) throw std::runtime_error(path + " exports no plugin");
}

const sluice_component& PluginLibrary::component(std::string_view id) const {
  for (uint32_t i = 0; i < descriptor_->component_count; ++i) {
    if (view(descriptor_->components[i]->id) == id) return *descriptor_->components[i];
  }
  throw std::runtime_error("the plugin has no component " + std::string(id));
}

const sluice_option* PluginLibrary::option(const sluice_option_list& options,
                                           std::string_view path) {
  const size_t dot = path.find('.');
  const std::string_view first = path.substr(0, dot);
  const auto* bytes = reinterpret_cast<const char*>(options.items);
  for (uint32_t i = 0; i < options.count; ++i, bytes += options.item_size) {
    const auto* option = reinterpret_cast<const sluice_option*>(bytes);
    if (option->name == nullptr || option->name != first) continue;
    return dot == std::string_view::npos
               ? option
               : PluginLibrary::option(option->children, path.substr(dot + 1));
  }
  return nullptr;
}

bool PluginLibrary::exports(const char* symbol) const {
  return dlsym(handle_, symbol) != nullptr;
}

}  // namespace sluice::testing
