#include <algorithm>

#include <cloudwatch-awslogs/awslogs_source.hpp>

#include <kit/hash_id.hpp>

namespace sluice {
namespace {

bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

MessageMode message_mode(std::string_view word) {
  if (word == "text") return MessageMode::text;
  return word == "nested" ? MessageMode::nested : MessageMode::merge;
}

}  // namespace

AwslogsSource::AwslogsSource(Host host, AwslogsSizes sizes)
    : Source(host), sizes_(sizes), builder_(host), records_(host, sizes.read_bytes) {}

Status AwslogsSource::init(const Settings& settings) {
  if (settings.has("path")) path_ = settings.text("path");
  max_record_bytes_ = static_cast<size_t>(
      settings.integer("max_record_bytes", static_cast<int64_t>(default_max_record_bytes)));
  max_decoded_bytes_ = static_cast<size_t>(
      settings.integer("max_decoded_bytes", static_cast<int64_t>(default_max_decoded_bytes)));
  EventShape shape;
  shape.message = message_mode(settings.text("message"));
  if (const sluice_value* envelope = settings.find("envelope")) {
    shape.whole_envelope = bytes(*envelope) == "all";
    if (envelope->type == SLUICE_VALUE_ARRAY) {
      for (uint32_t i = 0; i < envelope->size; ++i) {
        shape.envelope.emplace_back(bytes(envelope->as.items[i]));
      }
    }
  }
  builder_.set_shape(std::move(shape));
  return {};
}

Status AwslogsSource::open(const sluice_trigger& trigger) {
  if (!record_.has_value()) {
    const AwslogsLimits limits{sizes_.window_bytes, max_decoded_bytes_, max_record_bytes_};
    record_.emplace(host(), limits);
  }
  error_.reset();
  scanning_ = delivering_ = false;
  if (trigger.kind == SLUICE_TRIGGER_PAYLOAD) {
    input_name_ = trigger.name.size > 0 ? view(trigger.name) : "payload";
    records_.open(kit::InputStream::from_memory(view(trigger.payload), input_name_));
    return {};
  }
  input_name_ = trigger.kind == SLUICE_TRIGGER_FILE ? std::string(view(trigger.name)) : path_;
  const Host& engine = host();
  Result<kit::InputStream> stream =
      kit::InputStream::open_file(input_name_, [&engine] { return engine.stop_requested(); });
  if (!stream.ok()) return std::move(stream).error();
  records_.open(std::move(stream).value());
  return {};
}

void AwslogsSource::close() {
  delivering_ = false;
  records_.close();
}

Result<ReadState> AwslogsSource::read(Batch batch) {
  batch->token = ++batches_;
  builder_.begin_batch();
  Next next = Next::record;
  while (!batch.full() && !error_.has_value()) {
    if (delivering_) {
      deliver(batch);
      continue;
    }
    next = next_record(batch);
    if (next != Next::record) break;
  }
  count_all();
  // The events that were read go out first; the error ends the next call.
  if (error_.has_value() && batch->event_count == 0) return *error_;
  return next == Next::end ? ReadState::end : ReadState::more;
}

/// The rest of the input cannot be read.
void AwslogsSource::fail(Error error) {
  error_ = std::move(error);
  error_->code = StatusCode::fatal;
  error_->message += " (at line " + std::to_string(records_.line()) + ")";
}

/// After `record` there are log events to be delivered, or something was rejected.
AwslogsSource::Next AwslogsSource::next_record(Batch batch) {
  if (!scanning_) {
    if (records_.text().size() == 0 && would_wait(batch)) return Next::wait;
    Result<RecordBuffer::State> begun = records_.begin_record();
    if (!begun.ok()) fail(std::move(begun).error());
    if (!begun.ok() || *begun == RecordBuffer::State::stopped) return Next::wait;
    if (*begun == RecordBuffer::State::end) return Next::end;
  }
  const TextWindow& text = records_.text();
  for (;;) {
    const LogRecord::Progress progress = scanning_ ? record_->scan_on(text) : record_->scan(text);
    scanning_ = progress == LogRecord::Progress::more_text;
    if (progress == LogRecord::Progress::failed) {
      reject_text(batch, "record is not JSON: " + record_->error(), record_->error_at());
      return Next::record;
    }
    const bool ended = progress == LogRecord::Progress::document;
    if ((ended ? record_->size() : text.size()) > max_record_bytes_) {
      scanning_ = false;
      reject_large_record(batch);
      return Next::record;
    }
    if (ended) break;
    if (would_wait(batch)) return Next::wait;
    Result<RecordBuffer::State> more = records_.more();
    if (!more.ok()) fail(std::move(more).error());
    if (!more.ok() || *more == RecordBuffer::State::stopped) return Next::wait;
  }
  take_record(batch);
  return Next::record;
}

/// What was read should not wait for a pipe that is silent right now.
bool AwslogsSource::would_wait(Batch batch) {
  return batch->event_count > 0 && records_.may_wait() && !records_.text().complete();
}

void AwslogsSource::take_record(Batch batch) {
  const Status taken = record_->take();
  if (taken.ok()) {
    delivering_ = true;
    uncounted_bytes_ = record_->decoded_bytes();
    return;
  }
  const std::string_view original(records_.text().begin(), record_->size());
  reject_record(batch, original, taken.error().message);
  records_.consume(original.size());
}

void AwslogsSource::deliver(Batch batch) {
  const RecordPlace place{input_name_, records_.line(), records_.offset()};
  const uint64_t counted_before = batch->input_bytes;
  Result<bool> done = record_->deliver(batch, builder_, place);
  uncounted_bytes_ -= std::min(uncounted_bytes_, batch->input_bytes - counted_before);
  if (done.ok() && !*done) return;
  delivering_ = false;
  batch->input_bytes += uncounted_bytes_;  // what stands between the log events
  if (!done.ok()) fail(std::move(done).error());
  records_.consume(record_->size());
}

/// What stands at the place of the next record is none; it went wrong `error_at` bytes behind its
/// beginning.
void AwslogsSource::reject_text(Batch batch, const std::string& reason, size_t error_at) {
  const size_t size = records_.find_next(std::max<size_t>(error_at, 1), max_record_bytes_);
  const size_t kept = std::min(size, max_record_bytes_);
  reject_record(batch, {records_.text().begin(), kept}, reason);
  batch->input_bytes += size - kept;
  records_.consume(size);
}

void AwslogsSource::reject_large_record(Batch batch) {
  const size_t size = records_.find_next(1, max_record_bytes_);
  const size_t kept = std::min({size, max_record_bytes_, kept_of_large_record_bytes});
  reject_record(batch, {records_.text().begin(), kept},
                "record is larger than \"max_record_bytes\", " + std::to_string(max_record_bytes_) +
                    " bytes: only its beginning is kept");
  batch->input_bytes += size - kept;
  records_.consume(size);
}

void AwslogsSource::reject_record(Batch batch, std::string_view original, std::string_view reason) {
  auto* origin = batch.allocate<sluice_origin>(1);
  *origin = {to_text(batch.copy(input_name_)), {nullptr, 0}, {nullptr, 0}};
  char* const id = batch.allocate<char>(kit::hash_id_bytes);
  const uint64_t place[] = {records_.offset()};
  kit::write_hash_id(original, place, id);
  sluice_event& event = batch.add_event();
  event.id = id;
  event.id_size = kit::hash_id_bytes;
  event.original = to_text(batch.copy(trimmed(original)));
  event.origin = origin;
  event.line = records_.line();
  event.offset = records_.offset();
  reject(event, batch.copy(reason));
  batch->input_bytes += original.size();
}

void AwslogsSource::count_all() {
  const auto count = [this](std::string_view name, uint64_t delta) {
    if (delta > 0) host().count(name, delta);
  };
  const LogRecord::Counts counts = record_->take_counts();
  count("control_messages", counts.control_messages);
  count("unknown_message_types", counts.unknown_message_types);
  count("invalid_utf8_replaced", counts.invalid_utf8_replaced + records_.text().take_replaced());
  count("lone_surrogates_replaced",
        counts.lone_surrogates_replaced + builder_.take_lone_surrogates());
}

}  // namespace sluice
