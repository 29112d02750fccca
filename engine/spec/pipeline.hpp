// A pipeline file as plain structs. Nothing here knows which components exist: their settings are
// checked by settings.hpp once the loader has found their option tables.
//
// Functions are as thread-safe as the lookup that they are given.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sluice/abi/option.h>
#include <spec/environment.hpp>
#include <spec/node.hpp>

namespace sluice::spec {

/// One source, transform or sink as written: its id over its options.
struct ComponentSpec {
  std::string id;  // empty: it was wrong or missing, and reported; nothing more can be checked
  Mark mark;       // where the id is written
  Node options;    // as check_settings takes them
};

/// The `if` beside the id of a transform.
struct ConditionSpec {
  std::string text;
  Mark mark;  // where the text starts
};

struct TransformSpec : ComponentSpec {
  std::optional<ConditionSpec> condition;
};

/// One of `sinks:`; that of `sink:` has the name "sink".
struct SinkSpec {
  std::string name;
  ComponentSpec component;
};

/// `flow:`, the engine's own settings.
struct FlowSpec {
  int64_t lanes = 2;                         // sinks at work at once, each on its own connection
  int64_t queue_bytes = 16 << 20;            // events read but not yet taken by a lane
  int64_t linger_ms = 1'000;                 // how long a batch waits to become full
  int64_t retry_initial_ms = 200;            // before the first retry; doubles from there
  int64_t retry_maximum_ms = 10'000;         // between two tries at most
  int64_t retry_give_up_after_ms = 300'000;  // from the first try of a request
  int64_t grace_ms = 10'000;                 // to finish after SIGTERM

  bool operator==(const FlowSpec&) const = default;
};

/// The option table behind `flow:`; static.
sluice_option_list flow_options();

struct PipelineSpec {
  std::string name;  // `pipeline:`, or the file's name without its extension
  ComponentSpec source;
  std::vector<TransformSpec> transforms;
  std::vector<SinkSpec> sinks;  // at least one, unless that was reported
  std::optional<ComponentSpec> dead_letter;
  FlowSpec flow;
  std::string file;       // as given
  std::string directory;  // of the file; "." when the name has none
};

struct LoadOptions {
  EnvironmentLookup environment = process_environment();
  /// `path=value` each, applied in order; see override.hpp.
  std::vector<std::string> overrides = {};
  /// False leaves `${...}` as it is written, for what only looks at a pipeline.
  bool replace_variables = true;
};

/// Reads a pipeline file, applies the overrides, replaces the variables and checks everything but
/// the options of components. Adds every error found, ordered by place.
///
/// None when the file is no readable YAML map. A value may come together with errors, so that the
/// settings of its components can be checked too and all mistakes be shown at once: look at
/// has_errors(diagnostics) before running it.
std::optional<PipelineSpec> load_pipeline(const std::string& path, const LoadOptions& options,
                                          Diagnostics& diagnostics);

/// The same for text that is already in memory; `file` names it and gives the folder.
std::optional<PipelineSpec> load_pipeline_text(std::string_view text, const std::string& file,
                                               const LoadOptions& options,
                                               Diagnostics& diagnostics);

}  // namespace sluice::spec
