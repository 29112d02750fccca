#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <flow/component_host.hpp>
#include <flow/pipeline.hpp>

namespace sluice::flow {
namespace {

using loader::Role;

class PipelineLoader {
 public:
  PipelineLoader(loader::Registry& registry, std::string directory, spec::Diagnostics& diagnostics)
      : registry_(registry), directory_(std::move(directory)), diagnostics_(diagnostics) {}

  std::optional<PipelineComponent> load(Role role, const spec::ComponentSpec& spec) {
    if (spec.id.empty()) return {};  // reported already
    auto component = registry_.find(role, spec.id);
    if (!component) {
      spec::add_error(diagnostics_, spec.mark, std::move(component).error().message);
      return {};
    }
    const spec::SettingsContext context{spec.id, spec.mark, directory_};
    auto settings =
        spec::check_settings(spec.options, (*component)->functions.options, context, diagnostics_);
    if (!settings) return {};
    return PipelineComponent{*component, *std::move(settings), spec.mark};
  }

  /// The condition of a transform; none when it has none, or it is wrong and was reported.
  std::optional<cel::Expression> compile(const spec::TransformSpec& spec) {
    if (!spec.condition) return {};
    auto compiled = cel::Expression::compile(spec.condition->text, cel::Kind::boolean);
    if (compiled) return *std::move(compiled);
    spec::add_error(diagnostics_, spec.condition->mark,
                    fmt::format("if of \"{}\": {}", spec.id, compiled.error().message));
    return {};
  }

 private:
  loader::Registry& registry_;
  std::string directory_;
  spec::Diagnostics& diagnostics_;
};

}  // namespace

std::unique_ptr<Pipeline> load_pipeline(const std::string& path, const spec::LoadOptions& options,
                                        loader::Registry& registry,
                                        spec::Diagnostics& diagnostics) {
  const size_t first = diagnostics.size();
  auto spec = spec::load_pipeline(path, options, diagnostics);
  if (!spec) return nullptr;
  PipelineLoader loader(registry, spec->directory, diagnostics);
  auto source = loader.load(Role::source, spec->source);
  std::vector<PipelineTransform> transforms;
  for (const spec::TransformSpec& transform : spec->transforms) {
    auto condition = loader.compile(transform);
    if (auto loaded = loader.load(Role::transform, transform)) {
      transforms.push_back({*std::move(loaded), std::move(condition)});
    }
  }
  std::vector<PipelineSink> sinks;
  for (const spec::SinkSpec& sink : spec->sinks) {
    if (auto loaded = loader.load(Role::sink, sink.component)) {
      sinks.push_back({sink.name, *std::move(loaded)});
    }
  }
  std::optional<PipelineComponent> dead_letter;
  if (spec->dead_letter) dead_letter = loader.load(Role::sink, *spec->dead_letter);
  spec::sort_and_unique(diagnostics, first);
  if (spec::has_errors(diagnostics) || !source || sinks.empty()) return nullptr;
  return std::make_unique<Pipeline>(Pipeline{spec->name, *std::move(source), std::move(transforms),
                                             std::move(sinks), std::move(dead_letter), spec->flow});
}

spec::Diagnostic locate(const PipelineComponent& component, const Error& error) {
  const spec::Mark mark = error.at == nullptr ? component.mark : component.settings.at(error.at);
  return {mark, fmt::format("{}: {}", component.component->id, error.message),
          spec::Severity::error};
}

void check_instances(const Pipeline& pipeline, const Logger& log, spec::Diagnostics& diagnostics) {
  const size_t first = diagnostics.size();
  const Control control;
  Counters counters;
  data::BatchPool batches;
  const SinkNames sinks(pipeline);
  const HostServices services{log, counters, control, batches, sinks.abi()};
  const auto check = [&]<class InstanceType>(const PipelineComponent& component) {
    const ComponentHost host(component.component->id, services, StopWhen::stopping);
    (void)make_instance<InstanceType>(component, host.abi(), diagnostics);
  };
  check.operator()<loader::SourceInstance>(pipeline.source);
  for (const PipelineTransform& transform : pipeline.transforms) {
    check.operator()<loader::TransformInstance>(transform);
  }
  for (const PipelineSink& sink : pipeline.sinks) {
    check.operator()<loader::SinkInstance>(sink.component);
  }
  if (pipeline.dead_letter) check.operator()<loader::SinkInstance>(*pipeline.dead_letter);
  spec::sort_and_unique(diagnostics, first);
}

std::vector<std::string> transform_names(const Pipeline& pipeline) {
  std::vector<std::string> names;
  for (const PipelineTransform& transform : pipeline.transforms) {
    const std::string& id = transform.component->id;
    const auto same =
        std::count_if(pipeline.transforms.begin(), pipeline.transforms.end(),
                      [&](const PipelineTransform& other) { return other.component->id == id; });
    names.push_back(same == 1 ? id : fmt::format("{} (transforms[{}])", id, names.size()));
  }
  return names;
}

SinkNames::SinkNames(const Pipeline& pipeline) {
  for (const PipelineSink& sink : pipeline.sinks) names_.push_back(sluice::to_text(sink.name));
  abi_ = {sizeof(sluice_ext_sinks), static_cast<uint32_t>(names_.size()), names_.data()};
}

}  // namespace sluice::flow
