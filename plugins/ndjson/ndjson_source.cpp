#include <algorithm>
#include <cstring>

#include <ndjson/ndjson_source.hpp>

#include <kit/hash_id.hpp>

namespace sluice {
namespace {

// Longer ids are refused by Elasticsearch and OpenSearch.
constexpr size_t max_id_bytes = 512;

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

char* skip_blanks(char* p, const char* end) {
  while (p != end && is_blank(*p)) ++p;
  return p;
}

}  // namespace

Status NdjsonSource::init(const Settings& settings) {
  if (settings.has("path")) path_ = settings.text("path");
  id_field_ = settings.text("id_field");
  max_line_bytes_ = static_cast<size_t>(
      settings.integer("max_line_bytes", static_cast<int64_t>(default_max_line_bytes)));
  return {};
}

Status NdjsonSource::open(const sluice_trigger& trigger) {
  if (!blocks_.has_value()) blocks_.emplace(block_bytes_, max_line_bytes_);
  line_ = 1;
  valid_utf8_ = true;
  bounded_ = in_long_line_ = false;
  error_.reset();
  if (trigger.kind == SLUICE_TRIGGER_PAYLOAD) {
    // The platform may name each attempt differently: the name must not be in the id.
    input_name_ = trigger.name.size > 0 ? view(trigger.name) : "payload";
    input_id_ = kit::hash_bytes("payload");
    blocks_->open(kit::InputStream::from_memory(view(trigger.payload), input_name_));
    return {};
  }
  input_name_ = trigger.kind == SLUICE_TRIGGER_FILE ? std::string(view(trigger.name)) : path_;
  input_id_ = kit::hash_bytes(input_name_);
  const Host& engine = host();
  Result<kit::InputStream> stream =
      kit::InputStream::open_file(input_name_, [&engine] { return engine.stop_requested(); });
  if (!stream.ok()) return std::move(stream).error();
  blocks_->open(std::move(stream).value());
  return {};
}

void NdjsonSource::close() {
  if (blocks_.has_value()) blocks_->close();
}

Result<ReadState> NdjsonSource::read(Batch batch) {
  batch->token = ++batches_;
  kept_ = nullptr;
  origin_ = nullptr;
  Fill filled = Fill::lines;
  while (!batch.full() && !error_.has_value()) {
    if (blocks_->next() != blocks_->lines_end()) {
      read_lines(batch);
      continue;
    }
    // What was read should not wait for a pipe that is silent right now.
    if (batch->event_count > 0 && blocks_->may_wait()) break;
    filled = fill(batch);
    if (filled == Fill::end || filled == Fill::stopped) break;
  }
  count_replaced();
  // The events that were read go out first; the error ends the next call.
  if (error_.has_value() && batch->event_count == 0) return *error_;
  return filled == Fill::end ? ReadState::end : ReadState::more;
}

NdjsonSource::Fill NdjsonSource::fill(Batch batch) {
  Result<Fill> filled = in_long_line_ ? blocks_->skip_long_line() : blocks_->fill();
  if (!filled.ok()) {
    error_ = std::move(filled).error();
    error_->code = StatusCode::fatal;
    error_->message += " (at line " + std::to_string(line_) + ")";
    return Fill::stopped;
  }
  if (*filled == Fill::long_line) reject_long_line(batch);
  if (*filled != Fill::lines) return *filled;
  if (in_long_line_) {
    in_long_line_ = false;
    ++line_;
  }
  const auto size = static_cast<size_t>(blocks_->lines_end() - blocks_->next());
  const std::string_view lines(blocks_->next(), size);
  valid_utf8_ = host().json().valid_utf8(lines);
  return Fill::lines;
}

void NdjsonSource::read_lines(Batch batch) {
  keep_block(batch);
  while (blocks_->next() != blocks_->lines_end() && !batch.full()) read_line(batch);
}

// The fast path needs no search for the end of the line: the object's end finds it.
void NdjsonSource::read_line(Batch batch) {
  char* const line = blocks_->next();
  char* const lines_end = blocks_->lines_end();
  char* const begin = *line == '{' ? line : skip_blanks(line, lines_end);
  if (begin == lines_end || *begin == '\n') {  // nothing on it
    finish_line(batch, begin == lines_end ? begin : begin + 1);
    return;
  }
  if (*begin == '{' && valid_utf8_ && !bounded_ && read_object(batch, line)) return;
  read_bounded_line(batch, line);
}

/// Reads a line that is an object and nothing more; false, and nothing done, when it is not.
bool NdjsonSource::read_object(Batch batch, char* line) {
  char* const lines_end = blocks_->lines_end();
  sluice_json_result result{};
  const sluice_status status =
      host().json().read(batch, line, static_cast<size_t>(lines_end - line),
                         SLUICE_JSON_OPEN | SLUICE_JSON_LAST, result, json_error_);
  if (status == SLUICE_FATAL) throw std::bad_alloc();
  lone_surrogates_replaced_ += result.lone_surrogates;
  if (status != SLUICE_OK || (result.flags & SLUICE_JSON_HAD_NEWLINE) != 0) return false;
  if (result.consumed > max_line_bytes_) return false;
  char* const object_end = line + result.consumed;
  char* const line_end = skip_blanks(object_end, lines_end);
  if (line_end != lines_end && *line_end != '\n') return false;
  add_event(batch, result, {line, result.consumed});
  finish_line(batch, line_end == lines_end ? line_end : line_end + 1);
  return true;
}

void NdjsonSource::finish_line(Batch batch, char* next) {
  batch->input_bytes += static_cast<uint64_t>(next - blocks_->next());
  blocks_->advance(next);
  ++line_;
}

/// Reads a line within its end, and says what is wrong with it.
void NdjsonSource::read_bounded_line(Batch batch, char* line) {
  char* const lines_end = blocks_->lines_end();
  void* const newline = std::memchr(line, '\n', static_cast<size_t>(lines_end - line));
  char* line_end = newline == nullptr ? lines_end : static_cast<char*>(newline);
  char* const next = newline == nullptr ? lines_end : line_end + 1;
  while (line_end != line && is_blank(line_end[-1])) --line_end;
  const std::string_view original(line, static_cast<size_t>(line_end - line));
  if (original.size() > max_line_bytes_) {
    reject_line(batch, original.substr(0, kept_of_long_line()), too_long());
  } else {
    read_whole_line(batch, original);
  }
  finish_line(batch, next);
}

void NdjsonSource::read_whole_line(Batch batch, std::string_view original) {
  std::string_view text = original;
  if (!valid_utf8_ && !host().json().valid_utf8(original)) {
    uint64_t replaced = 0;
    text = host().json().repair_utf8(batch, original, replaced);
    invalid_utf8_replaced_ += replaced;
  }
  sluice_json_result result{};
  const sluice_status status =
      host().json().read(batch, const_cast<char*>(text.data()), text.size(),
                         SLUICE_JSON_OPEN | SLUICE_JSON_LAST, result, json_error_);
  if (status == SLUICE_FATAL) throw std::bad_alloc();
  lone_surrogates_replaced_ += result.lone_surrogates;
  if (status != SLUICE_OK) {
    reject_line(batch, original, "line is not JSON: " + std::string(json_error_.message()));
  } else if (result.value.type != SLUICE_VALUE_OBJECT) {
    const char first = text[text.find_first_not_of(" \t\r")];
    reject_line(batch, original, "expected a JSON object, found " + std::string(json_kind(first)));
  } else if (result.consumed != text.size()) {
    reject_line(batch, original,
                "expected the end of the line after the JSON object at byte " +
                    std::to_string(result.consumed));
  } else {
    add_event(batch, result, original);
    bounded_ = false;
  }
}

std::string NdjsonSource::too_long() const {
  return "line is longer than \"max_line_bytes\", " + std::to_string(max_line_bytes_) +
         " bytes: only its beginning is kept";
}

/// The line at next(), of which only the beginning was read. The block will be overwritten.
void NdjsonSource::reject_long_line(Batch batch) {
  const auto size = static_cast<size_t>(blocks_->end() - blocks_->next());
  const std::string_view beginning(blocks_->next(), kept_of_long_line());
  reject_line(batch, batch.copy(beginning), too_long());
  batch->input_bytes += size;
  in_long_line_ = true;
}

void NdjsonSource::reject_line(Batch batch, std::string_view original, std::string_view reason) {
  // The next line may be bad, too: reading past its end again and again would take square time.
  bounded_ = true;
  sluice_event& event = new_event(batch, original);
  set_hash_id(batch, event);
  reject(event, batch.copy(reason));
}

void NdjsonSource::add_event(Batch batch, const sluice_json_result& object, std::string_view line) {
  sluice_event& event = new_event(batch, line);
  event.fields = object.value.as.fields;
  event.field_count = object.value.size;
  event.field_capacity = object.capacity;
  if (id_field_.empty() || !set_field_id(batch, event)) set_hash_id(batch, event);
}

sluice_event& NdjsonSource::new_event(Batch batch, std::string_view original) {
  if (origin_ == nullptr) {
    auto* made = batch.allocate<sluice_origin>(1);
    *made = {to_text(batch.copy(input_name_)), {nullptr, 0}, {nullptr, 0}};
    origin_ = made;
  }
  sluice_event& event = batch.add_event();
  event.original = to_text(original);
  event.origin = origin_;
  event.line = line_;
  event.offset = blocks_->offset();
  return event;
}

// The id of an event whose line names none: a hash of the input's name, the offset and the line.
//
// Why all three. The bytes alone would make one document of two equal lines (a loss that nobody
// sees); name and offset alone would make the next file of the same name, such as a rotated log, a
// duplicate of the last. The price: the same file read under another name, or with lines put in
// front of it, is delivered again.
void NdjsonSource::set_hash_id(Batch batch, sluice_event& event) const {
  char* const id = batch.allocate<char>(kit::hash_id_bytes);
  const uint64_t place[] = {input_id_, event.offset};
  kit::write_hash_id(view(event.original), place, id);
  event.id = id;
  event.id_size = kit::hash_id_bytes;
}

/// False when the field is not there, is neither text nor a number, or cannot be an id.
bool NdjsonSource::set_field_id(Batch batch, sluice_event& event) const {
  const sluice_field* field = find_field(event.fields, event.field_count, id_field_);
  if (field == nullptr) return false;
  std::string_view id = bytes(field->value);
  if (id.front() == '"') {
    sluice_value text = field->value;  // the field itself stays as it is
    host().json().open(batch, text);
    id = bytes(text);
  } else if (id.front() != '-' && (id.front() < '0' || id.front() > '9')) {
    return false;
  }
  if (id.empty() || id.size() > max_id_bytes) return false;
  event.id = id.data();
  event.id_size = static_cast<uint32_t>(id.size());
  return true;
}

void NdjsonSource::keep_block(Batch batch) {
  const std::shared_ptr<Block>& block = blocks_->share();
  if (block.get() == kept_) return;
  batch.keep(block);
  kept_ = block.get();
}

void NdjsonSource::count_replaced() {
  if (invalid_utf8_replaced_ > 0) host().count("invalid_utf8_replaced", invalid_utf8_replaced_);
  if (lone_surrogates_replaced_ > 0) {
    host().count("lone_surrogates_replaced", lone_surrogates_replaced_);
  }
  invalid_utf8_replaced_ = lone_surrogates_replaced_ = 0;
}

}  // namespace sluice
