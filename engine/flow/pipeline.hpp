// A pipeline whose components were found and whose settings were checked: ready to be run, as often
// as wanted. Read-only once loaded.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <flow/log.hpp>
#include <kit/cel/expression.hpp>
#include <loader/instance.hpp>
#include <loader/registry.hpp>
#include <sluice/abi/ext/sinks.h>
#include <spec/pipeline.hpp>
#include <spec/settings.hpp>

namespace sluice::flow {

/// One component with its settings.
struct PipelineComponent {
  const loader::Component* component;
  spec::SettingsTree settings;
  spec::Mark mark;
};

struct PipelineTransform : PipelineComponent {
  std::optional<cel::Expression> condition;  // none: it is for every event
};

/// One of several sinks; that of a pipeline with a single one may have the name "sink".
struct PipelineSink {
  std::string name;
  PipelineComponent component;
};

struct Pipeline {
  std::string name;
  PipelineComponent source;
  std::vector<PipelineTransform> transforms;
  std::vector<PipelineSink> sinks;  // at least one; the n-th is bit n of an event's `sinks`
  std::optional<PipelineComponent> dead_letter;
  spec::FlowSpec flow;
};

/// Loads a pipeline file and all plugins that it names. Adds every error found; null when there is
/// one.
std::unique_ptr<Pipeline> load_pipeline(const std::string& path, const spec::LoadOptions& options,
                                        loader::Registry& registry, spec::Diagnostics& diagnostics);

/// A component's own complaint, with the place of the setting that it points at.
spec::Diagnostic locate(const PipelineComponent& component, const Error& error);

/// A new instance, initialised with the settings; null with a diagnostic added.
template <class InstanceType>
std::unique_ptr<InstanceType> make_instance(const PipelineComponent& component,
                                            const sluice_host* host,
                                            spec::Diagnostics& diagnostics) {
  auto instance = std::make_unique<InstanceType>(*component.component, host);
  if (Status status = instance->init(component.settings.root()); !status) {
    diagnostics.push_back(locate(component, status.error()));
    return nullptr;
  }
  return instance;
}

/// Creates and initialises an instance of every component, to see whether it takes its settings;
/// touches nothing outside the process. What they log goes to `log`.
void check_instances(const Pipeline& pipeline, const Logger& log, spec::Diagnostics& diagnostics);

/// What messages call the transforms: their ids, with the place in the list where one occurs twice.
std::vector<std::string> transform_names(const Pipeline& pipeline);

/// The names of the sinks for the components of a run; see abi/ext/sinks.h.
class SinkNames {
 public:
  /// The pipeline outlives this.
  explicit SinkNames(const Pipeline& pipeline);
  SinkNames(const SinkNames&) = delete;
  SinkNames& operator=(const SinkNames&) = delete;

  const sluice_ext_sinks* abi() const { return &abi_; }

 private:
  std::vector<sluice_text> names_;
  sluice_ext_sinks abi_;
};

}  // namespace sluice::flow
