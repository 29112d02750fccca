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

// Of two limits that are absent when 0.
template <class Number>
Number smaller_limit(Number left, Number right) {
  return left == 0 || (right != 0 && right < left) ? right : left;
}

RetryPolicy retry_policy(const spec::FlowSpec& flow) {
  return {flow.retry_initial_ms, flow.retry_maximum_ms, flow.retry_give_up_after_ms};
}

}  // namespace

Run::Run(const Pipeline& pipeline, const Logger& log, RunOptions options)
    : pipeline_(pipeline),
      log_(log),
      options_(std::move(options)),
      control_(options_.deadline_ms, options_.longest_wait_ms),
      batches_(16),
      sink_names_(pipeline_),
      services_{log_, counters_, control_, batches_, sink_names_.abi(), options_.observer} {}

// Batches that a failed run left in its queue go back to the pool before it ends.
Run::~Run() {
  queue_.reset();
}

// `name` is what log lines and counters of the component carry.
const ComponentHost& Run::add_host(std::string name, StopWhen stop_when,
                                   std::shared_ptr<OnceKeys> once) {
  hosts_.push_back(
      std::make_unique<ComponentHost>(std::move(name), services_, stop_when, std::move(once)));
  return *hosts_.back();
}

// Its component, or, so that several can be told apart, `sink.hot`.
std::string Run::name_of_sink(size_t index) const {
  const PipelineSink& sink = pipeline_.sinks[index];
  return pipeline_.sinks.size() == 1 ? sink.component.component->id : "sink." + sink.name;
}

bool Run::prepare(spec::Diagnostics& diagnostics) {
  const size_t first = diagnostics.size();
  const bool ready = make_instances(diagnostics) && start_instances(diagnostics);
  spec::sort_and_unique(diagnostics, first);  // each lane says the same
  if (!ready) return false;
  make_lanes();
  return true;
}

bool Run::make_instances(spec::Diagnostics& diagnostics) {
  const bool is_single = dry() || options_.observer != nullptr;
  const size_t lanes = is_single ? 1 : static_cast<size_t>(pipeline_.flow.lanes);
  const size_t before = diagnostics.size();
  source_ = make_instance<loader::SourceInstance>(
      pipeline_.source, add_host(pipeline_.source.component->id, StopWhen::stopping).abi(),
      diagnostics);
  make_transforms(lanes, diagnostics);
  make_sinks(lanes, diagnostics);
  if (pipeline_.dead_letter) {
    dead_letter_sink_ = make_instance<loader::SinkInstance>(
        *pipeline_.dead_letter,
        add_host(pipeline_.dead_letter->component->id, StopWhen::expired).abi(), diagnostics);
  }
  return diagnostics.size() == before;
}

void Run::make_transforms(size_t lanes, spec::Diagnostics& diagnostics) {
  transforms_.resize(lanes);
  for (const PipelineTransform& transform : pipeline_.transforms) {
    std::shared_ptr<Condition> condition;
    if (transform.condition) {
      condition = std::make_shared<Condition>(*transform.condition, transform.component->id,
                                              counters_, log_);
    }
    LaneTransform shared;
    const auto once = std::make_shared<OnceKeys>();
    for (size_t lane = 0; lane < lanes; ++lane) {
      if (shared.instance == nullptr) {
        const ComponentHost& host = add_host(transform.component->id, StopWhen::expired, once);
        LaneTransform own;
        own.condition = condition;
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
}

void Run::make_sinks(size_t lanes, spec::Diagnostics& diagnostics) {
  sinks_.resize(lanes);
  begins_.resize(pipeline_.sinks.size());
  for (size_t i = 0; i < pipeline_.sinks.size(); ++i) {
    const auto once = std::make_shared<OnceKeys>();
    for (auto& lane : sinks_) {
      auto instance = make_instance<loader::SinkInstance>(
          pipeline_.sinks[i].component, add_host(name_of_sink(i), StopWhen::expired, once).abi(),
          diagnostics);
      if (instance == nullptr) break;
      lane.push_back(std::move(instance));
    }
  }
}

bool Run::start_instances(spec::Diagnostics& diagnostics) {
  const size_t before = diagnostics.size();
  // Each lane has instances of its own, which fail alike.
  const auto start = [&](const PipelineComponent& component, loader::Instance& instance) {
    Status status = instance.start();
    if (status) return;
    spec::Diagnostic failure = locate(component, status.error());
    if (std::find(diagnostics.begin(), diagnostics.end(), failure) == diagnostics.end()) {
      diagnostics.push_back(std::move(failure));
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
  for (auto& lane : sinks_) {
    for (size_t i = 0; i < lane.size(); ++i) start(pipeline_.sinks[i].component, *lane[i]);
  }
  if (dead_letter_sink_ != nullptr) start(*pipeline_.dead_letter, *dead_letter_sink_);
  return diagnostics.size() == before;
}

void Run::make_lanes() {
  for (const auto& sink : sinks_.front()) {
    limits_.push_back(sink->limits());
    smallest_.max_documents = smaller_limit(smallest_.max_documents, limits_.back().max_documents);
    smallest_.max_bytes = smaller_limit(smallest_.max_bytes, limits_.back().max_bytes);
  }
  const UnitLimits unit{
      smallest_.max_documents == 0 ? default_unit_documents : smallest_.max_documents,
      smallest_.max_bytes == 0 ? default_unit_bytes : smallest_.max_bytes,
      static_cast<uint64_t>(pipeline_.flow.queue_bytes), pipeline_.flow.linger_ms};
  queue_ = std::make_unique<UnitQueue>(unit);
  const RetryPolicy retry = retry_policy(pipeline_.flow);
  if (dead_letter_sink_ != nullptr && !dry()) {
    dead_letter_ =
        std::make_unique<DeadLetter>(std::move(dead_letter_sink_), retry, control_, log_, batches_,
                                     pipeline_.name, pipeline_.source.component->id);
  }
  lane_context_ = std::make_unique<LaneContext>(
      LaneContext{*queue_, settlements_, control_, log_, dead_letter_.get(),
                  dry() ? &options_.printer : nullptr, pipeline_.dead_letter.has_value(),
                  options_.observer, pipeline_.source.component->id, transform_names(pipeline_)});
  for (size_t lane = 0; lane < sinks_.size(); ++lane) {
    lanes_.push_back(
        std::make_unique<Lane>(*lane_context_, transforms_[lane], make_lane_sinks(lane, retry)));
  }
}

std::vector<std::unique_ptr<LaneSink>> Run::make_lane_sinks(size_t lane, const RetryPolicy& retry) {
  std::random_device seed;
  std::vector<std::unique_ptr<LaneSink>> sinks;
  for (size_t i = 0; i < pipeline_.sinks.size(); ++i) {
    const DeliveryContext delivery{
        *sinks_[lane][i], begins_[i], limits_[i],      retry,
        control_,         log_,       name_of_sink(i), pipeline_.sinks.size() > 1};
    sinks.push_back(std::make_unique<LaneSink>(pipeline_.sinks[i].name, delivery, seed()));
  }
  return sinks;
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
    meter_.finish_trigger();
  }
  queue_->finish();
  for (std::thread& thread : threads) thread.join();
  settle_source();
  collect(report);
  stop_instances(report);
  report.failure = control_.failure();
  report.has_dead_letter = pipeline_.dead_letter.has_value();
  report.counters = counters_.snapshot();
  report.seconds = static_cast<double>(monotonic_ms() - begin_ms) / 1000;
  return report;
}

// Adds up what the lanes did.
void Run::collect(RunReport& report) {
  for (const auto& lane : lanes_) {
    report.ledger.add(lane->ledger());
    report.reasons.add(lane->reasons());
  }
  if (pipeline_.sinks.size() == 1) return;
  for (size_t i = 0; i < pipeline_.sinks.size(); ++i) {
    Ledger sum;
    for (const auto& lane : lanes_) sum.add(lane->sink_ledger(i));
    const std::string name = name_of_sink(i);
    const std::string tense = dry() ? "would_be_" : "";
    counters_.add(name, tense + "delivered", sum.delivered);
    for (const auto& [outcome, events] :
         {std::pair<const char*, uint64_t>("duplicate", sum.duplicate),
          {"dead_lettered", sum.dead_lettered},
          {"handed_back", sum.handed_back}}) {
      if (events > 0) counters_.add(name, tense + outcome, events);
    }
    if (sum.retries > 0) counters_.add(name, "retries", sum.retries);
  }
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
        smallest_.max_documents == 0 ? default_unit_documents : smallest_.max_documents;
    batch->wanted_events = documents;
    batch->wanted_bytes = smaller_limit(wanted_batch_bytes, smallest_.max_bytes);
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
  meter_.add(*batch);
  if (batch->event_count == 0) return true;
  report.ledger.read += batch->event_count;
  if (queue_->push(batch, control_)) return true;
  Ledger handed_back;
  handed_back.count(Outcome::handed_back, batch->event_count);
  report.ledger.add(handed_back);
  report.reasons.add(Outcome::handed_back, {}, not_taken, batch->event_count);
  settlements_.add(batch->token, handed_back);
  return false;
}

Progress Run::progress() const {
  Progress progress = meter_.snapshot();
  progress.settled = settlements_.totals();
  return progress;
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
  for (auto& lane : sinks_) {
    for (auto& sink : lane) stop(*sink);
  }
  if (dead_letter_ != nullptr) stop(dead_letter_->sink());
}

}  // namespace sluice::flow
