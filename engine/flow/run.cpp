#include <algorithm>
#include <random>
#include <thread>

#include <fmt/format.h>

#include <flow/run.hpp>

namespace sluice::flow {
namespace {

// A batch is read, transformed and encoded while it is in the cache, so it is kept smaller than a
// request may be.
constexpr uint64_t wanted_batch_bytes = 1 << 20;
constexpr uint64_t default_unit_bytes = 5 << 20;
constexpr uint32_t default_unit_documents = 1000;

RetryPolicy retry_policy(const spec::FlowSpec& flow) {
  return {flow.retry_initial_ms, flow.retry_maximum_ms, flow.retry_give_up_after_ms};
}

}  // namespace

Run::Run(const Pipeline& pipeline, const Logger& log, RunOptions options)
    : pipeline_(pipeline),
      log_(log),
      options_(std::move(options)),
      control_(options_.deadline_ms),
      batches_(16),
      services_{log_, counters_, control_, batches_} {}

// Batches that a failed run left in its queue go back to the pool before it ends.
Run::~Run() {
  queue_.reset();
}

const ComponentHost& Run::add_host(const PipelineComponent& component, StopWhen stop_when) {
  hosts_.push_back(std::make_unique<ComponentHost>(component.component->id, services_, stop_when));
  return *hosts_.back();
}

bool Run::prepare(spec::Diagnostics& diagnostics) {
  const size_t first = diagnostics.size();
  const bool made = make_instances(diagnostics);
  spec::sort_and_unique(diagnostics, first);
  if (!made || !start_instances(diagnostics)) return false;
  make_lanes();
  return true;
}

bool Run::make_instances(spec::Diagnostics& diagnostics) {
  const size_t lanes = dry() ? 1 : static_cast<size_t>(pipeline_.flow.lanes);
  const size_t before = diagnostics.size();
  source_ = make_instance<loader::SourceInstance>(
      pipeline_.source, add_host(pipeline_.source, StopWhen::stopping).abi(), diagnostics);
  transforms_.resize(lanes);
  for (const PipelineComponent& transform : pipeline_.transforms) {
    LaneTransform shared;
    for (size_t lane = 0; lane < lanes; ++lane) {
      if (shared.instance == nullptr) {
        const ComponentHost& host = add_host(transform, StopWhen::expired);
        LaneTransform own;
        own.instance = make_instance<loader::TransformInstance>(transform, host.abi(), diagnostics);
        if (own.instance == nullptr) break;
        if (loader::is_stateful(*transform.component)) {
          own.lock = std::make_shared<std::mutex>();
          shared = own;
        }
        transforms_[lane].push_back(std::move(own));
      } else {
        transforms_[lane].push_back(shared);
      }
    }
  }
  for (size_t lane = 0; lane < lanes; ++lane) {
    auto sink = make_instance<loader::SinkInstance>(
        pipeline_.sink, add_host(pipeline_.sink, StopWhen::expired).abi(), diagnostics);
    if (sink == nullptr) break;
    sinks_.push_back(std::move(sink));
  }
  if (pipeline_.dead_letter) {
    dead_letter_sink_ = make_instance<loader::SinkInstance>(
        *pipeline_.dead_letter, add_host(*pipeline_.dead_letter, StopWhen::expired).abi(),
        diagnostics);
  }
  return diagnostics.size() == before;
}

bool Run::start_instances(spec::Diagnostics& diagnostics) {
  const size_t before = diagnostics.size();
  const auto start = [&](const PipelineComponent& component, loader::Instance& instance) {
    if (Status status = instance.start(); !status) {
      diagnostics.push_back(locate(component, status.error()));
    }
  };
  start(pipeline_.source, *source_);
  for (auto& lane : transforms_) {
    for (size_t i = 0; i < lane.size(); ++i) {
      const bool shared = lane[i].lock != nullptr && &lane != &transforms_.front();
      if (!shared) start(pipeline_.transforms[i], *lane[i].instance);
    }
  }
  if (dry()) return diagnostics.size() == before;  // what is never delivered needs no sink at work
  for (auto& sink : sinks_) start(pipeline_.sink, *sink);
  if (dead_letter_sink_ != nullptr) start(*pipeline_.dead_letter, *dead_letter_sink_);
  return diagnostics.size() == before;
}

void Run::make_lanes() {
  limits_ = sinks_.front()->limits();
  const UnitLimits unit{limits_.max_documents == 0 ? default_unit_documents : limits_.max_documents,
                        limits_.max_bytes == 0 ? default_unit_bytes : limits_.max_bytes,
                        static_cast<uint64_t>(pipeline_.flow.queue_bytes),
                        pipeline_.flow.linger_ms};
  queue_ = std::make_unique<UnitQueue>(unit);
  const RetryPolicy retry = retry_policy(pipeline_.flow);
  if (dead_letter_sink_ != nullptr && !dry()) {
    dead_letter_ =
        std::make_unique<DeadLetter>(std::move(dead_letter_sink_), retry, control_, log_, batches_,
                                     pipeline_.name, pipeline_.source.component->id);
  }
  lane_context_ = std::make_unique<LaneContext>(
      LaneContext{*queue_, settlements_, control_, log_, dead_letter_.get(),
                  dry() ? &options_.printer : nullptr, pipeline_.dead_letter.has_value()});
  std::random_device seed;
  for (size_t i = 0; i < sinks_.size(); ++i) {
    const DeliveryContext delivery{*sinks_[i], begin_, limits_, retry, control_, log_};
    lanes_.push_back(
        std::make_unique<Lane>(*lane_context_, transforms_[i], *sinks_[i], delivery, seed()));
  }
}

RunReport Run::execute(const std::vector<sluice_trigger>& triggers) {
  RunReport report;
  const int64_t begin_ms = monotonic_ms();
  std::vector<std::thread> threads;
  for (const auto& lane : lanes_) threads.emplace_back([&lane] { lane->run(); });
  for (const sluice_trigger& trigger : triggers) {
    if (control_.stopping()) {
      report.complete = false;
      break;
    }
    read_trigger(trigger, report);
  }
  queue_->finish();
  for (std::thread& thread : threads) thread.join();
  settle_source();
  for (const auto& lane : lanes_) report.ledger.add(lane->ledger());
  stop_instances(report);
  report.failure = control_.failure();
  report.counters = counters_.snapshot();
  report.seconds = static_cast<double>(monotonic_ms() - begin_ms) / 1000;
  return report;
}

void Run::read_trigger(const sluice_trigger& trigger, RunReport& report) {
  if (Status status = source_->open(trigger); !status) {
    log_.log(LogLevel::error, pipeline_.source.component->id, status.error().message);
    report.complete = false;
    return;
  }
  for (bool more = true; more;) {
    if (control_.stopping()) {
      report.complete = false;
      break;
    }
    OwnedBatch batch = batches_.take();
    if (batch == nullptr) {
      control_.fail("memory exhausted");
      continue;
    }
    const uint32_t documents =
        limits_.max_documents == 0 ? default_unit_documents : limits_.max_documents;
    batch->wanted_events = documents;
    batch->wanted_bytes = std::min(wanted_batch_bytes,
                                   limits_.max_bytes == 0 ? wanted_batch_bytes : limits_.max_bytes);
    Result<bool> read = source_->read(batch.get());
    more = read.ok() && *read;
    if (!read.ok()) {
      log_.log(LogLevel::error, pipeline_.source.component->id, read.error().message);
      report.complete = false;
    }
    if (!queue_batch(std::move(batch), report)) report.complete = false;
    settle_source();
  }
  // A stop may look like the end to a source that was waiting for input.
  if (control_.stopping()) report.complete = false;
  source_->close();
}

bool Run::queue_batch(OwnedBatch batch, RunReport& report) {
  report.ledger.bytes_in += batch->input_bytes;
  if (batch->event_count == 0) return true;
  report.ledger.read += batch->event_count;
  if (queue_->push(batch, control_)) return true;
  Ledger handed_back;
  handed_back.count(Outcome::handed_back, batch->event_count);
  report.ledger.add(handed_back);
  settlements_.add(batch->token, handed_back);
  return false;
}

void Run::settle_source() {
  for (const Settled& settled : settlements_.take()) {
    source_->settle(settled.token, settled.settlement);
  }
}

void Run::stop_instances(RunReport& report) {
  const auto stop = [&](loader::Instance& instance) {
    if (Status status = instance.stop(); !status) {
      log_.log(LogLevel::error, instance.component().id, status.error().message);
      report.complete = false;
    }
  };
  stop(*source_);
  for (auto& lane : transforms_) {
    for (LaneTransform& transform : lane) stop(*transform.instance);
  }
  for (auto& sink : sinks_) stop(*sink);
  if (dead_letter_ != nullptr) stop(dead_letter_->sink());
}

}  // namespace sluice::flow
