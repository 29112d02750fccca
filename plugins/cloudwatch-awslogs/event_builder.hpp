// Makes an event of a log event and the envelope of its document. Everything that an event holds is
// copied to the arena of its batch: one window then serves document after document and stays in the
// cache, and a batch in a queue holds no memory of its neighbours. Used by one thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <cloudwatch-awslogs/document_scanner.hpp>
#include <cloudwatch-awslogs/event_merge.hpp>

#include <sluice/host.hpp>

namespace sluice {

/// What becomes of a message that holds a JSON object.
enum class MessageMode {
  merge,  // its fields are fields of the event
  text,   // it is the text of the field "message"
  nested  // it is the value of the field "message"
};

struct EventShape {
  MessageMode message = MessageMode::merge;
  bool whole_envelope = true;
  std::vector<std::string> envelope;  // which of its fields, when not the whole
};

/// Where a record stands in its input.
struct RecordPlace {
  std::string_view input;
  uint64_t line = 0;
  uint64_t offset = 0;
};

class EventBuilder {
 public:
  explicit EventBuilder(Host host) : host_(host) {}

  void set_shape(EventShape shape) { shape_ = std::move(shape); }

  /// Before the first event of a batch.
  void begin_batch() { batch_envelope_ = nullptr, batch_origin_ = nullptr; }

  /// The document of the next events. The fields, raw values, and the place live until the next
  /// document.
  void begin_document(std::span<const sluice_field> envelope, const RecordPlace& place);

  /// Adds an event. `index`: its place in the document.
  void add(Batch batch, const LogEventText& log_event, uint32_t index);

  /// Escapes of half a surrogate pair that were replaced in messages since the last call.
  uint64_t take_lone_surrogates() { return std::exchange(lone_surrogates_, 0); }

 private:
  struct Parts;  // of one log event

  void share(Batch batch);
  void take_apart(Batch batch, const LogEventText& log_event, Parts& parts);
  void read_message(Batch batch, Parts& parts);
  bool read_object(Batch batch, const sluice_value& text, uint32_t flags,
                   sluice_json_result& result);
  void join(Batch batch, Parts& parts, sluice_event& event);
  bool keys_meet(const Parts& parts) const;
  void set_id(Batch batch, const Parts& parts, sluice_event& event);

  Host host_;
  EventShape shape_;

  // the document
  RecordPlace place_;
  std::vector<sluice_field> envelope_;  // the fields that events get
  KeyFilter taken_;                     // their keys, and those that every event has
  bool always_merge_ = false;           // the envelope's own keys meet those of every event
  std::string prefix_;
  uint64_t stream_hash_ = 0;  // of log group and stream

  // the batch
  sluice_field* batch_envelope_ = nullptr;
  const sluice_origin* batch_origin_ = nullptr;

  std::vector<sluice_field> others_;  // of one log event: what is not id, timestamp or message
  FieldMerge merge_;
  ErrorBuffer json_error_;
  uint64_t lone_surrogates_ = 0;
};

}  // namespace sluice
