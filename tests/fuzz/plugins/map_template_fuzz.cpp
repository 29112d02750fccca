// Any text as a template: what is accepted gives the same text twice, which is valid UTF-8 where
// the template was; one without places gives its constant, and misses nothing.
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include <map/template.hpp>
#include <support/plugin_host.hpp>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace sluice;
  static testing::PluginHost host;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const Result<TextTemplate> compiled = TextTemplate::parse(input);
  if (!compiled) return compiled.error().message.empty() ? std::abort(), 0 : 0;
  OwnedBatch batch = host.events({R"({"a":"\u00e9","b":{"c":[1.50,null]},"n":-1,"t":true})"});
  EventEditor editor(Batch(batch.get()), host.host().json());
  editor.select(batch->events[0]);
  uint64_t missing = 0;
  const std::string once(compiled->render(editor, missing));
  if (once != compiled->render(editor, missing)) std::abort();
  if (compiled->is_constant() && (once != compiled->constant() || missing != 0)) std::abort();
  if (host.host().json().valid_utf8(input) && !host.host().json().valid_utf8(once)) std::abort();
  return 0;
}
