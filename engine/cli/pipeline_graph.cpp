#include <algorithm>

#include <fmt/format.h>

#include <cli/option_walk.hpp>
#include <cli/pipeline_graph.hpp>

namespace sluice::cli {
namespace {

constexpr size_t longest_line = 60;  // bytes; longer text is cut
constexpr size_t most_rules = 3;     // on one edge

// The transform that sends events to named sinks; its rules become the edges to these.
constexpr std::string_view route_id = "route";

// On one line, cut between characters.
std::string short_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool is_space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!is_space) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  while (out.ends_with(' ')) out.pop_back();
  if (out.size() <= longest_line) return out;
  size_t size = longest_line;
  while (size > 0 && (static_cast<unsigned char>(out[size]) & 0xC0) == 0x80) --size;
  return out.substr(0, size) + "...";
}

const spec::Node* value_of(const spec::Node& map, std::string_view key) {
  const spec::Entry* entry = map.find(key);
  return entry == nullptr ? nullptr : &entry->value;
}

std::string count_of(size_t count, std::string_view plural) {
  std::string_view word = plural;
  if (count == 1 && word.ends_with('s')) word.remove_suffix(1);
  return fmt::format("{} {}", count, word);
}

class Builder {
 public:
  Builder(const spec::PipelineSpec& pipeline, loader::Registry& registry)
      : pipeline_(pipeline), registry_(registry) {}

  Graph build() {
    graph_.name = pipeline_.name;
    add_component("source", {}, loader::Role::source, pipeline_.source, Graph::Shape::source);
    std::string last = "source";
    for (size_t i = 0; i < pipeline_.transforms.size(); ++i) {
      const spec::TransformSpec& transform = pipeline_.transforms[i];
      const std::string id = fmt::format("transform_{}", i + 1);
      add_component(id, {}, loader::Role::transform, transform, Graph::Shape::transform);
      if (transform.condition) {
        graph_.nodes.back().lines.push_back("if " + short_text(transform.condition->text));
      }
      graph_.edges.push_back({last, id, {}, false});
      last = id;
    }
    const bool is_only = pipeline_.sinks.size() == 1;
    for (size_t i = 0; i < pipeline_.sinks.size(); ++i) {
      const spec::SinkSpec& sink = pipeline_.sinks[i];
      const std::string id = is_only ? "sink" : fmt::format("sink_{}", i + 1);
      add_component(id, is_only ? "" : sink.name + ": ", loader::Role::sink, sink.component,
                    Graph::Shape::sink);
      graph_.edges.push_back({last, id, rules_of(sink.name, i == 0), false});
    }
    if (pipeline_.dead_letter) add_dead_letter(*pipeline_.dead_letter);
    return std::move(graph_);
  }

 private:
  void add_component(const std::string& id, const std::string& prefix, loader::Role role,
                     const spec::ComponentSpec& component, Graph::Shape shape) {
    Graph::NodeText node{id, {prefix + component.id}, shape};
    const std::string main = main_setting(role, component);
    if (!main.empty()) node.lines.push_back(main);
    graph_.nodes.push_back(std::move(node));
  }

  // `20 steps`, or the expression of a filter: the setting that may stand for all of them.
  std::string main_setting(loader::Role role, const spec::ComponentSpec& component) {
    const auto found = registry_.find(role, component.id);
    if (!found) return {};
    const sluice_option_list& options = (*found)->functions.options;
    for (uint32_t i = 0; i < options.count; ++i) {
      const sluice_option& option = spec::option_at(options, i);
      if (!has_flag(option, SLUICE_OPTION_WHOLE) || option.name == nullptr) continue;
      const spec::Node* value = value_of(component.options, option.name);
      if (value == nullptr && !spec::is_map(component.options)) value = &component.options;
      if (value == nullptr || has_flag(option, SLUICE_OPTION_SECRET)) return {};
      if (spec::is_sequence(*value)) return count_of(value->items.size(), option.name);
      if (spec::is_scalar(*value))
        return fmt::format("{} {}", option.name, short_text(value->scalar));
    }
    return {};
  }

  void add_dead_letter(const spec::ComponentSpec& component) {
    add_component("dead_letter", "dead letter: ", loader::Role::sink, component,
                  Graph::Shape::sink);
    graph_.edges.push_back({"source", "dead_letter", {"unreadable"}, true});
    for (const Graph::NodeText& node : graph_.nodes) {
      if (node.shape != Graph::Shape::sink || node.id == "dead_letter") continue;
      graph_.edges.push_back({node.id, "dead_letter", {"refused"}, true});
    }
  }

  // What sends events to this sink, by the last `route`; without one all go to the first sink.
  std::vector<std::string> rules_of(const std::string& sink, bool is_first) const {
    const auto route = std::find_if(pipeline_.transforms.rbegin(), pipeline_.transforms.rend(),
                                    [](const auto& transform) { return transform.id == route_id; });
    if (pipeline_.sinks.size() < 2 || route == pipeline_.transforms.rend()) return {};
    const spec::Node& options = route->options;
    const spec::Node* rules = spec::is_sequence(options) ? &options : value_of(options, "rules");
    const spec::Node* match = value_of(options, "match");
    const bool takes_all = match != nullptr && match->scalar == "all";
    std::vector<std::string> lines;
    size_t more = 0;
    bool ends = false;  // a rule without condition leaves nothing over
    for (const spec::Node& rule : rules == nullptr ? std::vector<spec::Node>() : rules->items) {
      const spec::Node* condition = value_of(rule, "if");
      const bool is_rest = condition == nullptr && !takes_all && &rule != &rules->items.front();
      ends = ends || condition == nullptr;
      if (!names(value_of(rule, "sink"), sink, is_first)) continue;
      if (lines.size() == most_rules) {
        ++more;
      } else {
        lines.push_back(condition != nullptr ? "if " + short_text(condition->scalar)
                        : is_rest            ? "otherwise"
                                             : "always");
      }
    }
    if (more > 0) lines.push_back(fmt::format("and {} more", more));
    if (!ends && names(value_of(options, "otherwise"), sink, is_first))
      lines.push_back("otherwise");
    return lines;
  }

  // Whether a rule's `sink` is or holds this name; without one it is the first.
  static bool names(const spec::Node* node, const std::string& sink, bool is_first) {
    if (node == nullptr) return is_first;
    if (spec::is_scalar(*node)) return node->scalar == sink;
    return std::any_of(node->items.begin(), node->items.end(),
                       [&](const spec::Node& item) { return item.scalar == sink; });
  }

  const spec::PipelineSpec& pipeline_;
  loader::Registry& registry_;
  Graph graph_;
};

}  // namespace

Graph pipeline_graph(const spec::PipelineSpec& pipeline, loader::Registry& registry) {
  return Builder(pipeline, registry).build();
}

}  // namespace sluice::cli
