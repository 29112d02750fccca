// The results of pipeline tests: for people as they come, and as JUnit XML. Used by the main
// thread.
#pragma once

#include <string>
#include <vector>

#include <runtime/pipeline_test.hpp>

namespace sluice::cli {

/// One case that was carried out.
struct TestedCase {
  std::string file;
  std::string name;
  spec::Mark mark;
  double seconds = 0;
  runtime::TestResult result;

  bool passed() const { return result.mismatches.empty(); }
};

/// What is not as expected, indented below its case.
std::string failure_text(const TestedCase& tested, bool coloured);

/// `ok` or `FAILED`, the case and its time, and for a failure what is behind it.
std::string case_text(const TestedCase& tested, bool coloured);

/// `12 passed, 1 failed (0.4 s)`
std::string summary_text(const std::vector<TestedCase>& cases, double seconds, bool coloured);

/// A <testsuites> document with a suite for each file. What XML cannot hold becomes U+FFFD.
std::string junit_xml(const std::vector<TestedCase>& cases, double seconds);

}  // namespace sluice::cli
