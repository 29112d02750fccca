// The source `ndjson`: one JSON object a line, one event a line. Used by one thread; the blocks
// that its batches keep may be released on any.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <ndjson/line_blocks.hpp>

#include <sluice/source.hpp>

namespace sluice {

class NdjsonSource : public Source {
 public:
  static constexpr size_t default_block_bytes = size_t{256} << 10;
  static constexpr size_t default_max_line_bytes = size_t{16} << 20;
  /// How much of a line that is too long the rejected event keeps.
  static constexpr size_t kept_of_long_line_bytes = 1024;

  explicit NdjsonSource(Host host) : NdjsonSource(host, default_block_bytes) {}
  /// `block_bytes`: how much is read at once; tests make it small.
  NdjsonSource(Host host, size_t block_bytes) : Source(host), block_bytes_(block_bytes) {}

  Status init(const Settings& settings) override;
  Status open(const sluice_trigger& trigger) override;
  Result<ReadState> read(Batch batch) override;
  void close() override;

 private:
  using Fill = LineBlocks::Fill;

  Fill fill(Batch batch);
  void read_lines(Batch batch);
  void read_line(Batch batch);
  bool read_object(Batch batch, char* line);
  void read_bounded_line(Batch batch, char* line);
  void read_whole_line(Batch batch, std::string_view original);
  void finish_line(Batch batch, char* next);
  void reject_line(Batch batch, std::string_view original, std::string_view reason);
  void reject_long_line(Batch batch);
  std::string too_long() const;
  size_t kept_of_long_line() const { return std::min(max_line_bytes_, kept_of_long_line_bytes); }
  void add_event(Batch batch, const sluice_json_result& object, std::string_view line);
  sluice_event& new_event(Batch batch, std::string_view original);
  void set_hash_id(Batch batch, sluice_event& event) const;
  bool set_field_id(Batch batch, sluice_event& event) const;
  void keep_block(Batch batch);
  void count_replaced();

  // settings
  const size_t block_bytes_;
  std::string path_ = "-";
  std::string id_field_;
  size_t max_line_bytes_ = default_max_line_bytes;

  // the input
  std::optional<LineBlocks> blocks_;
  std::string input_name_;  // as the trigger has it: "-" for standard input
  uint64_t input_id_ = 0;
  uint64_t line_ = 0;          // number of the line at next(), from 1
  bool valid_utf8_ = true;     // the lines up to lines_end(): else each is checked
  bool bounded_ = false;       // find the end of a line before it is read
  bool in_long_line_ = false;  // the rest of a rejected line is still to be passed over
  std::optional<Error> error_;

  // this batch
  uint64_t batches_ = 0;
  const Block* kept_ = nullptr;  // the last block that the batch keeps
  const sluice_origin* origin_ = nullptr;
  uint64_t invalid_utf8_replaced_ = 0;
  uint64_t lone_surrogates_replaced_ = 0;
  ErrorBuffer json_error_;
};

}  // namespace sluice
