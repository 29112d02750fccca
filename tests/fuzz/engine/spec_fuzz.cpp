// Loads arbitrary bytes as a pipeline and checks every component's options against a table that
// holds every type of option. The first line, up to its end, is also tried as an override.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

#include <sluice/option.hpp>
#include <spec/pipeline.hpp>
#include <spec/settings.hpp>

namespace {

using namespace sluice;

const char* const words[] = {"create", "index", nullptr};
constexpr Option text[] = {string_option(nullptr, "")};
constexpr Option batch[] = {integer_option("documents", "").by_default("500").between(1, 1000),
                            bytes_option("bytes", "").by_default("5MiB")};
extern const Option step[1];
const Option steps[] = {map_option("rename", "").of(text),
                        list_option("remove", "").of(text),
                        object_option("batch", "").of(batch),
                        any_option("set", "").templated(),
                        string_option("if", "").beside(),
                        boolean_option("ignore_missing", "").by_default("true").beside(),
                        [] {  // a step holds steps
                          Option option = list_option("on_failure", "").beside();
                          option.children = {step, 1, sizeof(Option)};
                          return option;
                        }()};
const Option step[1] = {[] {
  Option option = variant_option(nullptr, "");
  option.children = {steps, std::size(steps), sizeof(Option)};
  return option;
}()};
const Option alternatives[] = {integer_option(nullptr, ""), boolean_option(nullptr, ""),
                               list_option(nullptr, "").of(step),
                               object_option(nullptr, "").of(batch)};
const Option table[] = {
    any_option("any", ""),
    boolean_option("flag", ""),
    Option(SLUICE_OPTION_NUMBER, "number", "").between(0, 10),
    string_option("mode", "").one_of(words),
    map_option("labels", "").of(text).templated(),
    string_option("path", "").file(),
    string_option("password", "").secret(),
    duration_option("timeout", "").by_default("30s"),
    object_option("batch", "").of(batch),
    any_of_option("either", "").of(alternatives),
    list_option("steps", "").of(step).whole(),
};

void check(const spec::ComponentSpec& component) {
  spec::Diagnostics diagnostics;
  const spec::SettingsContext context{component.id, component.mark};
  const auto tree =
      spec::check_settings(component.options, option_list(table), context, diagnostics);
  if (tree && tree->root()->type != SLUICE_VALUE_OBJECT) std::abort();
  if (!tree && diagnostics.empty() && component.id.empty()) std::abort();
  for (const auto& diagnostic : diagnostics) (void)spec::format(diagnostic);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  spec::LoadOptions options;
  options.environment = [](std::string_view name) -> std::optional<std::string> {
    if (name.size() % 2 == 0) return std::nullopt;
    return std::string(name);
  };
  for (const bool with_override : {false, true}) {
    if (with_override) options.overrides.emplace_back(input.substr(0, input.find('\n')));
    spec::Diagnostics diagnostics;
    const auto pipeline = spec::load_pipeline_text(input, "fuzz.yaml", options, diagnostics);
    if (!pipeline && diagnostics.empty()) std::abort();
    if (!pipeline) continue;
    check(pipeline->source);
    for (const auto& sink : pipeline->sinks) check(sink.component);
    for (const auto& transform : pipeline->transforms) check(transform);
    if (pipeline->dead_letter) check(*pipeline->dead_letter);
  }
  return 0;
}
