// bench-generate: writes the benchmark's input, the same bytes on every machine and every run (the
// gzip bytes follow the zlib that is installed). What was written is told on stderr as JSON.
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <future>
#include <string>
#include <string_view>
#include <vector>

#include "generate/records.hpp"

namespace bench {
namespace {

constexpr char usage[] =
    "usage: bench-generate KIND (--bytes N | --events N) [--records N] [--seed N] [FILE]\n"
    "  KIND       ndjson: LogEntries, one per line, about 1,060 bytes each\n"
    "             small: LogEntries of about 200 bytes\n"
    "             cloudtrail: CloudTrail records, one per line, about 1,400 bytes each\n"
    "             awslogs-cloudtrail: subscription events of 1,000 CloudTrail records\n"
    "             awslogs-text: subscription events of 4,000 plain-text lines\n"
    "  --bytes    stop once this much is written; for awslogs, decoded bytes\n"
    "  --events   stop after so many lines\n"
    "  --records  log events in an awslogs event\n"
    "  FILE       where to; stdout by default\n"
    "example: bench-generate ndjson --bytes 1000000000 /tmp/entries.ndjson\n";

struct Options {
  std::string kind;
  std::string file;
  uint64_t bytes = UINT64_MAX;
  uint64_t events = UINT64_MAX;
  uint64_t records = 0;
  uint64_t seed = 0;
};

[[noreturn]] void fail(const std::string& message) {
  std::fprintf(stderr, "bench-generate: %s\n", message.c_str());
  std::exit(2);
}

uint64_t parse_number(std::string_view name, std::string_view text) {
  uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) {
    fail(std::string(name) + " takes a whole number, not \"" + std::string(text) + "\"");
  }
  return value;
}

Options parse_options(const std::vector<std::string_view>& arguments) {
  Options options;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string_view name = arguments[i];
    if (name == "--help") {
      std::fputs(usage, stdout);
      std::exit(0);
    }
    if (!name.starts_with("--")) {
      std::string& place = options.kind.empty() ? options.kind : options.file;
      if (!place.empty()) fail("one file is enough: \"" + std::string(name) + "\"");
      place = name;
      continue;
    }
    uint64_t* place = name == "--bytes"     ? &options.bytes
                      : name == "--events"  ? &options.events
                      : name == "--records" ? &options.records
                      : name == "--seed"    ? &options.seed
                                            : nullptr;
    if (place == nullptr) fail("unknown option \"" + std::string(name) + "\"; try --help");
    if (++i == arguments.size()) fail(std::string(name) + " takes a whole number");
    *place = parse_number(name, arguments[i]);
  }
  if (options.kind.empty()) fail("say what to write; try --help");
  if (options.bytes == UINT64_MAX && options.events == UINT64_MAX) {
    fail("say how much to write: --bytes N or --events N");
  }
  return options;
}

/// Counts what goes out, and writes it in large pieces.
class Output {
 public:
  explicit Output(const std::string& path)
      : file_(path.empty() ? stdout : std::fopen(path.c_str(), "wb")) {
    if (file_ == nullptr) fail("could not write \"" + path + "\": " + std::strerror(errno));
    std::setvbuf(file_, nullptr, _IONBF, 0);
  }

  void write(std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), file_) != text.size()) {
      fail(std::string("could not write: ") + std::strerror(errno));
    }
    bytes_ += text.size();
  }

  void close() {
    if (std::fclose(file_) != 0) fail(std::string("could not write: ") + std::strerror(errno));
  }

  uint64_t bytes() const { return bytes_; }

 private:
  std::FILE* file_;
  uint64_t bytes_ = 0;
};

struct Written {
  uint64_t events = 0;   // lines
  uint64_t records = 0;  // what a source reads from them
  uint64_t decoded_bytes = 0;
};

Written write_entries(const Options& options, void (*append)(Text&, uint64_t), Output& output) {
  constexpr size_t block_bytes = size_t{1} << 20;
  Random random(options.seed);
  std::string block;
  block.reserve(block_bytes + 4096);
  Text text(block, random);
  Written written;
  while (written.events < options.events && output.bytes() + block.size() < options.bytes) {
    append(text, written.events++);
    block.push_back('\n');
    if (block.size() < block_bytes) continue;
    output.write(block);
    block.clear();
  }
  output.write(block);
  written.records = written.events;
  written.decoded_bytes = output.bytes();
  return written;
}

/// Compression is the slow part, so events are made by two threads; their order stays.
Written write_awslogs(const Options& options, Content content, Output& output) {
  const uint64_t usual = content == Content::cloudtrail ? 1000 : 4000;
  const uint64_t records = options.records == 0 ? usual : options.records;
  const uint64_t first = options.seed * 1000000;
  Written written;
  const auto wanted = [&] {
    return written.events < options.events && written.decoded_bytes < options.bytes;
  };
  const auto take = [&](const AwsLogsEvent& event) {
    output.write(event.line);
    output.write("\n");
    ++written.events;
    written.records += records;
    written.decoded_bytes += event.decoded_bytes;
  };
  for (uint64_t index = first; wanted(); index += 2) {
    auto second = std::async(std::launch::async, make_awslogs, content, index + 1, records);
    take(make_awslogs(content, index, records));
    const AwsLogsEvent event = second.get();
    if (wanted()) take(event);
  }
  return written;
}

Written write_all(const Options& options, Output& output) {
  if (options.kind == "ndjson") return write_entries(options, append_log_entry, output);
  if (options.kind == "small") return write_entries(options, append_small_entry, output);
  if (options.kind == "cloudtrail") return write_entries(options, append_cloudtrail, output);
  if (options.kind == "awslogs-text") return write_awslogs(options, Content::text, output);
  if (options.kind == "awslogs-cloudtrail") {
    return write_awslogs(options, Content::cloudtrail, output);
  }
  fail("unknown kind \"" + options.kind + "\"; try --help");
}

}  // namespace
}  // namespace bench

int main(int argc, char** argv) {
  const bench::Options options = bench::parse_options({argv + 1, argv + argc});
  bench::Output output(options.file);
  const bench::Written written = bench::write_all(options, output);
  output.close();
  std::fprintf(stderr,
               R"({"events":%llu,"records":%llu,"bytes":%llu,"decoded_bytes":%llu})"
               "\n",
               static_cast<unsigned long long>(written.events),
               static_cast<unsigned long long>(written.records),
               static_cast<unsigned long long>(output.bytes()),
               static_cast<unsigned long long>(written.decoded_bytes));
  return 0;
}
