#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <data/buffer.hpp>
#include <data/json_writer.hpp>
#include <data/utf8.hpp>
#include <flow/dead_letter.hpp>
#include <kit/base64.hpp>
#include <sluice/batch.hpp>

namespace sluice::flow {
namespace {

// Adds fields to an event, copying all text into its batch.
class LetterFields {
 public:
  LetterFields(Batch batch, sluice_event& event) : batch_(batch), event_(event) {}

  void text(std::string_view key, std::string_view text) {
    if (data::valid_utf8_prefix(text) != text.size()) {
      char* repaired = batch_.allocate<char>(data::repaired_capacity(text.size()));
      uint64_t replaced = 0;
      const size_t size = data::repair_utf8(text, repaired, replaced);
      batch_.append(event_, key, text_value({repaired, size}));
      return;
    }
    batch_.append(event_, key, text_value(batch_.copy(text)));
  }
  void number(std::string_view key, uint64_t number) {
    batch_.append(event_, key, int_value(static_cast<int64_t>(number)));
  }
  void raw(std::string_view key, std::string_view json) {
    batch_.append(event_, key, raw_value(batch_.copy(json)));
  }

 private:
  Batch batch_;
  sluice_event& event_;
};

}  // namespace

std::string describe_place(const sluice_event& event) {
  const std::string_view input = event.origin == nullptr ? "" : view(event.origin->input);
  std::string place(input.empty() ? "input" : input == "-" ? "standard input" : input);
  if (event.line != 0) place += fmt::format(":{}", event.line);
  if (event.index != SLUICE_NO_INDEX) place += fmt::format(", log event {}", event.index);
  return place;
}

std::string short_reason(const Letter& letter) {
  if (letter.status == 0) return letter.reason;
  return fmt::format("{} with status {}", letter.reason, letter.status);
}

std::string full_reason(const Letter& letter) {
  std::string text = short_reason(letter);
  if (!letter.error.empty()) text += ": " + letter.error;
  return text;
}

DeadLetter::DeadLetter(std::unique_ptr<loader::SinkInstance> sink, const RetryPolicy& retry,
                       Control& control, const Logger& log, data::BatchPool& batches,
                       std::string pipeline, std::string source)
    : sink_(std::move(sink)),
      delivery_({*sink_, begin_, sink_->limits(), retry, control, log, sink_->component().id}, 1),
      log_(log),
      batches_(batches),
      pipeline_(std::move(pipeline)),
      source_(std::move(source)) {}

void DeadLetter::add_event(Batch batch, const Letter& letter) const {
  const sluice_event& from = *letter.event;
  sluice_event& event = batch.add_event();
  event.id = from.id;
  event.id_size = from.id_size;
  event.timestamp_ms = from.timestamp_ms;
  LetterFields fields(batch, event);
  fields.text("time", utc_now());
  fields.text("pipeline", pipeline_);
  fields.text("reason", letter.reason);
  if (letter.status != 0) fields.number("status", letter.status);
  if (!letter.error.empty()) fields.text("error", letter.error);
  if (!letter.sink.empty()) fields.text("sink", letter.sink);
  if (from.id_size != 0) fields.text("id", {from.id, from.id_size});
  fields.text("source", source_);
  if (from.origin != nullptr) fields.text("input", view(from.origin->input));
  if (from.line != 0) fields.number("line", from.line);
  fields.number("offset", from.offset);
  if (from.index != SLUICE_NO_INDEX) fields.number("index", from.index);
  std::string original;
  if (from.origin != nullptr) original += view(from.origin->original_prefix);
  original += view(from.original);
  if (from.origin != nullptr) original += view(from.origin->original_suffix);
  if (data::valid_utf8_prefix(original) == original.size()) {
    fields.text("original", original);
  } else {
    std::string encoded;  // JSON cannot carry these bytes, and a letter must be exact
    kit::encode_base64(original, encoded);
    fields.text("original_base64", encoded);
  }
  if (letter.encoded) {
    data::Buffer document;
    if (!data::write_object(from.fields, from.field_count, document.abi())) throw std::bad_alloc();
    fields.raw("document", document.view());
  }
}

void DeadLetter::write(std::span<const Letter> letters, std::span<Outcome> outcomes) {
  const std::lock_guard lock(mutex_);
  const OwnedBatch owned = batches_.take();
  if (owned == nullptr) throw std::bad_alloc();
  const Batch batch(owned.get());
  for (const Letter& letter : letters) add_event(batch, letter);

  encoded_.clear();
  std::vector<uint32_t> places;  // of encoded items among the letters
  std::string failure;
  for (uint32_t i = 0; i < letters.size(); ++i) {
    outcomes[i] = Outcome::handed_back;
    if (Status status = encoded_.encode(*sink_, batch.events()[i]); status.ok()) {
      places.push_back(i);
    } else {
      failure = status.error().message;
    }
  }
  std::vector<Outcome> ends(places.size(), Outcome::pending);
  std::vector<Rejection> rejections;
  Ledger not_counted;
  delivery_.deliver(encoded_, ends, rejections, not_counted);
  for (size_t i = 0; i < places.size(); ++i) {
    const bool kept = ends[i] == Outcome::delivered || ends[i] == Outcome::duplicate;
    outcomes[places[i]] = kept ? Outcome::dead_lettered : Outcome::handed_back;
  }
  if (!rejections.empty()) failure = rejections.front().error;
  if (!failure.empty()) {
    log_.log(LogLevel::error, sink_->component().id,
             fmt::format("the dead letter did not take an event: {}", failure));
  }
}

}  // namespace sluice::flow
