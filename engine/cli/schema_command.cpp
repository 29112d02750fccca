#include <fstream>

#include <fmt/format.h>

#include <cli/commands.hpp>
#include <cli/output_file.hpp>
#include <loader/registry.hpp>
#include <spec/schema.hpp>

namespace sluice::cli {
namespace {

struct SchemaArguments {
  std::string output;  // empty: standard output
};

ExitStatus schema(const CommonArguments& common, const SchemaArguments& arguments) {
  const flow::Logger log(common.log_format, common.log_level);
  loader::Registry registry(common.plugin_paths);
  std::vector<std::string> failures;
  spec::SchemaComponents components;
  for (const loader::Component* component : registry.all(failures)) {
    auto& list = component->role == loader::Role::source      ? components.sources
                 : component->role == loader::Role::transform ? components.transforms
                                                              : components.sinks;
    list.push_back({component->id, component->summary, component->functions.options});
  }
  // A schema that lacks a component would call good pipelines wrong.
  for (const std::string& failure : failures) log.error(failure);
  if (!failures.empty()) return ExitStatus::usage;
  if (components.sources.empty() || components.sinks.empty()) {
    log.error("there are no plugins to make a schema of; name their folder with --plugin-path");
    return ExitStatus::usage;
  }
  return write_output(arguments.output, spec::pipeline_schema(components), log);
}

}  // namespace

void add_schema(CommandLine& line) {
  CLI::App& command = *line.app.add_subcommand(
      "schema", "Print a JSON Schema of pipelines, for editors, made of the loaded plugins");
  SchemaArguments& arguments = add_command(line, command, schema);
  add_output_option(command, arguments.output);
  command.footer(
      "An editor with a YAML language server then completes, explains and checks pipelines:\n"
      "the first line of each says  # yaml-language-server: $schema=sluice.schema.json\n\n"
      "Examples:\n"
      "  sluice schema --output pipelines/sluice.schema.json\n"
      "  sluice schema --plugin-path /opt/plugins > sluice.schema.json\n");
}

}  // namespace sluice::cli
