#include <string_view>

#include <fmt/format.h>

#include <cli/commands.hpp>
#include <cli/describe_component.hpp>
#include <loader/registry.hpp>
#include <spec/nearest.hpp>

namespace sluice::cli {
namespace {

struct PluginsArguments {
  std::string id;  // empty: all of them
};

ExitStatus plugins(const CommonArguments& common, const PluginsArguments& arguments) {
  const flow::Logger log(common.log_format, common.log_level);
  loader::Registry registry(common.plugin_paths);
  std::vector<std::string> failures;
  const auto components = registry.all(failures);
  for (const std::string& failure : failures) log.warn(failure);
  if (arguments.id.empty()) {
    fmt::print("{}", list_components(components));
    for (const auto& folder : registry.folders()) {
      fmt::print("{}looked in {}\n", &folder == &registry.folders().front() ? "\n" : "",
                 folder.string());
    }
    return failures.empty() ? ExitStatus::ok : ExitStatus::usage;
  }
  bool found = false;
  std::vector<std::string_view> ids;
  for (const loader::Component* component : components) {
    ids.push_back(component->id);
    if (component->id != arguments.id) continue;
    fmt::print("{}{}", found ? "\n" : "", describe_component(*component));
    found = true;
  }
  if (found) return ExitStatus::ok;
  log.error(fmt::format("there is no component \"{}\"{}", arguments.id,
                        spec::did_you_mean(arguments.id, ids)));
  return ExitStatus::usage;
}

}  // namespace

void add_plugins(CommandLine& line) {
  CLI::App& command =
      *line.app.add_subcommand("plugins", "List the components, or describe one with its options");
  PluginsArguments& arguments = add_command(line, command, plugins);
  command.add_option("ID", arguments.id, "Component to describe, such as dashbase-bulk");
  command.footer("Examples:\n  sluice plugins\n  sluice plugins dashbase-bulk\n");
}

}  // namespace sluice::cli
