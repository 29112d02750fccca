// The tests of one pipeline: a test file whose expectations are ready to be looked at, case by
// case. Used by the main thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <loader/registry.hpp>
#include <runtime/test_matcher.hpp>
#include <runtime/test_run.hpp>
#include <spec/test_file.hpp>

namespace sluice::runtime {

/// What one case came to; passed when there is no mismatch.
struct TestResult {
  std::vector<Mismatch> mismatches;
  std::string log;  // the lines that the run wrote
};

/// Tells a run's exit status, which is the command line's to know.
using ExitStatusOf = int (*)(const flow::RunReport&);

class PipelineTest {
 public:
  /// Reads a test file and checks it whole; null with an error added for every mistake.
  static std::unique_ptr<PipelineTest> load(const std::string& path,
                                            spec::Diagnostics& diagnostics);

  const spec::TestFile& file() const { return file_; }

  /// Carries out the case with this number. REQUIRES: number < file().cases.size().
  TestResult run(size_t number, loader::Registry& registry, ExitStatusOf exit_status) const;

 private:
  // Of one expectation about documents: the matchers of each of its entries.
  using Matchers = std::vector<std::vector<TestMatcher>>;
  struct Prepared {
    Matchers documents;
    Matchers dead_letters;
  };

  explicit PipelineTest(spec::TestFile file) : file_(std::move(file)) {}

  void prepare(spec::Diagnostics& diagnostics);

  spec::TestFile file_;
  std::vector<Prepared> prepared_;  // of each case
};

}  // namespace sluice::runtime
