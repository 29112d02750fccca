// Carries out one case of a pipeline test and keeps what came of it. Hermetic: the pipeline sees
// the variables of the case alone; a run delivers to a store and to files that end with it. Used by
// the main thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <flow/run.hpp>
#include <runtime/json_tree.hpp>
#include <spec/test_file.hpp>

namespace sluice::runtime {

/// A document on its way out, or in the store.
struct TestDocument {
  JsonTree document;
  std::string id;     // of the event, or the store's `_id`
  std::string index;  // of its `_bulk` action; empty: it has none
  std::string sink;   // its name; empty: unknown
};

struct TestRun {
  std::string refused;  // why the pipeline could not be run, a line for each error; empty: it was
  std::string trouble;  // why the test could not be carried out; empty: it was
  flow::RunReport report;
  std::vector<TestDocument> documents;  // of a run: what the store holds, in the events' order
  std::vector<JsonTree> dead_letters;
  std::vector<std::string> reasons;   // of the events that were not delivered
  std::vector<std::string> requests;  // the bytes of each; of a run: that the store got
  bool has_requests = true;           // false: a run without a store
  std::string log;                    // the lines on standard error
};

/// Loads the pipeline and runs it, or dry-runs it, as the case says.
TestRun run_case(const spec::TestFile& file, const spec::TestCase& test,
                 loader::Registry& registry);

/// Removes the files of the case that is being carried out, when the process is about to end in its
/// middle; its store ends with the process. Any thread.
void clean_up_case();

}  // namespace sluice::runtime
