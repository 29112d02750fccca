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

/// Shared by all scripted components of a test; the test's thread sets it up before the run.
struct Script {
  // source: an event for each text; "bad" becomes REJECTED
  std::vector<std::vector<std::string>> batches;
  std::function<void()> before_read;
  bool fail_read_at_end = false;
  // sink: replies in order, then `later` for all others
  std::mutex mutex;
  std::deque<Reply> replies;
  std::function<Reply(const std::vector<std::string>& items)> later;
  std::deque<StatusCode> begins;
  sluice_sink_limits limits{sizeof(sluice_sink_limits), 0, 0};
  // dead letter
  bool letters_fail = false;

  // what happened
  std::vector<std::vector<std::string>> requests;  // the items of each
  std::vector<std::string> letters;
  std::map<uint64_t, std::vector<sluice_settlement>> settled;
  std::atomic<int> begun = 0;
};

/// The script of the running test; instances find it here.
Script& script();
/// Starts a new one.
void reset_script();

/// A pipeline of the scripted components; `transforms` by id: "drop-x" filters events that hold an
/// "x", "explode" ends the run, "swallow" breaks the contract by removing events, "double" adds
/// one.
Pipeline scripted_pipeline(const std::vector<std::string>& transforms = {},
                           bool with_dead_letter = true);

}  // namespace sluice::flow::testing
