// Where events go that can never be delivered: as JSON lines with the reason and the original
// bytes, through any sink. Thread-safe: all lanes share one.
#pragma once

#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include <data/batch_pool.hpp>
#include <flow/delivery.hpp>

namespace sluice::flow {

/// One event that will not be delivered, and why.
struct Letter {
  const sluice_event* event;
  std::string reason;    // what happened
  uint32_t status = 0;   // the store's number, 0: none
  std::string error;     // the store's own words
  bool encoded = false;  // its fields are the document that was sent
  // Who did not take it, for reasons: a sink, a transform or the source.
  std::string_view by = {};
  std::string_view sink = {};  // which of several sinks; empty: there is one, or it came to none
};

/// `rejected by the store with status 400`: one of few.
std::string short_reason(const Letter& letter);
/// The same with the store's own words behind it.
std::string full_reason(const Letter& letter);

/// Where an event stands in its input, for a message: `events.jsonl:3, log event 17`.
std::string describe_place(const sluice_event& event);

class DeadLetter {
 public:
  /// `pipeline` and `source` name where the letters come from.
  DeadLetter(std::unique_ptr<loader::SinkInstance> sink, const RetryPolicy& retry, Control& control,
             const Logger& log, data::BatchPool& batches, std::string pipeline, std::string source);

  /// Writes the letters; `outcomes` (one each) become dead_lettered, or handed_back where that
  /// failed. Requests do not count in the ledger: they are not the pipeline's own.
  void write(std::span<const Letter> letters, std::span<Outcome> outcomes);

  loader::SinkInstance& sink() { return *sink_; }

 private:
  void add_event(Batch batch, const Letter& letter) const;

  std::mutex mutex_;
  std::unique_ptr<loader::SinkInstance> sink_;
  BeginOnce begin_;
  Delivery delivery_;
  EncodedBatch encoded_;
  const Logger& log_;
  data::BatchPool& batches_;
  const std::string pipeline_;
  const std::string source_;
};

}  // namespace sluice::flow
