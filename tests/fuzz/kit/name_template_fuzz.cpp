// Names: any text is parsed or refused with a message, and what is parsed gives a name or a reason
// for an event, never both, and leaves the event as it was. The first line is the template, the
// rest the value of its field `a`.
#include <cstdlib>
#include <string>

#include <support/plugin_host.hpp>

#include <kit/event/name_template.hpp>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static sluice::testing::PluginHost host;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const size_t line = std::min(bytes.find('\n'), bytes.size());
  const auto name = sluice::NameTemplate::parse(bytes.substr(0, line));
  if (!name) {
    if (name.error().message.empty()) std::abort();
    return 0;
  }
  auto batch = host.events({R"({"b":{"c":[1,"x"]},"@timestamp":"2026-01-31T00:00:00Z"})"});
  const sluice::Batch view(batch.get());
  sluice_event& event = batch->events[0];
  const std::string_view value = bytes.substr(std::min(line + 1, bytes.size()));
  if (host.host().json().valid_utf8(value)) view.append(event, "a", sluice::text_value(value));
  const std::string before = host.json(event);
  std::string out;
  std::string why;
  const bool good = name->render(event, view, host.host().json(), out, why);
  if (good ? !why.empty() : !out.empty() || why.empty()) std::abort();
  if (host.json(event) != before) std::abort();
  return 0;
}
