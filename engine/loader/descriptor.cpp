#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include <loader/descriptor.hpp>
#include <sluice/value.hpp>

namespace sluice::loader {
namespace {

// A struct of the plugin's as this engine knows it: the smaller of both sizes, zero for the rest.
template <class Struct>
Struct read_struct(const void* theirs) {
  uint32_t size = 0;
  std::memcpy(&size, theirs, sizeof size);
  Struct ours{};
  std::memcpy(&ours, theirs, std::min<size_t>(size, sizeof ours));
  return ours;
}

bool valid_id(std::string_view id) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  return !id.empty() && id.size() <= 64 && id.front() >= 'a' && id.front() <= 'z' &&
         std::all_of(id.begin(), id.end(), allowed);
}

class DescriptorReader {
 public:
  DescriptorReader(const sluice_plugin& plugin, const std::string& file)
      : plugin_(plugin), file_(file) {}

  Result<std::vector<Component>> read() {
    if (plugin_.component_count == 0 || plugin_.components == nullptr) {
      return refuse("it exports no component");
    }
    std::vector<Component> components;
    for (uint32_t i = 0; i < plugin_.component_count; ++i) {
      if (plugin_.components[i] == nullptr) return refuse(fmt::format("component {} is null", i));
      Component component{};
      if (Status status = read_component(*plugin_.components[i], component); !status) {
        return std::move(status).error();
      }
      const auto same = [&](const Component& other) {
        return other.role == component.role && other.id == component.id;
      };
      if (std::any_of(components.begin(), components.end(), same)) {
        return refuse(
            fmt::format("it exports the {} \"{}\" twice", to_string(component.role), component.id));
      }
      components.push_back(std::move(component));
    }
    return components;
  }

 private:
  Error refuse(std::string_view reason) const {
    return fatal(fmt::format(
        "could not load plugin \"{}\" (built for ABI {}.{}, this engine speaks {}.{}): {}", file_,
        plugin_.abi_major, plugin_.abi_minor_needed, SLUICE_ABI_MAJOR, SLUICE_ABI_MINOR, reason));
  }
  Error missing(const Component& component, std::string_view slot) const {
    return refuse(fmt::format("the mandatory function \"{}\" of the {} \"{}\" is null", slot,
                              to_string(component.role), component.id));
  }

  Status read_component(const sluice_component& theirs, Component& component) const {
    const auto functions = read_struct<sluice_component>(&theirs);
    component.functions = functions;
    component.id = view(functions.id);
    component.summary = view(functions.summary);
    component.file = file_;
    component.version = view(plugin_.version);
    if (functions.role < SLUICE_ROLE_SOURCE || functions.role > SLUICE_ROLE_SINK) {
      return refuse(
          fmt::format("component \"{}\" has the unknown role {}", component.id, functions.role));
    }
    component.role = static_cast<Role>(functions.role);
    if (!valid_id(component.id)) {
      return refuse(
          fmt::format("\"{}\" is no id: lower-case letters, digits and hyphens are", component.id));
    }
    const sluice_option_list& options = functions.options;
    if (options.count > 0 &&
        (options.items == nullptr || options.item_size < sizeof(sluice_option))) {
      return refuse(fmt::format("the option table of \"{}\" is malformed", component.id));
    }
    if (functions.create == nullptr) return missing(component, "create");
    if (functions.init == nullptr) return missing(component, "init");
    if (functions.destroy == nullptr) return missing(component, "destroy");
    if (functions.functions == nullptr) return missing(component, "functions");
    return read_calls(component);
  }

  Status read_calls(Component& component) const {
    switch (component.role) {
      case Role::source: {
        const auto calls = read_struct<sluice_source_functions>(component.functions.functions);
        if (calls.open == nullptr) return missing(component, "open");
        if (calls.read == nullptr) return missing(component, "read");
        if (calls.close == nullptr) return missing(component, "close");
        component.calls = calls;
        return {};
      }
      case Role::transform: {
        const auto calls = read_struct<sluice_transform_functions>(component.functions.functions);
        if (calls.apply == nullptr) return missing(component, "apply");
        component.calls = calls;
        return {};
      }
      case Role::sink: {
        const auto calls = read_struct<sluice_sink_functions>(component.functions.functions);
        if (calls.encode == nullptr) return missing(component, "encode");
        if (calls.deliver == nullptr) return missing(component, "deliver");
        component.calls = calls;
        return {};
      }
    }
    return {};
  }

  const sluice_plugin& plugin_;
  const std::string& file_;
};

}  // namespace

std::string_view to_string(Role role) {
  switch (role) {
    case Role::source:
      return "source";
    case Role::transform:
      return "transform";
    case Role::sink:
      return "sink";
  }
  return "component";
}

Result<std::vector<Component>> read_descriptor(const sluice_plugin* plugin,
                                               const std::string& file) {
  // Only these three are where they are in every major version.
  const uint16_t major = plugin->abi_major;
  const uint16_t minor = plugin->abi_minor_needed;
  if (major != SLUICE_ABI_MAJOR || minor > SLUICE_ABI_MINOR) {
    return fatal(fmt::format(
        "could not load plugin \"{}\": built for ABI {}.{}, this engine speaks {}.{}; {}", file,
        major, minor, SLUICE_ABI_MAJOR, SLUICE_ABI_MINOR,
        major < SLUICE_ABI_MAJOR ? "rebuild the plugin with this engine's SDK"
                                 : "use a newer engine, or rebuild the plugin with its SDK"));
  }
  if (plugin->struct_size < sizeof(sluice_plugin)) {
    return fatal(fmt::format(
        "could not load plugin \"{}\" (built for ABI {}.{}, this engine speaks {}.{}): its "
        "descriptor has {} bytes instead of at least {}",
        file, major, minor, SLUICE_ABI_MAJOR, SLUICE_ABI_MINOR, plugin->struct_size,
        sizeof(sluice_plugin)));
  }
  return DescriptorReader(*plugin, file).read();
}

}  // namespace sluice::loader
