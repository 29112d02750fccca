// What the tests of expressions share: evaluating one for an event that is given as JSON.
#pragma once

#include <string>

#include <support/plugin_host.hpp>

#include <kit/cel/expression.hpp>

namespace sluice::cel::testing {

class Bench {
 public:
  /// The result as JSON, or "error: ..." of compiling or evaluating.
  std::string value(std::string_view expression, const std::string& event = "{}") {
    const Result<Expression> compiled = Expression::compile(expression);
    if (!compiled.ok()) return "error: " + compiled.error().message;
    const OwnedBatch batch = host_.events({event});
    prepare(batch->events[0]);
    EventEditor editor(Batch(batch.get()), host_.host().json());
    editor.select(batch->events[0]);
    sluice_value out{};
    std::string_view why;
    if (!compiled->evaluate(editor, out, why)) return "error: " + std::string(why);
    return sluice::testing::PluginHost::json(out);
  }

  /// "yes", "no", or "error: ..." of compiling or evaluating a condition.
  std::string condition(std::string_view expression, const std::string& event = "{}") {
    const Result<Expression> compiled = Expression::compile(expression, Kind::boolean);
    if (!compiled.ok()) return "error: " + compiled.error().message;
    const OwnedBatch batch = host_.events({event});
    prepare(batch->events[0]);
    EventEditor editor(Batch(batch.get()), host_.host().json());
    editor.select(batch->events[0]);
    std::string_view why;
    const Truth truth = compiled->test(editor, why);
    if (truth == Truth::error) return "error: " + std::string(why);
    return truth == Truth::yes ? "yes" : "no";
  }

  /// The message of compiling; empty when it works.
  static std::string refusal(std::string_view expression, Kind wanted = Kind::dynamic) {
    const Result<Expression> compiled = Expression::compile(expression, wanted);
    return compiled.ok() ? "" : compiled.error().message;
  }

  sluice::testing::PluginHost& host() { return host_; }

  // The event's own properties.
  std::string id = "id-1";
  int64_t timestamp_ms = 1700000000123;
  std::string source = "trail.json.gz";

 private:
  void prepare(sluice_event& event) {
    event.id = id.data();
    event.id_size = static_cast<uint32_t>(id.size());
    event.timestamp_ms = timestamp_ms;
    origin_.input = to_text(source);
    event.origin = &origin_;
  }

  sluice::testing::PluginHost host_;
  sluice_origin origin_{};
};

}  // namespace sluice::cel::testing
