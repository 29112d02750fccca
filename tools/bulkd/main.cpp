// The command line of bulkd.
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "server.hpp"

namespace {

namespace bulkd = sluice::bulkd;

constexpr const char* examples = R"(
Examples:
  bulkd                                             # http://127.0.0.1:7888, in memory
  bulkd --data logs.db --claim elasticsearch:8.15.0
  bulkd --port 0 --port-file port.txt --record sent.ndjson
  bulkd --fault status=429,retry_after=1,times=3    # three refusals, then all is well
  bulkd --fault items=every:10:429,times=1 --fault drop=after,after=5,times=1

  curl -H 'Content-Type: application/x-ndjson' --data-binary @bulk.ndjson localhost:7888/_bulk
  curl 'localhost:7888/_search?q=level:error&pretty'
  curl -d 'delay=2s,probability=0.1' localhost:7888/_bulkd/faults)";

// "100mb" and such, in binary multiples as Elasticsearch counts them.
bool read_size(const std::string& text, std::size_t& bytes) {
  std::size_t used = 0;
  unsigned long long count = 0;
  if (text.empty() || text[0] < '0' || text[0] > '9') return false;
  try {
    count = std::stoull(text, &used);
  } catch (const std::exception&) {
    return false;
  }
  const std::string unit = text.substr(used);
  int shift = -1;
  if (unit.empty() || unit == "b") shift = 0;
  if (unit == "kb") shift = 10;
  if (unit == "mb") shift = 20;
  if (unit == "gb") shift = 30;
  if (shift < 0 || count == 0 || count > (1ULL << 40) >> shift) return false;
  bytes = static_cast<std::size_t>(count) << shift;
  return true;
}

// In one step, so that who waits for the file never reads half a number.
bool write_port_file(const std::string& path, int port) {
  const std::string draft = path + ".new";
  std::FILE* file = std::fopen(draft.c_str(), "w");
  if (file == nullptr) return false;
  const bool written = std::fprintf(file, "%d\n", port) > 0;
  return std::fclose(file) == 0 && written && std::rename(draft.c_str(), path.c_str()) == 0;
}

struct Arguments {
  bulkd::Options options;
  std::string claim = "dashbase";
  std::string max_content_length = "100mb";
  std::string port_file;
  std::vector<std::string> faults;
};

void declare(CLI::App& app, Arguments& arguments) {
  bulkd::Options& options = arguments.options;
  options.http.port = 7888;
  app.add_option("--host", options.http.host, "address to listen on")->capture_default_str();
  app.add_option("--port", options.http.port, "port to listen on, 0 for any free one")
      ->check(CLI::Range(0, 65535))
      ->capture_default_str();
  app.add_option("--port-file", arguments.port_file,
                 "file to write the port to once bulkd listens");
  app.add_option("--data", options.data_file, "SQLite file to keep documents in (default: memory)");
  app.add_option("--claim", arguments.claim,
                 "what to be: dashbase, elasticsearch:VERSION or opensearch:VERSION")
      ->capture_default_str();
  app.add_option("--max-content-length", arguments.max_content_length,
                 "largest request body after decompression, answered 413 beyond")
      ->capture_default_str();
  app.add_option("--threads", options.http.threads, "connections served at a time")
      ->check(CLI::Range(1, 900))
      ->capture_default_str();
  app.add_option("--record", options.record_file,
                 "file to append the body of every bulk request to, decompressed; or a folder, for "
                 "a file each");
  app.add_option("--fault", arguments.faults, "fault rule (repeatable), see README.md")
      ->expected(1)
      ->take_all();
  app.add_option("--basic", options.basic, "require user:password");
  app.add_option("--api-key", options.api_key, "require this API key, as sent after `ApiKey `");
  app.add_option("--bearer", options.bearer, "require this bearer token");
  auto* certificate = app.add_option("--tls-cert", options.http.tls_certificate_file,
                                     "PEM certificate chain; serves HTTPS");
  auto* key = app.add_option("--tls-key", options.http.tls_key_file, "PEM private key");
  certificate->needs(key);
  key->needs(certificate);
  app.add_flag("--verbose", options.verbose, "a line on stderr for each request");
}

// What CLI11 does not check; the error when there is one.
std::string complete(Arguments& arguments) {
  auto claim = bulkd::parse_claim(arguments.claim);
  if (!claim) return "--claim: " + claim.error();
  arguments.options.claim = claim.value();
  if (!read_size(arguments.max_content_length, arguments.options.http.max_content_length_bytes)) {
    return "--max-content-length: \"" + arguments.max_content_length +
           "\" is not a size such as 100mb";
  }
  const std::string& basic = arguments.options.basic;
  if (!basic.empty() && basic.find(':') == std::string::npos) {
    return "--basic: expected user:password";
  }
  for (const std::string& text : arguments.faults) {
    auto rule = bulkd::parse_fault_rule(text);
    if (!rule) return "--fault: " + rule.error();
    arguments.options.faults.push_back(std::move(rule.value()));
  }
  return {};
}

int serve(const Arguments& arguments) {
  // Before any thread exists, so that all inherit it and the signals wait for sigwait.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);

  const bulkd::Options& options = arguments.options;
  auto server = bulkd::Server::open(options);
  if (!server) {
    std::fprintf(stderr, "bulkd: %s\n", server.error().c_str());
    return 1;
  }
  const auto port = server.value()->start();
  if (!port) {
    std::fprintf(stderr, "bulkd: %s\n", port.error().c_str());
    return 1;
  }
  if (!arguments.port_file.empty() && !write_port_file(arguments.port_file, port.value())) {
    std::fprintf(stderr, "bulkd: could not write \"%s\": %s\n", arguments.port_file.c_str(),
                 std::strerror(errno));
    return 1;
  }
  const bool tls = !options.http.tls_certificate_file.empty();
  const bool bracket = options.http.host.find(':') != std::string::npos;
  std::printf("bulkd listens on %s://%s%s%s:%d as %s, documents in %s\n", tls ? "https" : "http",
              bracket ? "[" : "", options.http.host.c_str(), bracket ? "]" : "", port.value(),
              options.claim.describe().c_str(),
              options.data_file.empty() ? "memory" : options.data_file.c_str());
  std::fflush(stdout);
  int signal = 0;
  sigwait(&signals, &signal);
  server.value()->stop();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  CLI::App app{"bulkd: a local _bulk store that keeps what it gets"};
  app.footer(examples);
  declare(app, arguments);
  CLI11_PARSE(app, argc, argv);
  if (const std::string error = complete(arguments); !error.empty()) {
    std::fprintf(stderr, "bulkd: %s\n", error.c_str());
    return 2;
  }
  return serve(arguments);
}
