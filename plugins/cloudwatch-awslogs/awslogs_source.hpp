// The source `cloudwatch-awslogs`: CloudWatch Logs subscription events, as Lambda gets them or
// decoded, one event for each log event. Used by one thread.
//
// A record of the input is read to its end before anything of it goes out, so that nothing of a
// corrupt one is ever delivered: it becomes one rejected event with the bytes of the record.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <cloudwatch-awslogs/event_builder.hpp>
#include <cloudwatch-awslogs/log_record.hpp>
#include <cloudwatch-awslogs/record_buffer.hpp>

#include <sluice/source.hpp>

namespace sluice {

/// Sizes that only tests change.
struct AwslogsSizes {
  size_t read_bytes = size_t{512} << 10;  // of the input at once
  size_t window_bytes = size_t{8} << 20;  // decoded text above this is inflated twice
};

class AwslogsSource : public Source {
 public:
  static constexpr size_t default_max_record_bytes = size_t{16} << 20;
  static constexpr size_t default_max_decoded_bytes = size_t{256} << 20;
  /// How much of a record that is too large the rejected event keeps.
  static constexpr size_t kept_of_large_record_bytes = 1024;

  explicit AwslogsSource(Host host, AwslogsSizes sizes = {});

  Status init(const Settings& settings) override;
  Status open(const sluice_trigger& trigger) override;
  Result<ReadState> read(Batch batch) override;
  void close() override;

 private:
  enum class Next { record, end, wait };

  Next next_record(Batch batch);
  bool would_wait(Batch batch);
  void take_record(Batch batch);
  void deliver(Batch batch);
  void reject_text(Batch batch, const std::string& reason, size_t error_at);
  void reject_large_record(Batch batch);
  void reject_record(Batch batch, std::string_view original, std::string_view reason);
  void fail(Error error);
  void count_all();

  const AwslogsSizes sizes_;
  size_t max_record_bytes_ = default_max_record_bytes;
  size_t max_decoded_bytes_ = default_max_decoded_bytes;
  std::string path_ = "-";
  EventBuilder builder_;

  // the input
  RecordBuffer records_;
  std::string input_name_;  // as the trigger has it: "-" for standard input
  std::optional<Error> error_;

  std::optional<LogRecord> record_;
  bool scanning_ = false;         // record_ waits for more of its text
  bool delivering_ = false;       // record_ has events that are not delivered yet
  uint64_t uncounted_bytes_ = 0;  // of its decoded text
  uint64_t batches_ = 0;
};

}  // namespace sluice
