// An expression is refused with a place, or evaluated to the same result each time, within its
// budget; a result is valid UTF-8 and JSON, and a condition's is a boolean as the checker said.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <support/plugin_host.hpp>

#include <kit/cel/expression.hpp>

namespace {

using sluice::Batch;
using sluice::EventEditor;
using sluice::cel::Expression;
using sluice::cel::Kind;
using sluice::cel::Truth;
using sluice::testing::PluginHost;

const std::string event_json =
    R"({"a":{"b":{"c":"deep"},"list":[1,2.5,"x",null,{"k":"v"}]},"s":"text","e":"q\"\u00e9\n",)"
    R"("n":5,"u":18446744073709551615,"f":1.5e3,"huge":1e999,"t":"2024-01-31T12:00:00Z",)"
    R"("ok":true,"none":null,"empty":[],"x":"\ud83d\ude00 z","@timestamp":"2024-01-01T00:00:00Z"})";

std::string evaluated(PluginHost& host, const Expression& expression) {
  const sluice::OwnedBatch batch = host.events({event_json});
  EventEditor editor(Batch(batch.get()), host.host().json());
  editor.select(batch->events[0]);
  sluice_value out{};
  std::string_view why;
  if (!expression.evaluate(editor, out, why)) {
    if (why.empty() || !host.host().json().valid_utf8(why)) std::abort();
    return "error: " + std::string(why);
  }
  std::string json = PluginHost::json(out);
  if (!host.host().json().valid_utf8(json)) std::abort();
  host.events({"{\"v\":" + json + "}"});  // throws when it is no JSON
  return json;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static PluginHost host;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto compiled = Expression::compile(text);
  if (!compiled.ok()) {
    const std::string& message = compiled.error().message;
    if (message.find("column ") == std::string::npos) std::abort();
    if (!host.host().json().valid_utf8(message)) std::abort();
    return 0;
  }
  const std::string first = evaluated(host, *compiled);
  if (evaluated(host, *compiled) != first) std::abort();

  const sluice::OwnedBatch batch = host.events({event_json});
  EventEditor editor(Batch(batch.get()), host.host().json());
  editor.select(batch->events[0]);
  std::string_view why;
  const Truth truth = compiled->test(editor, why);
  if ((truth == Truth::error) == why.empty()) std::abort();
  if (compiled->kind() == Kind::boolean) {
    if (first == "true" && truth != Truth::yes) std::abort();
    if (why.find("gives") != std::string_view::npos) std::abort();
  }
  return 0;
}
