// A run: one pipeline over the triggers it is given, from opening the source to the last outcome.
// Used by one thread, which becomes the source's; control() may be used from any thread.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <flow/component_host.hpp>
#include <flow/lane.hpp>
#include <flow/pipeline.hpp>
#include <flow/progress.hpp>

namespace sluice::flow {

/// What the run may be told; all optional.
struct RunOptions {
  std::optional<int64_t> deadline_ms;  // of the monotonic clock
  RequestPrinter printer;              // set: a dry run, which sends nothing
  Observer* observer = nullptr;        // set: is told of every event; one lane does all the work
  // Of a retry, for pipeline tests; the log still tells how long it would have been.
  std::optional<int64_t> longest_wait_ms = {};
};

/// How a run ended. Exit status, Lambda result and HTTP status derive from it.
struct RunReport {
  Ledger ledger;
  double seconds = 0;
  bool complete = true;  // every trigger was read to its end
  std::string failure;   // why delivery ended before the input did; empty: it did not
  bool has_dead_letter = true;  // of the pipeline
  std::map<std::string, uint64_t> counters;
  Reasons reasons;  // of what was not delivered
};

class Run {
 public:
  Run(const Pipeline& pipeline, const Logger& log, RunOptions options);
  ~Run();

  /// Makes and starts all instances; in a dry run the sinks are not started. False with diagnostics
  /// added when one does not take its settings or cannot start. Call once, before execute().
  bool prepare(spec::Diagnostics& diagnostics);

  /// Reads the triggers one after the other and delivers their events. Call once.
  RunReport execute(const std::vector<sluice_trigger>& triggers);

  Control& control() { return control_; }

  /// How far execute() is. Any thread, at any time.
  Progress progress() const;

 private:
  const ComponentHost& add_host(std::string name, StopWhen stop_when,
                                std::shared_ptr<OnceKeys> once = nullptr);
  std::string name_of_sink(size_t index) const;
  bool make_instances(spec::Diagnostics& diagnostics);
  bool start_instances(spec::Diagnostics& diagnostics);
  void make_transforms(size_t lanes, spec::Diagnostics& diagnostics);
  void make_sinks(size_t lanes, spec::Diagnostics& diagnostics);
  void make_lanes();
  std::vector<std::unique_ptr<LaneSink>> make_lane_sinks(size_t lane, const RetryPolicy& retry);
  void collect(RunReport& report);
  void read_trigger(const sluice_trigger& trigger, RunReport& report);
  bool queue_batch(OwnedBatch batch, RunReport& report);
  void settle_source();
  void stop_instances(RunReport& report);
  bool dry() const { return options_.printer != nullptr; }

  const Pipeline& pipeline_;
  const Logger& log_;
  const RunOptions options_;
  Control control_;
  Counters counters_;
  data::BatchPool batches_;
  const SinkNames sink_names_;
  HostServices services_;
  std::vector<std::unique_ptr<ComponentHost>> hosts_;  // outlive the instances below

  std::unique_ptr<loader::SourceInstance> source_;
  std::vector<std::vector<LaneTransform>> transforms_;                     // of each lane
  std::vector<std::vector<std::unique_ptr<loader::SinkInstance>>> sinks_;  // of each lane
  std::unique_ptr<loader::SinkInstance> dead_letter_sink_;
  std::unique_ptr<DeadLetter> dead_letter_;
  std::deque<BeginOnce> begins_;            // of each sink
  std::vector<sluice_sink_limits> limits_;  // of each sink
  sluice_sink_limits smallest_{};           // of all of them
  ReadingMeter meter_;
  Settlements settlements_;
  std::unique_ptr<UnitQueue> queue_;
  std::unique_ptr<LaneContext> lane_context_;
  std::vector<std::unique_ptr<Lane>> lanes_;
};

}  // namespace sluice::flow
