#include <string_view>

#include <fmt/format.h>

#include <cli/pipeline_graph.hpp>
#include <spec/json_tree.hpp>

namespace sluice::cli {
namespace {

// Inside quotes Mermaid takes character codes, and HTML for line ends.
std::string mermaid_text(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) {
    if (&line != &lines.front()) out += "<br/>";
    for (const char c : line) {
      if (std::string_view("\"#<>&`\\").find(c) != std::string_view::npos) {
        out += fmt::format("#{};", static_cast<unsigned>(c));
      } else {
        out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
      }
    }
  }
  return "\"" + out + "\"";
}

std::string dot_text(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) {
    if (&line != &lines.front()) out += "\\n";
    for (const char c : line) {
      if (c == '"' || c == '\\') out += '\\';
      out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return "\"" + out + "\"";
}

}  // namespace

std::string to_mermaid(const Graph& graph) {
  std::string out = fmt::format("---\ntitle: {}\n---\nflowchart LR\n",
                                spec::Json::text(graph.name).compact());  // YAML takes JSON's text
  for (const Graph::NodeText& node : graph.nodes) {
    const std::string text = mermaid_text(node.lines);
    switch (node.shape) {
      case Graph::Shape::source:
        out += fmt::format("  {}([{}])\n", node.id, text);
        break;
      case Graph::Shape::transform:
        out += fmt::format("  {}[{}]\n", node.id, text);
        break;
      case Graph::Shape::sink:
        out += fmt::format("  {}[({})]\n", node.id, text);
        break;
    }
  }
  for (const Graph::Edge& edge : graph.edges) {
    const std::string text = edge.lines.empty() ? "" : "|" + mermaid_text(edge.lines) + "|";
    out +=
        fmt::format("  {} {}{} {}\n", edge.from, edge.is_failure ? "-.->" : "-->", text, edge.to);
  }
  return out;
}

std::string to_dot(const Graph& graph) {
  std::string out =
      fmt::format("digraph {} {{\n  rankdir=LR;\n  node [shape=box];\n", dot_text({graph.name}));
  for (const Graph::NodeText& node : graph.nodes) {
    const char* const shape = node.shape == Graph::Shape::source ? ", shape=oval"
                              : node.shape == Graph::Shape::sink ? ", shape=cylinder"
                                                                 : "";
    out += fmt::format("  {} [label={}{}];\n", node.id, dot_text(node.lines), shape);
  }
  for (const Graph::Edge& edge : graph.edges) {
    std::string attributes;
    if (!edge.lines.empty()) attributes += "label=" + dot_text(edge.lines);
    if (edge.is_failure) attributes += attributes.empty() ? "style=dashed" : ", style=dashed";
    if (!attributes.empty()) attributes = " [" + attributes + "]";
    out += fmt::format("  {} -> {}{};\n", edge.from, edge.to, attributes);
  }
  return out + "}\n";
}

}  // namespace sluice::cli
