#include <cloudwatch-awslogs/log_record.hpp>

namespace sluice {
namespace {

constexpr std::string_view data_name = "\"awslogs.data\"";

const sluice_field* find(std::span<const sluice_field> fields, std::string_view name) {
  return find_field(fields.data(), static_cast<uint32_t>(fields.size()), name);
}

bool only_space(const char* begin, const char* end) {
  return std::string_view(begin, static_cast<size_t>(end - begin)).find_first_not_of(" \t\r\n") ==
         std::string_view::npos;
}

bool is_control_message(std::span<const sluice_field> fields) {
  const sluice_field* type = find(fields, "messageType");
  return type != nullptr && bytes(type->value) == "\"CONTROL_MESSAGE\"";
}

Error could_not(std::string_view what, std::string_view why) {
  return rejected(std::string("could not ").append(what).append(": ").append(why));
}

}  // namespace

LogRecord::Progress LogRecord::scan(const TextWindow& text) {
  begin_ = text.begin();
  from_data_ = false;
  documents_.clear(LogDocuments::Text::stays);
  documents_.set_text(text.begin(), text.size(), text.complete());
  return scan_record();
}

LogRecord::Progress LogRecord::scan_on(const TextWindow& text) {
  documents_.move_text(begin_, text.begin(), text.end(), text.complete());
  begin_ = text.begin();
  return scan_record();
}

LogRecord::Progress LogRecord::scan_record() {
  const Progress progress = documents_.scan();
  if (progress == Progress::document) size_ = static_cast<size_t>(documents_.position() - begin_);
  return progress;
}

Status LogRecord::take() {
  document_ = 0;
  document_begun_ = rescan_begun_ = false;
  const LogDocument& document = documents_.documents().front();
  const auto fields = documents_.fields(document);
  Status taken;
  if (const sluice_field* awslogs = find(fields, "awslogs")) {
    taken = take_data(*awslogs);
  } else if (document.lists == 0 && find(fields, "messageType") == nullptr) {
    taken = rejected("record is neither an awslogs event nor a log document" +
                     describe_members(fields));
  } else {
    taken = check("the log document");
  }
  const uint64_t lone_surrogates = documents_.take_lone_surrogates();
  if (taken.ok()) {
    counts_.lone_surrogates_replaced += lone_surrogates;
    if (from_data_) counts_.invalid_utf8_replaced += data_.text().take_replaced();
  }
  return taken;
}

/// Decodes "awslogs.data" and scans the documents in it.
Status LogRecord::take_data(const sluice_field& awslogs) {
  const Batch scratch = documents_.scratch();
  sluice_value object = awslogs.value;
  if (*object.as.data != '{') {
    return could_not("read \"awslogs\"",
                     "expected an object, found " + std::string(json_kind(*object.as.data)));
  }
  json_.open(scratch, object);
  sluice_field* data = find_field(object.as.fields, object.size, "data");
  if (data == nullptr) {
    return rejected("awslogs event has no " + std::string(data_name) +
                    describe_members({object.as.fields, object.size}));
  }
  if (*data->value.as.data != '"') {
    return could_not("decode " + std::string(data_name),
                     "expected a string, found " + std::string(json_kind(*data->value.as.data)));
  }
  json_.open(scratch, data->value);
  if (Status decoded = data_.decode(bytes(data->value)); !decoded.ok()) {
    return could_not("decode " + std::string(data_name), decoded.error().message);
  }
  return scan_data();
}

Status LogRecord::scan_data() {
  from_data_ = true;
  const TextWindow& text = data_.text();
  const std::string name(data_name);
  documents_.clear(text.complete() ? LogDocuments::Text::stays : LogDocuments::Text::passes);
  documents_.set_text(text.begin(), text.size(), text.complete());
  Progress progress = Progress::document;
  for (;;) {
    const bool between = progress == Progress::document && !documents_.documents().empty();
    const bool all_taken = between && only_space(documents_.position(), text.end());
    if (all_taken && text.complete()) return check("the log document in " + name);
    if (all_taken || progress == Progress::more_text) {
      data_.text().consume(documents_.position());
      if (Status more = data_.more(); !more.ok()) {
        return could_not("decode " + name, more.error().message);
      }
      documents_.set_text(text.begin(), text.size(), text.complete());
      if (all_taken) continue;
    }
    progress = documents_.scan();
    if (progress == Progress::failed) {
      if (Status rest = data_.inflate_rest(); !rest.ok()) {
        return could_not("decode " + name, rest.error().message);  // that is why
      }
      const size_t number = documents_.documents().size();
      return could_not(number <= 1 ? "read the log document in " + name
                                   : "read document " + std::to_string(number) + " in " + name,
                       documents_.error());
    }
  }
}

Status LogRecord::check(std::string_view what) {
  Counts found;
  for (const LogDocument& document : documents_.documents()) {
    const auto fields = documents_.fields(document);
    if (is_control_message(fields)) {
      ++found.control_messages;
      continue;
    }
    if (document.lists == 0) {
      return rejected(std::string(what) + " has no \"logEvents\"" + describe_members(fields));
    }
    const sluice_field* type = find(fields, "messageType");
    if (type != nullptr && bytes(type->value) != "\"DATA_MESSAGE\"") ++found.unknown_message_types;
  }
  counts_.control_messages += found.control_messages;
  counts_.unknown_message_types += found.unknown_message_types;
  return {};
}

Result<bool> LogRecord::deliver(Batch batch, EventBuilder& builder, const RecordPlace& place) {
  const auto documents = documents_.documents();
  for (; document_ < documents.size(); ++document_, document_begun_ = false) {
    const LogDocument& document = documents[document_];
    const auto fields = documents_.fields(document);
    const bool control = is_control_message(fields);
    if (control && documents_.kept_events()) continue;
    if (!document_begun_) {
      builder.begin_document(fields, place);
      document_begun_ = true;
      event_ = 0;
    }
    if (!documents_.kept_events()) {
      Result<bool> done = scan_again(batch, builder, document);
      if (!done.ok() || !*done) return done;
      continue;
    }
    const auto events = documents_.events(document);
    while (event_ < events.size()) {
      if (batch.full()) return false;
      builder.add(batch, events[event_], static_cast<uint32_t>(event_));
      ++event_;
    }
  }
  return true;
}

/// The events of one document, from the text: false when the batch is full.
Result<bool> LogRecord::scan_again(Batch batch, EventBuilder& builder,
                                   const LogDocument& document) {
  using Step = DocumentScanner::Step;
  if (!rescan_begun_) {
    if (Status begun = begin_rescan(); !begun.ok()) return std::move(begun).error();
  }
  const bool control = is_control_message(documents_.fields(document));
  for (;;) {
    if (batch.full()) return false;
    const char* const before = rescan_.position();
    const Step step = rescan_.next(documents_.scratch());
    documents_.used_scratch(static_cast<size_t>(rescan_.position() - before) + 256);
    switch (step) {
      case Step::field:
        break;
      case Step::log_event:
        if (control || rescan_.lists() != document.lists) break;
        builder.add(batch, rescan_.log_event(), static_cast<uint32_t>(event_));
        ++event_;
        break;
      case Step::end:
        rescan_.begin();
        return true;
      case Step::more_text:
        if (Status more = next_part(); !more.ok()) return std::move(more).error();
        break;
      case Step::failed:
        return fatal("could not read a log document again: " + rescan_.error());
    }
  }
}

Status LogRecord::begin_rescan() {
  rescan_begun_ = true;
  if (!from_data_) {
    rescan_.set_text(begin_, size_, true);
  } else if (data_.text().complete() && documents_.text_stays()) {
    rescan_.set_text(data_.text().begin(), data_.text().size(), true);
  } else {
    if (Status rewound = data_.rewind(); !rewound.ok()) return rewound;
    rescan_.set_text(data_.text().begin(), data_.text().size(), data_.text().complete());
  }
  rescan_.begin();
  return {};
}

Status LogRecord::next_part() {
  data_.text().consume(rescan_.position());
  if (Status more = data_.more(); !more.ok()) return more;
  rescan_.set_text(data_.text().begin(), data_.text().size(), data_.text().complete());
  return {};
}

}  // namespace sluice
