#include <utility>

#include <fmt/format.h>

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
  std::vector<PipelineComponent> transforms;
  for (const spec::ComponentSpec& transform : spec->transforms) {
    if (auto loaded = loader.load(Role::transform, transform)) {
      transforms.push_back(*std::move(loaded));
    }
  }
  auto sink = loader.load(Role::sink, spec->sink);
  std::optional<PipelineComponent> dead_letter;
  if (spec->dead_letter) dead_letter = loader.load(Role::sink, *spec->dead_letter);
  spec::sort_and_unique(diagnostics, first);
  if (spec::has_errors(diagnostics) || !source || !sink) return nullptr;
  return std::make_unique<Pipeline>(Pipeline{spec->name, *std::move(source), std::move(transforms),
                                             *std::move(sink), std::move(dead_letter), spec->flow});
}

spec::Diagnostic locate(const PipelineComponent& component, const Error& error) {
  const spec::Mark mark = error.at == nullptr ? component.mark : component.settings.at(error.at);
  return {mark, fmt::format("{}: {}", component.component->id, error.message),
          spec::Severity::error};
}

void check_instances(const Pipeline& pipeline, const sluice_host* host,
                     spec::Diagnostics& diagnostics) {
  const size_t first = diagnostics.size();
  (void)make_instance<loader::SourceInstance>(pipeline.source, host, diagnostics);
  for (const PipelineComponent& transform : pipeline.transforms) {
    (void)make_instance<loader::TransformInstance>(transform, host, diagnostics);
  }
  (void)make_instance<loader::SinkInstance>(pipeline.sink, host, diagnostics);
  if (pipeline.dead_letter) {
    (void)make_instance<loader::SinkInstance>(*pipeline.dead_letter, host, diagnostics);
  }
  spec::sort_and_unique(diagnostics, first);
}

}  // namespace sluice::flow
