// The records that bench-generate writes; each appends one record without a final line break.
#pragma once

#include <cstdint>
#include <string>

#include "generate/text.hpp"

namespace bench {

/// A Google Cloud LogEntry of 400 to 1,650 bytes, about 1,060 on average: a third with jsonPayload,
/// the others with textPayload, httpRequest or an audit protoPayload. `number` moves the clock.
void append_log_entry(Text& text, uint64_t number);

/// A LogEntry of about 200 bytes.
void append_small_entry(Text& text, uint64_t number);

/// A CloudTrail record of about 1,400 bytes.
void append_cloudtrail(Text& text, uint64_t number);

/// A line of a plain-text log, about 140 bytes, as JSON would write it between its quotes.
void append_text_line(Text& text, uint64_t number);

/// What an awslogs event holds.
enum class Content { cloudtrail, text };

/// One awslogs event with `records` log events.
struct AwsLogsEvent {
  std::string line;            // {"awslogs":{"data":"..."}}
  uint64_t decoded_bytes = 0;  // of the document inside
};

/// The event at place `index`: it depends on nothing else, so that threads may share the work.
/// Ends the program when zlib fails, which only memory can make it do.
AwsLogsEvent make_awslogs(Content content, uint64_t index, uint64_t records);

}  // namespace bench
