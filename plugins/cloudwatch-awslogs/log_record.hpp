// One record of the input, from its text to its events: an awslogs event, or a log document by
// itself. It is read to its end before anything of it goes out, so that nothing of a corrupt one is
// ever delivered. Used by one thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <cloudwatch-awslogs/awslogs_data.hpp>
#include <cloudwatch-awslogs/event_builder.hpp>
#include <cloudwatch-awslogs/log_documents.hpp>

#include <sluice/host.hpp>

namespace sluice {

class LogRecord {
 public:
  using Progress = LogDocuments::Progress;

  struct Counts {
    uint64_t control_messages = 0;
    uint64_t unknown_message_types = 0;
    uint64_t invalid_utf8_replaced = 0;
    uint64_t lone_surrogates_replaced = 0;
  };

  LogRecord(Host host, const AwslogsLimits& limits)
      : json_(host.json()), documents_(host), data_(host, limits), rescan_(host.json()) {}

  /// Looks for the end of the record that begins where the text does. `document`: it is a JSON
  /// object of size() bytes; `failed`: see error(); `more_text`: scan_on with more of the same
  /// text.
  Progress scan(const TextWindow& text);
  Progress scan_on(const TextWindow& text);
  size_t size() const { return size_; }
  const std::string& error() const { return documents_.error(); }
  size_t error_at() const { return static_cast<size_t>(documents_.error_position() - begin_); }

  /// After scan(): decodes it and checks everything in it. Errors are `rejected`. The text given to
  /// scan() must now stay until the record is delivered.
  Status take();

  /// Bytes of decoded text in it.
  uint64_t decoded_bytes() const { return from_data_ ? data_.decoded_bytes() : size_; }

  /// After take(): adds its events until the batch is full (false) or none is left (true).
  /// A document that cannot be read a second time is an error, and a bug.
  Result<bool> deliver(Batch batch, EventBuilder& builder, const RecordPlace& place);

  Counts take_counts() { return std::exchange(counts_, Counts()); }

 private:
  Progress scan_record();
  Status take_data(const sluice_field& awslogs);
  Status scan_data();
  Status check(std::string_view what);
  Result<bool> scan_again(Batch batch, EventBuilder& builder, const LogDocument& document);
  Status begin_rescan();
  Status next_part();

  Json json_;
  LogDocuments documents_;
  AwslogsData data_;
  char* begin_ = nullptr;  // of the record's text
  size_t size_ = 0;
  bool from_data_ = false;
  Counts counts_;

  // what deliver() comes to next
  size_t document_ = 0;
  uint64_t event_ = 0;
  bool document_begun_ = false;
  DocumentScanner rescan_;  // where the events were not kept
  bool rescan_begun_ = false;
};

/// What a record that is none looks like: the names of its members, and which other service may
/// have sent it.
std::string describe_members(std::span<const sluice_field> fields);

}  // namespace sluice
