// Runs the cloudwatch-awslogs source over an input and keeps what came out; makes inputs.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <cloudwatch-awslogs/awslogs_source.hpp>
#include <support/plugin_host.hpp>

namespace sluice::testing {

struct Seen {
  std::string json;  // "" for a rejected event
  std::string reason;
  std::string id;
  int64_t timestamp_ms;
  std::string prefix;
  std::string original;
  std::string suffix;
  uint64_t line;
  uint64_t offset;
  uint32_t index;

  std::string replay() const { return prefix + original + suffix; }
  bool operator==(const Seen&) const = default;
};

struct Outcome {
  std::vector<Seen> events;
  std::string error;
  uint64_t input_bytes = 0;
  size_t batches = 0;

  /// All events, one JSON object a line; "! reason" for a rejected one.
  std::string lines() const;
};

struct RunOptions {
  std::string settings = "{}";
  uint32_t wanted_events = UINT32_MAX;
  uint64_t wanted_bytes = UINT64_MAX;
  AwslogsSizes sizes = {};
};

/// The source over a payload.
Outcome run(PluginHost& host, std::string_view input, const RunOptions& options = {});
/// The source over a file.
Outcome run_file(PluginHost& host, const std::string& path, const RunOptions& options = {});
/// Everything that an open source gives; all batches are held until the end, as in a queue.
Outcome drain(PluginHost& host, AwslogsSource& source, const RunOptions& options = {});

std::string gzip(std::string_view text);
std::string zlib(std::string_view text);
/// {"awslogs":{"data":"..."}} over bytes that are compressed already, or over text.
std::string awslogs_event(std::string_view compressed);
std::string awslogs_text(std::string_view text);

/// A JSON string in quotes.
std::string json_text(std::string_view text);
/// A log event with the id `id` in it.
std::string log_event(int id, std::string_view message);
/// A log document around log events that are joined by commas.
std::string document(std::string_view log_events);
/// What envelope fields document() gives to each event, as members without a leading comma.
inline constexpr std::string_view envelope =
    R"("messageType":"DATA_MESSAGE","owner":"123456789012","logGroup":"group",)"
    R"("logStream":"stream","subscriptionFilters":["filter"])";
inline constexpr std::string_view control_message =
    R"({"messageType":"CONTROL_MESSAGE","owner":"CloudwatchLogs","logGroup":"","logStream":"",)"
    R"("subscriptionFilters":[],"logEvents":[{"id":"","timestamp":1680683189085,)"
    R"("message":"CWL CONTROL MESSAGE: Checking health of destination Firehose."}]})";

}  // namespace sluice::testing
