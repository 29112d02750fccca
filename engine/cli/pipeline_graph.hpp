// A pipeline as a graph: where its events come from, what is done with them, where they go.
// Stateless.
#pragma once

#include <string>
#include <vector>

#include <loader/registry.hpp>
#include <spec/pipeline.hpp>

namespace sluice::cli {

struct Graph {
  enum class Shape : uint8_t { source, transform, sink };

  struct NodeText {
    std::string id;                  // made of letters, digits and "_"
    std::vector<std::string> lines;  // plain text
    Shape shape = Shape::transform;
  };

  struct Edge {
    std::string from;  // ids
    std::string to;
    std::vector<std::string> lines;  // what stands on it
    bool is_failure = false;         // events that cannot be delivered
  };

  std::string name;
  std::vector<NodeText> nodes;
  std::vector<Edge> edges;
};

/// The plugins are asked only for words: what a component's main setting is called. One that cannot
/// be loaded is drawn without. Secrets are never shown.
Graph pipeline_graph(const spec::PipelineSpec& pipeline, loader::Registry& registry);

/// For Mermaid, which GitHub and many editors draw in Markdown.
std::string to_mermaid(const Graph& graph);

/// For Graphviz.
std::string to_dot(const Graph& graph);

}  // namespace sluice::cli
