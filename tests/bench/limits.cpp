// bench-limits: what this machine can do at best with the benchmark's own data, each step alone:
// copying, parsing, checking UTF-8, inflating, decoding base64, and sending bodies that are already
// there. Prints medians as JSON, in MB (10^6 bytes) per CPU-second and per second.
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <simdjson.h>

#include <kit/base64.hpp>
#include <kit/gzip.hpp>
#include <kit/http_client.hpp>

namespace bench {
namespace {

constexpr char usage[] =
    "usage: bench-limits --ndjson FILE --awslogs FILE --url URL [--repeat N] [--megabytes N]\n"
    "  --ndjson     lines of JSON, for copying, parsing and sending\n"
    "  --awslogs    subscription events, for inflating and base64\n"
    "  --url        a store; bodies are sent to URL/_bulk\n"
    "  --megabytes  data per measurement, 200 by default\n"
    "example: bench-limits --ndjson a.ndjson --awslogs b.jsonl --url http://127.0.0.1:9200\n";

struct Options {
  std::string ndjson, awslogs, url;
  uint64_t repeat = 5;
  uint64_t megabytes = 200;
};

[[noreturn]] void fail(const std::string& message) {
  std::fprintf(stderr, "bench-limits: %s\n", message.c_str());
  std::exit(1);
}

double cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

/// Runs the works and prints each as a member of one JSON object.
class Report {
 public:
  explicit Report(uint64_t repeat) : repeat_(repeat) {}

  /// `work` returns the bytes that it went through.
  void measure(const char* name, const std::function<uint64_t()>& work) {
    std::vector<double> per_cpu;
    std::vector<double> per_wall;
    work();  // pages are touched, the processor is awake
    for (uint64_t i = 0; i < repeat_; ++i) {
      const double cpu = cpu_seconds();
      const auto start = std::chrono::steady_clock::now();
      const double megabytes = static_cast<double>(work()) / 1e6;
      const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
      per_cpu.push_back(megabytes / (cpu_seconds() - cpu));
      per_wall.push_back(megabytes / wall.count());
    }
    std::printf(R"(%s"%s":{"mb_per_cpu_second":%.1f,"mb_per_second":%.1f})", first_ ? "{" : ",\n ",
                name, median(per_cpu), median(per_wall));
    std::fflush(stdout);
    first_ = false;
  }

  void finish() { std::puts("}"); }

 private:
  uint64_t repeat_;
  bool first_ = true;
};

std::string read_file(const std::string& path, uint64_t limit) {
  std::ifstream file(path, std::ios::binary);
  if (!file) fail("could not read \"" + path + "\"");
  std::string text(limit, '\0');
  file.read(text.data(), static_cast<std::streamsize>(limit));
  text.resize(static_cast<size_t>(file.gcount()));
  if (text.empty()) fail("nothing in \"" + path + "\"");
  text.reserve(text.size() + simdjson::SIMDJSON_PADDING);
  return text;
}

/// The text up to its last whole line.
std::string_view whole_lines(std::string_view text) {
  return text.substr(0, text.rfind('\n') + 1);
}

template <class Use>
void for_each_line(std::string_view text, Use use) {
  while (!text.empty()) {
    const size_t size = std::min(text.find('\n'), text.size());
    use(text.substr(0, size));
    text.remove_prefix(std::min(size + 1, text.size()));
  }
}

void measure_json(Report& report, std::string_view text) {
  std::string target(text.size(), '\0');
  report.measure("memory_copy", [&] {
    std::memcpy(target.data(), text.data(), text.size());
    return text.size();
  });
  report.measure("simdjson_validate_utf8", [&] {
    if (!simdjson::validate_utf8(text.data(), text.size())) fail("the data is not UTF-8");
    return text.size();
  });
  simdjson::dom::parser parser;
  report.measure("simdjson_dom", [&] {
    for_each_line(text, [&](std::string_view line) {
      // The data has padding behind it, so nothing needs to be copied first.
      if (parser.parse(line.data(), line.size(), false).error()) fail("the data is not JSON");
    });
    return text.size();
  });
}

uint64_t inflate_all(sluice::kit::Inflater& inflater, const std::vector<std::string>& members,
                     std::vector<char>& buffer) {
  uint64_t total = 0;
  for (const std::string& member : members) {
    inflater.begin();
    inflater.set_input(member, true);
    while (!inflater.done()) {
      const sluice::Result<size_t> size = inflater.read(buffer.data(), buffer.size());
      if (!size.ok()) fail(size.error().message);
      total += *size;
    }
  }
  return total;
}

void measure_awslogs(Report& report, std::string_view lines) {
  using sluice::kit::Codec;
  std::vector<std::string_view> encoded;
  for_each_line(lines, [&](std::string_view line) {
    constexpr std::string_view mark = R"("data":")";
    const size_t begin = line.find(mark);
    if (begin == std::string_view::npos) fail("a line holds no awslogs data");
    line.remove_prefix(begin + mark.size());
    encoded.push_back(line.substr(0, line.find('"')));
  });
  std::vector<std::string> members(encoded.size());
  for (size_t i = 0; i < encoded.size(); ++i) {
    members[i].resize(sluice::kit::decoded_capacity(encoded[i].size()));
  }
  report.measure("base64_decode", [&] {
    uint64_t total = 0;
    for (size_t i = 0; i < encoded.size(); ++i) {
      const auto size = sluice::kit::decode_base64(encoded[i], members[i].data());
      if (!size.ok()) fail(size.error().message);
      total += encoded[i].size();
    }
    return total;
  });
  for (size_t i = 0; i < encoded.size(); ++i) {
    const auto size = sluice::kit::decode_base64(encoded[i], members[i].data());
    members[i].resize(size.ok() ? *size : 0);
  }
  std::vector<char> buffer(size_t{256} << 10);
  if (sluice::kit::built_in(Codec::isal)) {
    sluice::kit::Inflater inflater(Codec::isal);
    report.measure("inflate_isal", [&] { return inflate_all(inflater, members, buffer); });
  }
  sluice::kit::Inflater inflater(Codec::zlib);
  report.measure("inflate_zlib", [&] { return inflate_all(inflater, members, buffer); });
}

void measure_sending(Report& report, const Options& options, std::string_view text) {
  sluice::kit::HttpClientOptions client_options;
  client_options.headers = {"Content-Type: application/x-ndjson"};
  sluice::kit::HttpClient client(std::move(client_options));
  const std::string url = options.url + "/_bulk";
  const uint64_t wanted = options.megabytes * 5'000'000;  // one body is quickly sent
  const auto send = [&](size_t body_bytes) {
    const std::string body(whole_lines(text.substr(0, body_bytes)));
    return [&client, &url, body, wanted] {
      uint64_t total = 0;
      sluice::kit::HttpReply reply;
      sluice::kit::HttpRequest request;
      request.method = "POST";
      request.url = url;
      request.body = body;
      for (; total < wanted; total += body.size()) {
        const sluice::Status status = client.send(request, reply);
        if (!status.ok()) fail(status.error().message);
        if (reply.status != 200) fail("the store answered " + std::to_string(reply.status));
      }
      return total;
    };
  };
  report.measure("send_5_mib", send(size_t{5} << 20));
  report.measure("send_1_mib", send(size_t{1} << 20));
}

Options parse_options(const std::vector<std::string_view>& arguments) {
  Options options;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string name(arguments[i]);
    if (name == "--help") {
      std::fputs(usage, stdout);
      std::exit(0);
    }
    if (i + 1 == arguments.size()) fail("cannot use \"" + name + "\"; try --help");
    const std::string_view value = arguments[++i];
    if (name == "--ndjson") {
      options.ndjson = value;
    } else if (name == "--awslogs") {
      options.awslogs = value;
    } else if (name == "--url") {
      options.url = value;
    } else if (name == "--repeat" || name == "--megabytes") {
      uint64_t& place = name == "--repeat" ? options.repeat : options.megabytes;
      const auto [end, error] = std::from_chars(value.begin(), value.end(), place);
      if (error != std::errc{} || end != value.end() || place == 0) {
        fail(name + " takes a whole number from 1");
      }
    } else {
      fail("unknown option \"" + name + "\"; try --help");
    }
  }
  if (options.ndjson.empty() || options.awslogs.empty() || options.url.empty()) {
    fail("--ndjson, --awslogs and --url are needed; try --help");
  }
  return options;
}

}  // namespace
}  // namespace bench

int main(int argc, char** argv) {
  using namespace bench;
  const Options options = parse_options({argv + 1, argv + argc});
  const uint64_t bytes = options.megabytes * 1'000'000;
  const std::string entries = read_file(options.ndjson, bytes);
  Report report(options.repeat);
  measure_json(report, whole_lines(entries));
  {
    const std::string events = read_file(options.awslogs, bytes / 8);
    measure_awslogs(report, whole_lines(events));
  }
  measure_sending(report, options, entries);
  report.finish();
  return 0;
}
