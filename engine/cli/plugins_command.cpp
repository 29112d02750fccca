#include <filesystem>
#include <map>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cli/commands.hpp>
#include <cli/describe_component.hpp>
#include <cli/output_file.hpp>
#include <cli/reference_page.hpp>
#include <loader/registry.hpp>
#include <spec/nearest.hpp>

namespace sluice::cli {
namespace {

using Components = std::vector<const loader::Component*>;

struct PluginsArguments {
  std::string id;  // empty: all of them
  std::string folder;
  bool markdown = false;
  bool ids = false;
};

// Components of one id are neighbours in a page, and pages come in the order of their ids.
using Pages = std::map<std::string, std::vector<const loader::Component*>>;

void print_list(const Components& components, const loader::Registry& registry) {
  fmt::print("{}", list_components(components));
  for (const auto& folder : registry.folders()) {
    fmt::print("{}looked in {}\n", &folder == &registry.folders().front() ? "\n" : "",
               folder.string());
  }
}

ExitStatus write_pages(const Pages& pages, const std::string& folder, const flow::Logger& log) {
  for (const auto& [id, components] : pages) {
    const std::filesystem::path path = std::filesystem::path(folder) / id / "REFERENCE.md";
    std::error_code error;
    std::filesystem::create_directories(path.parent_path(), error);
    if (error) {
      log.error(fmt::format("could not make the folder \"{}\": {}", path.parent_path().string(),
                            error.message()));
      return ExitStatus::usage;
    }
    if (!replace_file(path.string(), reference_page(components), log)) return ExitStatus::usage;
  }
  return ExitStatus::ok;
}

ExitStatus print_pages(const Pages& pages, const flow::Logger& log) {
  std::string text;
  for (const auto& [id, components] : pages) {
    text += (text.empty() ? "" : "\n") + reference_page(components);
  }
  return write_output("", text, log);
}

Components with_id(const Components& components, const std::string& id, const flow::Logger& log) {
  Components out;
  std::vector<std::string_view> ids;
  for (const loader::Component* component : components) {
    ids.push_back(component->id);
    if (id.empty() || component->id == id) out.push_back(component);
  }
  if (out.empty() && !id.empty()) {
    log.error(fmt::format("there is no component \"{}\"{}\n  components that are there: {}", id,
                          spec::did_you_mean(id, ids), fmt::join(ids, ", ")));
  }
  return out;
}

ExitStatus plugins(const CommonArguments& common, const PluginsArguments& arguments) {
  const flow::Logger log(common.log_format, common.log_level);
  loader::Registry registry(common.plugin_paths);
  std::vector<std::string> failures;
  const Components all = registry.all(failures);
  if (!arguments.ids) {
    for (const std::string& failure : failures) log.warn(failure);
  }
  const Components components = with_id(all, arguments.id, log);
  if (components.empty() && !arguments.id.empty()) return ExitStatus::usage;
  Pages pages;
  for (const loader::Component* component : components) pages[component->id].push_back(component);
  ExitStatus status = ExitStatus::ok;
  if (arguments.ids) {
    for (const auto& [id, unused] : pages) fmt::print("{}\n", id);
    return status;
  }
  if (!arguments.folder.empty()) {
    status = write_pages(pages, arguments.folder, log);
  } else if (arguments.markdown) {
    status = print_pages(pages, log);
  } else if (arguments.id.empty()) {
    print_list(components, registry);
  } else {
    for (const loader::Component* component : components) {
      fmt::print("{}{}", component == components.front() ? "" : "\n",
                 describe_component(*component));
    }
    return status;  // what else could not be loaded does not matter
  }
  return failures.empty() ? status : ExitStatus::usage;
}

}  // namespace

void add_plugins(CommandLine& line) {
  CLI::App& command =
      *line.app.add_subcommand("plugins", "List the components, or describe one with its options");
  PluginsArguments& arguments = add_command(line, command, plugins);
  command.add_option("ID", arguments.id, "Component to describe, such as dashbase-bulk");
  CLI::Option* markdown = command.add_flag("--markdown", arguments.markdown,
                                           "Print reference pages in Markdown, one or all");
  command
      .add_option("--output-folder", arguments.folder,
                  "Write each page to FOLDER/ID/REFERENCE.md instead")
      ->type_name("FOLDER")
      ->needs(markdown);
  command.add_flag("--ids", arguments.ids, "Print the ids alone, one a line")->excludes(markdown);
  command.footer(
      "Examples:\n"
      "  sluice plugins\n"
      "  sluice plugins dashbase-bulk\n"
      "  sluice plugins --markdown map > map.md\n"
      "  sluice plugins --markdown --output-folder plugins\n");
}

}  // namespace sluice::cli
