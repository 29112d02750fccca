// Expressions as conditions on CloudTrail events: time of one evaluation, the event's fields being
// raw at first, as the reader leaves them.
#include <fstream>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <support/plugin_host.hpp>

#include <kit/cel/expression.hpp>

namespace {

using sluice::Batch;
using sluice::EventEditor;
using sluice::testing::PluginHost;

constexpr size_t events_per_batch = 256;

const std::vector<std::string>& records() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> lines;
    std::ifstream file(DATA_FOLDER "/cloudtrail.ndjson");
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    std::vector<std::string> many;
    for (size_t i = 0; i < events_per_batch; ++i) many.push_back(lines.at(i % lines.size()));
    return many;
  }();
  return all;
}

// Each event of a batch once; after that, nested objects that a condition reads are opened.
void condition(benchmark::State& state, const char* text) {
  PluginHost host;
  const auto compiled = sluice::cel::Expression::compile(text, sluice::cel::Kind::boolean);
  if (!compiled.ok()) return state.SkipWithError(compiled.error().message.c_str());
  uint64_t events = 0;
  uint64_t errors = 0;
  while (state.KeepRunning()) {
    state.PauseTiming();
    sluice::OwnedBatch batch = host.events(records());
    EventEditor editor(Batch(batch.get()), host.host().json());
    state.ResumeTiming();
    for (sluice_event& event : Batch(batch.get()).events()) {
      std::string_view why;
      editor.select(event);
      if (compiled->test(editor, why) == sluice::cel::Truth::error) ++errors;
    }
    events += events_per_batch;
    state.PauseTiming();
    batch.reset();
    state.ResumeTiming();
  }
  state.counters["per_event"] = benchmark::Counter(
      static_cast<double>(events), benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
  state.counters["errors"] = static_cast<double>(errors);
}

#define SLUICE_CONDITION(name, text) BENCHMARK_CAPTURE(condition, name, text)

SLUICE_CONDITION(constant, "true");
SLUICE_CONDITION(equal, "eventName == 'ConsoleLogin'");
SLUICE_CONDITION(in_list,
                 "eventName in ['RunInstances', 'StopInstances', 'ConsoleLogin', 'PutUser']");
SLUICE_CONDITION(starts_with, "eventName.startsWith('Describe') || eventName.startsWith('List')");
SLUICE_CONDITION(missing, "errorCode != null && errorCode != ''");
SLUICE_CONDITION(nested, "userIdentity.type == 'AssumedRole'");
SLUICE_CONDITION(deep, "userIdentity.sessionContext.attributes.mfaAuthenticated == 'true'");
SLUICE_CONDITION(has_deep, "has(userIdentity.sessionContext.sessionIssuer.arn)");
SLUICE_CONDITION(pattern, "sourceIPAddress.matches('^10[.]|^192[.]168[.]')");
SLUICE_CONDITION(time, "timestamp(eventTime).getHours() >= 22");
SLUICE_CONDITION(macro, "resources.exists(r, r.type == 'AWS::S3::Object')");
SLUICE_CONDITION(mixed,
                 "readOnly == false && userIdentity.type != 'AWSService' && "
                 "!eventSource.endsWith('.internal') && size(eventName) > 3");

}  // namespace

BENCHMARK_MAIN();
