// What a text of one or more log documents says, found in a first pass that delivers nothing: the
// envelope of each document and, where the text stays in memory, its log events. Only when that
// pass has found everything valid do the events go out, so that a document arrives whole or not
// at all. Used by one thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <cloudwatch-awslogs/document_scanner.hpp>

#include <sluice/host.hpp>

namespace sluice {

struct LogDocument {
  uint32_t first_field = 0;  // of fields(): every member but "logEvents"
  uint32_t field_count = 0;
  uint32_t first_event = 0;  // of events(), where they are kept
  uint32_t lists = 0;        // how many "logEvents" it has; the last one counts
  uint64_t event_count = 0;
};

class LogDocuments {
 public:
  enum class Text {
    stays,  // what was given to scan() lives until clear(); see move_text
    passes  // it comes in parts that do not
  };
  enum class Progress { document, more_text, failed };

  explicit LogDocuments(Host host) : host_(host), scanner_(host.json()) {}

  void clear(Text text);

  /// The text from position() on; see DocumentScanner::set_text.
  void set_text(char* text, size_t size, bool last) { scanner_.set_text(text, size, last); }

  /// After `more_text` with text that stays: `old_begin` .. position() is now at `new_begin`, and
  /// the text ends at `end`. What was kept moves along.
  void move_text(const char* old_begin, char* new_begin, char* end, bool last);

  /// Takes in one document. After `more_text` call set_text and this again; after `document` this,
  /// for the next one.
  Progress scan();

  char* position() const { return scanner_.position(); }
  const std::string& error() const {
    return scanner_error_.empty() ? scanner_.error() : scanner_error_;
  }
  char* error_position() const { return scanner_.error_position(); }
  uint64_t take_lone_surrogates() { return scanner_.take_lone_surrogates(); }

  bool text_stays() const { return text_ == Text::stays; }

  std::span<const LogDocument> documents() const { return documents_; }
  std::span<const sluice_field> fields(const LogDocument& document) const {
    return {fields_.data() + document.first_field, document.field_count};
  }
  /// The log events were kept: fields and text live until clear(). Otherwise they must be scanned
  /// again.
  bool kept_events() const { return keep_events_; }
  std::span<const LogEventText> events(const LogDocument& document) const {
    return {events_.data() + document.first_event, static_cast<size_t>(document.event_count)};
  }

  /// An arena for scanning what is not kept; cleared now and then.
  Batch scratch();
  void used_scratch(size_t bytes) { scratch_used_ += bytes; }

 private:
  bool add_field(const sluice_field& field);
  void add_event(const LogEventText& event);
  bool begin_document();

  Host host_;
  DocumentScanner scanner_;
  Text text_ = Text::stays;
  bool in_document_ = false;
  bool keep_events_ = true;
  uint32_t lists_ = 0;
  size_t kept_bytes_ = 0;
  std::vector<LogDocument> documents_;
  std::vector<sluice_field> fields_;
  std::vector<LogEventText> events_;
  OwnedBatch memory_;   // of what is kept
  OwnedBatch scratch_;  // of what is not
  size_t scratch_used_ = 0;
  std::string scanner_error_;
};

}  // namespace sluice
