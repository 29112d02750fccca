// Components for the tests of the flow, written against the SDK and scripted by the test: no shared
// object, no network.
#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include <flow/pipeline.hpp>
#include <sluice/plugin.hpp>

namespace sluice::flow::testing {

/// What one `deliver` does. Default: every item delivered.
struct Reply {
  StatusCode status = StatusCode::ok;
  std::string message = "scripted";
  std::map<uint32_t, sluice_item> items;  // others are delivered
  std::function<void()> before;           // run first
};

/// What one scripted sink does, and what happened to it.
struct SinkScript {
  // replies in order, then `later` for all others
  std::mutex mutex;
  std::deque<Reply> replies;
  std::function<Reply(const std::vector<std::string>& items)> later;
  std::deque<StatusCode> begins;
  sluice_sink_limits limits{sizeof(sluice_sink_limits), 0, 0};

  std::vector<std::vector<std::string>> requests;  // the items of each
  std::atomic<int> begun = 0;
};

/// Shared by all scripted components of a test; the test's thread sets it up before the run. Is the
/// script of the first sink itself.
struct Script : SinkScript {
  SinkScript second;  // the sink "scripted-sink-2"
  // source: an event for each text; "bad" becomes REJECTED
  std::vector<std::vector<std::string>> batches;
  std::function<void()> before_read;
  bool fail_read_at_end = false;
  // dead letter
  bool letters_fail = false;

  // what happened
  std::vector<std::string> letters;
  std::map<uint64_t, std::vector<sluice_settlement>> settled;
  std::atomic<int> firsts = 0;          // of "drop-x": how often the first "x" was met
  std::vector<std::string> sink_names;  // as the transform "spread" was told
};

/// The script of the running test; instances find it here.
Script& script();
/// Starts a new one.
void reset_script();

/// A pipeline of the scripted components; `transforms` by id: "drop-x" filters events that hold an
/// "x", "explode" ends the run, "swallow" breaks the contract by removing events, "double" adds
/// one, "refuse-y" rejects events that hold a "y". "spread" sends an event that holds a "2" to the
/// second sink, one that holds "both" to two, one that holds "lost" to a sixth, and traces it.
Pipeline scripted_pipeline(const std::vector<std::string>& transforms = {},
                           bool with_dead_letter = true);

/// The same with the sinks "hot" (scripted-sink) and "cold" (scripted-sink-2).
Pipeline two_sink_pipeline(std::vector<std::string> transforms = {"spread"},
                           bool with_dead_letter = true);

}  // namespace sluice::flow::testing
