#include <algorithm>

#include <cloudwatch-awslogs/log_documents.hpp>

namespace sluice {
namespace {

// What is kept of one text besides the text itself; with more, its events are scanned twice.
constexpr size_t max_kept_event_bytes = size_t{8} << 20;
// Envelopes are kept always: of so many bytes at most, for any number of documents. A document of
// CloudWatch Logs has some 300.
constexpr size_t max_envelope_bytes = size_t{16} << 20;
constexpr uint32_t max_members = 4096;
constexpr size_t scratch_bytes = size_t{1} << 20;

}  // namespace

void LogDocuments::clear(Text text) {
  text_ = text;
  in_document_ = false;
  keep_events_ = text == Text::stays;
  kept_bytes_ = 0;
  documents_.clear();
  fields_.clear();
  events_.clear();
  scanner_error_.clear();
  memory_ = host_.create_batch();  // released batches are reused: this allocates nothing
  scanner_.begin();
}

void LogDocuments::move_text(const char* old_begin, char* new_begin, char* end, bool last) {
  const auto from = reinterpret_cast<uintptr_t>(old_begin);
  const auto size = static_cast<size_t>(scanner_.position() - old_begin);
  const auto moved = [&](const char* p) -> char* {
    const size_t at = reinterpret_cast<uintptr_t>(p) - from;  // huge when it is elsewhere
    return at <= size ? new_begin + at : const_cast<char*>(p);
  };
  const auto move = [&](sluice_field& field) {
    field.key = moved(field.key);
    field.value.as.data = moved(field.value.as.data);
  };
  if (new_begin != old_begin) {
    for (sluice_field& field : fields_) move(field);
    for (LogEventText& event : events_) {
      event.text = moved(event.text);
      for (uint32_t i = 0; i < event.field_count; ++i) move(event.fields[i]);
    }
  }
  scanner_.set_text(new_begin + size, static_cast<size_t>(end - new_begin) - size, last);
}

Batch LogDocuments::scratch() {
  if (scratch_ == nullptr || scratch_used_ > scratch_bytes) {
    scratch_.reset();
    scratch_ = host_.create_batch();
    scratch_used_ = 0;
  }
  return Batch(scratch_.get());
}

bool LogDocuments::begin_document() {
  if (in_document_) return true;
  in_document_ = true;
  lists_ = 0;
  scanner_.begin();
  kept_bytes_ += sizeof(LogDocument);
  if (kept_bytes_ > max_envelope_bytes + max_kept_event_bytes) return false;
  LogDocument document;
  document.first_field = static_cast<uint32_t>(fields_.size());
  document.first_event = static_cast<uint32_t>(events_.size());
  documents_.push_back(document);
  return true;
}

LogDocuments::Progress LogDocuments::scan() {
  using Step = DocumentScanner::Step;
  bool within_limits = begin_document();
  while (within_limits) {
    const char* const before = scanner_.position();
    const Step step = scanner_.next(keep_events_ ? Batch(memory_.get()) : scratch());
    if (!keep_events_) used_scratch(static_cast<size_t>(scanner_.position() - before) + 256);
    switch (step) {
      case Step::more_text:
        return Progress::more_text;
      case Step::failed:
        return Progress::failed;
      case Step::field:
        within_limits = add_field(scanner_.field());
        break;
      case Step::log_event:
        add_event(scanner_.log_event());
        break;
      case Step::end:
        in_document_ = false;
        documents_.back().lists = scanner_.lists();
        if (lists_ != scanner_.lists()) documents_.back().event_count = 0;  // the last is empty
        return Progress::document;
    }
  }
  scanner_error_ = "expected at most " + std::to_string(max_members) +
                   " members besides \"logEvents\", and less than " +
                   std::to_string(max_envelope_bytes >> 20) + " MiB of them";
  return Progress::failed;
}

/// False when there is too much of them. Of equal names the last value wins and the place of the
/// first is kept.
bool LogDocuments::add_field(const sluice_field& field) {
  LogDocument& document = documents_.back();
  sluice_field kept = field;
  kept_bytes_ += sizeof(sluice_field);
  if (!keep_events_) {
    const Batch memory(memory_.get());
    kept.key = memory.copy(key(field)).data();
    kept.value.as.data = memory.copy(bytes(field.value)).data();
    kept_bytes_ += field.key_size + field.value.size;
  }
  if (kept_bytes_ > max_envelope_bytes + max_kept_event_bytes) return false;
  sluice_field* const first = fields_.data() + document.first_field;
  if (sluice_field* same = find_field(first, document.field_count, key(field))) {
    same->value = kept.value;
    return true;
  }
  fields_.push_back(kept);
  return ++document.field_count <= max_members;
}

void LogDocuments::add_event(const LogEventText& event) {
  LogDocument& document = documents_.back();
  if (lists_ != scanner_.lists()) {  // a later list takes the place of an earlier one
    lists_ = scanner_.lists();
    events_.resize(keep_events_ ? document.first_event : 0);
    document.event_count = 0;
  }
  ++document.event_count;
  if (!keep_events_) return;
  events_.push_back(event);
  kept_bytes_ += sizeof(LogEventText) + (event.field_count + 4) * sizeof(sluice_field);
  if (kept_bytes_ > max_kept_event_bytes) {
    keep_events_ = false;
    events_.clear();
    kept_bytes_ = 0;
  }
}

}  // namespace sluice
