#include <cli/commands.hpp>
#include <cli/load_pipeline.hpp>
#include <cli/output_file.hpp>
#include <cli/pipeline_graph.hpp>

namespace sluice::cli {
namespace {

enum class GraphFormat : uint8_t { mermaid, dot };

struct GraphArguments {
  std::string pipeline;
  std::vector<std::string> overrides;  // --set path=value
  GraphFormat format = GraphFormat::mermaid;
  std::string output;
};

ExitStatus graph(const CommonArguments& common, const GraphArguments& arguments) {
  const flow::Logger log(common.log_format, common.log_level);
  spec::Diagnostics diagnostics;
  spec::LoadOptions options;
  options.overrides = arguments.overrides;
  options.replace_variables = false;  // a picture shows what is written, on any machine
  const auto pipeline = spec::load_pipeline(arguments.pipeline, options, diagnostics);
  print(diagnostics, log);
  if (!pipeline || spec::has_errors(diagnostics)) return ExitStatus::usage;
  loader::Registry registry(common.plugin_paths);
  const Graph drawn = pipeline_graph(*pipeline, registry);
  const bool is_dot = arguments.format == GraphFormat::dot;
  return write_output(arguments.output, is_dot ? to_dot(drawn) : to_mermaid(drawn), log);
}

}  // namespace

void add_graph(CommandLine& line) {
  CLI::App& command = *line.app.add_subcommand(
      "graph", "Draw a pipeline: where events come from, what is done with them, where they go");
  GraphArguments& arguments = add_command(line, command, graph);
  command.add_option("PIPELINE", arguments.pipeline, "Pipeline file (YAML)")->required();
  add_word_option<GraphFormat>(command, "--format", "What to draw it with",
                               {{"mermaid", GraphFormat::mermaid}, {"dot", GraphFormat::dot}},
                               arguments.format);
  add_set_option(command, arguments.overrides);
  add_output_option(command, arguments.output);
  command.footer(
      "Mermaid is drawn by GitHub and many editors inside a Markdown code block, DOT by Graphviz.\n"
      "Variables are shown as they are written; no environment is needed.\n\n"
      "Examples:\n"
      "  sluice graph pipelines/cloudtrail-to-dashbase.yaml\n"
      "  sluice graph pipeline.yaml --format dot | dot -Tsvg > pipeline.svg\n");
}

}  // namespace sluice::cli
