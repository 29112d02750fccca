#include <algorithm>
#include <array>
#include <filesystem>

#include <fmt/format.h>

#include <sluice/abi/ext/sinks.h>
#include <sluice/option.hpp>
#include <sluice/settings.hpp>
#include <spec/nearest.hpp>
#include <spec/override.hpp>
#include <spec/pipeline.hpp>
#include <spec/settings.hpp>

#include "checker.hpp"

namespace sluice::spec {

namespace {

constexpr int64_t longest_ms = int64_t{7} * 24 * 3600 * 1000;

constexpr Option retry_table[] = {
    duration_option("initial", "Wait before the first retry; it doubles from one to the next.")
        .by_default("200ms")
        .between(1, longest_ms),
    duration_option("maximum", "The longest wait between two tries.")
        .by_default("10s")
        .between(1, longest_ms),
    duration_option("give_up_after", "How long a request is tried again after its first failure.")
        .by_default("5m")
        .between(0, longest_ms),
};

constexpr Option flow_table[] = {
    integer_option("lanes", "How many sinks work at once, each on its own connection.")
        .by_default("2")
        .between(1, 64),
    bytes_option("queue", "How much may be read before a lane takes it; bounds the memory.")
        .by_default("16MiB")
        .between(64 << 10, int64_t{1} << 40),
    duration_option("linger", "How long a batch waits for more events before it is sent.")
        .by_default("1s")
        .between(0, longest_ms),
    object_option("retry", "What happens to requests that fail for now.").of(retry_table),
    duration_option("grace", "How long a run may go on after SIGTERM before it hands events back.")
        .by_default("10s")
        .between(0, longest_ms),
};

constexpr std::array<std::string_view, 7> known_keys = {
    "pipeline", "source", "transforms", "sink", "sinks", "dead_letter", "flow"};

bool is_sink_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

class Loader {
 public:
  Loader(PipelineSpec& spec, Diagnostics& diagnostics) : spec_(spec), diagnostics_(diagnostics) {}

  void read(const Node& root) {
    for (const Entry& entry : root.entries) unknown(entry);
    name(root);
    required(root, "source", spec_.source);
    if (const Entry* entry = root.find("transforms")) transforms(entry->value);
    sinks(root);
    if (const Entry* entry = root.find("dead_letter")) {
      spec_.dead_letter = component(entry->value, "dead_letter");
    }
    flow(root);
  }

 private:
  void fail(const Mark& mark, std::string message) {
    add_error(diagnostics_, mark, std::move(message));
  }

  void unknown(const Entry& entry) {
    if (std::find(known_keys.begin(), known_keys.end(), entry.key) != known_keys.end()) return;
    const std::string guess = did_you_mean(entry.key, known_keys);
    fail(entry.key_mark, fmt::format("unknown key {}{}{} a pipeline has {}", quote(entry.key),
                                     guess, guess.empty() ? ";" : "", quoted_list(known_keys)));
  }

  void name(const Node& root) {
    spec_.name = std::filesystem::path(spec_.file).stem().string();
    const Entry* entry = root.find("pipeline");
    if (entry == nullptr || !is_plain_text(entry->value, diagnostics_)) return;
    const Node& value = entry->value;
    if (!is_scalar(value) || value.scalar.empty()) {
      fail(value.mark, "\"pipeline\" must be the name of the pipeline, as text");
    } else {
      spec_.name = value.scalar;
    }
  }

  void required(const Node& root, const char* role, ComponentSpec& out) {
    if (const Entry* entry = root.find(role)) {
      out = component(entry->value, role);
    } else {
      fail({spec_.file, 0, 0},
           fmt::format("the pipeline has no {}; write it as \"{}:\" over its id", quote(role),
                       role));
    }
  }

  void transforms(const Node& list) {
    if (is_null(list)) return;
    if (!is_sequence(list)) {
      if (!is_plain_text(list, diagnostics_)) return;
      fail(list.mark, "\"transforms\" must be a list; write each transform after \"- \"");
      return;
    }
    for (size_t i = 0; i < list.items.size(); ++i) {
      spec_.transforms.push_back(transform(list.items[i], fmt::format("transforms[{}]", i)));
    }
  }

  /// A component that may have an `if` beside its id.
  TransformSpec transform(const Node& node, const std::string& role) {
    Node rest = node;
    TransformSpec out;
    if (is_map(node)) {
      std::erase_if(rest.entries, [](const Entry& entry) { return entry.key == "if"; });
      if (rest.entries.size() > 1 && means_if(rest.entries.back().key)) {
        const Entry& entry = rest.entries.back();
        fail(entry.key_mark, fmt::format("unknown key {} beside {}; did you mean \"if\"?",
                                         quote(entry.key), quote(rest.entries.front().key)));
        rest.entries.resize(1);
      }
      if (rest.entries.empty() && !node.entries.empty()) {
        fail(node.mark,
             fmt::format("{} has an \"if\" but no id of a transform beside it", quote(role)));
        return out;
      }
    }
    static_cast<ComponentSpec&>(out) = component(rest, role);
    const Entry* entry = node.find("if");
    if (entry == nullptr || !is_plain_text(entry->value, diagnostics_)) return out;
    if (!is_scalar(entry->value) || entry->value.scalar.empty()) {
      fail(entry->value.mark,
           fmt::format("the \"if\" of {} must be an expression, as text", quote(role)));
      return out;
    }
    out.condition = ConditionSpec{entry->value.scalar, entry->value.mark};
    return out;
  }

  void sinks(const Node& root) {
    const Entry* several = root.find("sinks");
    if (several == nullptr) {
      SinkSpec sink{"sink", {}};
      required(root, "sink", sink.component);
      spec_.sinks.push_back(std::move(sink));
      return;
    }
    if (root.find("sink") != nullptr) {
      fail(several->key_mark,
           "a pipeline has \"sink\" or \"sinks\", not both; name the single one among the others");
    }
    const Node& map = several->value;
    if (!is_plain_text(map, diagnostics_)) return;
    if (!is_map(map) || map.entries.empty()) {
      fail(map.mark, "\"sinks\" must be a map of names, each over a sink");
      return;
    }
    if (map.entries.size() > SLUICE_MAX_SINKS) {
      fail(several->key_mark, fmt::format("\"sinks\" holds {} sinks, more than {}",
                                          map.entries.size(), +SLUICE_MAX_SINKS));
      return;
    }
    for (const Entry& entry : map.entries) {
      if (!is_sink_name(entry.key)) {
        fail(entry.key_mark,
             fmt::format("the name {} of a sink must be made of lower-case letters, digits, \"_\" "
                         "and \"-\"",
                         quote(entry.key)));
      }
      spec_.sinks.push_back({entry.key, component(entry.value, "sinks." + entry.key)});
    }
  }

  ComponentSpec component(const Node& node, const std::string& role) {
    ComponentSpec out;
    out.mark = node.mark;
    if (!is_plain_text(node, diagnostics_)) return out;
    if (is_scalar(node) && !node.scalar.empty()) {
      out.id = node.scalar;
      out.options.mark = node.mark;
    } else if (is_map(node) && node.entries.size() == 1) {
      const Entry& entry = node.entries[0];
      out.id = entry.key;
      out.mark = entry.key_mark;
      out.options = entry.value;
      if (out.id.empty()) fail(out.mark, fmt::format("{} has an empty id", quote(role)));
    } else {
      fail(node.mark, fmt::format("{} {}", quote(role), why_not_a_component(node)));
    }
    return out;
  }

  static std::string why_not_a_component(const Node& node) {
    constexpr std::string_view form = "a component is one key, its id, over its options";
    if (is_sequence(node)) return fmt::format("must be one component, not a list; {}", form);
    if (!is_map(node) || node.entries.empty()) return fmt::format("names no component; {}", form);
    constexpr size_t most = 3;
    std::vector<std::string_view> keys;
    for (const Entry& entry : node.entries) {
      if (keys.size() < most) keys.emplace_back(entry.key);
    }
    return fmt::format("has {} keys ({}{}); {}, and these are indented further",
                       node.entries.size(), quoted_list(keys),
                       node.entries.size() > most ? ", ..." : "", form);
  }

  void flow(const Node& root) {
    const Entry* entry = root.find("flow");
    const Mark mark = entry == nullptr ? Mark{spec_.file, 0, 0} : entry->key_mark;
    const SettingsContext context{"flow", mark, spec_.directory, "flow."};
    const Node nothing;
    const auto tree = check_settings(entry == nullptr ? nothing : entry->value, flow_options(),
                                     context, diagnostics_);
    if (!tree) return;
    const Settings settings(tree->root());
    const Settings retry = settings.object("retry");
    FlowSpec& flow = spec_.flow;
    flow.lanes = settings.integer("lanes");
    flow.queue_bytes = settings.integer("queue");
    flow.linger_ms = settings.integer("linger");
    flow.retry_initial_ms = retry.integer("initial");
    flow.retry_maximum_ms = retry.integer("maximum");
    flow.retry_give_up_after_ms = retry.integer("give_up_after");
    flow.grace_ms = settings.integer("grace");
    if (flow.retry_initial_ms > flow.retry_maximum_ms) {
      fail(tree->at(retry.find("initial")),
           "option \"flow.retry.initial\" must not be longer than \"flow.retry.maximum\"");
    }
  }

  PipelineSpec& spec_;
  Diagnostics& diagnostics_;
};

}  // namespace

sluice_option_list flow_options() {
  return option_list(flow_table);
}

std::optional<PipelineSpec> load_pipeline(const std::string& path, const LoadOptions& options,
                                          Diagnostics& diagnostics) {
  const auto text = read_file(path, diagnostics);
  if (!text) return std::nullopt;
  return load_pipeline_text(*text, path, options, diagnostics);
}

std::optional<PipelineSpec> load_pipeline_text(std::string_view text, const std::string& file,
                                               const LoadOptions& options,
                                               Diagnostics& diagnostics) {
  const size_t from = diagnostics.size();
  auto root = parse_yaml(text, file, diagnostics);
  if (!root) return std::nullopt;
  if (is_null(*root)) {
    add_error(diagnostics, {file, 0, 0},
              "the file holds no pipeline; it needs at least \"source\" and \"sink\"");
    return std::nullopt;
  }
  if (!is_map(*root)) {
    add_error(diagnostics, root->mark, "a pipeline must be a map with \"source\" and \"sink\"");
    return std::nullopt;
  }
  for (const std::string& assignment : options.overrides) {
    apply_override(*root, assignment, diagnostics);
  }
  if (options.replace_variables) interpolate(*root, options.environment, diagnostics);
  PipelineSpec spec;
  spec.file = file;
  const auto directory = std::filesystem::path(file).parent_path();
  spec.directory = directory.empty() ? std::string(".") : directory.string();
  Loader(spec, diagnostics).read(*root);
  sort_and_unique(diagnostics, from);
  return spec;
}

}  // namespace sluice::spec
