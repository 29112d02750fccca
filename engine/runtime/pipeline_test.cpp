#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fmt/format.h>
#include <unistd.h>

#include <runtime/pipeline_test.hpp>

namespace sluice::runtime {
namespace {

std::vector<std::vector<TestMatcher>> matchers(const std::optional<spec::TestDocuments>& expected,
                                               spec::Diagnostics& diagnostics) {
  std::vector<std::vector<TestMatcher>> out;
  if (!expected) return out;
  for (const spec::TestDocuments::Paths& paths : expected->paths) {
    out.emplace_back();
    for (const spec::TestPath& path : paths.paths) {
      if (auto matcher = TestMatcher::make(path, diagnostics)) {
        out.back().push_back(*std::move(matcher));
      }
    }
  }
  return out;
}

std::string count(size_t number, std::string_view noun) {
  return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

std::string joined(const std::vector<std::string>& texts) {
  if (texts.empty()) return "(none)";
  std::string out;
  for (const std::string& text : texts) out += (&text == &texts.front() ? "" : "\n") + text;
  return out;
}

std::string outcomes_text(const spec::TestOutcomes& outcomes) {
  return fmt::format(
      "delivered: {}\nduplicate: {}\nfiltered: {}\ndead_lettered: {}\nhanded_back: {}",
      outcomes.delivered, outcomes.duplicate, outcomes.filtered, outcomes.dead_lettered,
      outcomes.handed_back);
}

// Sluice sends an action line and a document line for each item.
size_t count_items(std::string_view request) {
  return static_cast<size_t>(std::count(request.begin(), request.end(), '\n')) / 2;
}

// Compares what came of a case with what was expected.
class Checker {
 public:
  Checker(const spec::TestExpect& expect, const TestRun& run, std::vector<Mismatch>& mismatches)
      : expect_(expect), run_(run), mismatches_(mismatches) {}

  /// False: the pipeline was not run, and there is nothing more to look at.
  bool ran() {
    if (!run_.trouble.empty()) {
      add("the case could not be carried out", {}, run_.trouble);
    } else if (!expect_.error) {
      if (!run_.refused.empty()) add("the pipeline was refused", {}, run_.refused);
    } else if (run_.refused.empty()) {
      add("the pipeline was not refused", *expect_.error, "it is valid");
    } else if (run_.refused.find(*expect_.error) == std::string::npos) {
      add("the pipeline was refused for another reason", *expect_.error, run_.refused);
    }
    return run_.trouble.empty() && run_.refused.empty() && !expect_.error;
  }

  void documents(const std::vector<JsonTree>& actual, std::string_view noun,
                 const std::optional<spec::TestDocuments>& expected,
                 const std::vector<std::vector<TestMatcher>>& matchers) {
    if (!expected) return;
    if (expected->whole) return whole(actual, noun, *expected->whole);
    for (size_t i = 0; i < expected->paths.size(); ++i) {
      const auto wanted = expected->paths[i].document;
      if (wanted && *wanted >= actual.size()) {
        add(fmt::format("there is no {} {}", noun, *wanted),
            fmt::format("at least {}", count(*wanted + 1, noun)), count(actual.size(), noun));
        continue;
      }
      const size_t first = wanted.value_or(0);
      const size_t end = wanted ? first + 1 : actual.size();
      if (first == end) add(fmt::format("there is no {}", noun), "at least one", "none");
      for (size_t n = first; n < end; ++n) {
        for (const TestMatcher& matcher : matchers[i]) {
          matcher.check(actual[n], fmt::format("{} {}", noun, n), mismatches_);
        }
      }
    }
  }

  void counts() {
    const flow::Ledger& ledger = run_.report.ledger;
    if (expect_.count && *expect_.count != run_.documents.size()) {
      add("count", count(*expect_.count, "document"), count(run_.documents.size(), "document"));
    }
    if (expect_.outcomes) {
      const spec::TestOutcomes actual{ledger.delivered, ledger.duplicate, ledger.filtered,
                                      ledger.dead_lettered, ledger.handed_back};
      if (outcomes_text(actual) != outcomes_text(*expect_.outcomes)) {
        add("outcomes", outcomes_text(*expect_.outcomes), outcomes_text(actual));
      }
    }
    if (!ledger.accounted()) {
      add("the ledger", "every event in one outcome", flow::to_text(ledger, run_.report.seconds));
    }
  }

  void texts(std::string_view what, const std::optional<spec::TestTexts>& expected,
             std::string TestDocument::*member) {
    if (!expected) return;
    std::vector<std::string> actual;
    for (const TestDocument& document : run_.documents) actual.push_back(document.*member);
    std::vector<std::string> wanted = expected->texts;
    if (expected->for_all) wanted.assign(actual.size(), expected->texts.front());
    if (expected->for_all && actual.empty()) wanted = expected->texts;
    if (wanted != actual) add(std::string(what), joined(wanted), joined(actual));
  }

  void reasons() {
    if (!expect_.reasons) return;
    const auto& wanted = *expect_.reasons;
    bool same = wanted.size() == run_.reasons.size();
    for (size_t i = 0; same && i < wanted.size(); ++i) {
      same = run_.reasons[i].find(wanted[i]) != std::string::npos;
    }
    if (!same) add("reasons", joined(wanted), joined(run_.reasons));
  }

  void requests() {
    const uint64_t sent = run_.has_requests ? run_.requests.size() : run_.report.ledger.requests;
    if (expect_.request_count && *expect_.request_count != sent) {
      add("requests", count(*expect_.request_count, "request"), count(sent, "request"));
    }
    if (!expect_.requests) return;
    if (!run_.has_requests) {
      add("requests", "their bytes", "unknown: the run has no store that could tell them");
      return;
    }
    const auto& wanted = *expect_.requests;
    for (size_t i = 0; i < std::max(wanted.size(), run_.requests.size()); ++i) {
      const std::string expected = i < wanted.size() ? wanted[i] : "(none)";
      const std::string actual = i < run_.requests.size() ? run_.requests[i] : "(none)";
      if (expected != actual) add(fmt::format("request {}", i), expected, actual);
    }
  }

  /// A scripted reply that met no request, or none of that many items, has tested nothing.
  void replies(const std::vector<spec::TestReply>& replies) {
    size_t first = 0;
    for (size_t i = 0; i < replies.size(); ++i) {
      const spec::TestReply& reply = replies[i];
      const size_t end = first + static_cast<size_t>(reply.times);
      if (first >= run_.requests.size()) {
        add(fmt::format("store reply {} was not given", i),
            fmt::format("at least {}", count(first + 1, "request")),
            count(run_.requests.size(), "request"));
        return;
      }
      size_t most = 0;
      for (size_t n = first; n < std::min(end, run_.requests.size()); ++n) {
        most = std::max(most, count_items(run_.requests[n]));
      }
      for (const uint64_t item : reply.items) {
        if (item < most) continue;
        add(fmt::format("store reply {} refused no item {}", i, item),
            fmt::format("a request of at least {}", count(item + 1, "item")),
            fmt::format("one of {}", count(most, "item")));
      }
      first = end;
    }
  }

  void log() {
    for (const std::string& text : expect_.log) {
      if (run_.log.find(text) == std::string::npos) {
        add("no line of the log contains this", text, run_.log.empty() ? "(no line)" : run_.log);
      }
    }
  }

  void end(ExitStatusOf exit_status) {
    const int status = exit_status(run_.report);
    if (expect_.exit_status && *expect_.exit_status != status) {
      add("exit status", std::to_string(*expect_.exit_status), std::to_string(status));
    }
    // Whoever says nothing about the end expects one without trouble.
    if (expect_.exit_status || expect_.outcomes || !expect_.log.empty()) return;
    if (!run_.report.failure.empty() || !run_.report.complete) {
      add("the run ended early", "the input is read and delivered to its end",
          run_.report.failure.empty() ? "a part of it was not read" : run_.report.failure);
    }
  }

 private:
  void add(std::string what, std::string expected, std::string actual) {
    mismatches_.push_back({std::move(what), std::move(expected), std::move(actual)});
  }

  void whole(const std::vector<JsonTree>& actual, std::string_view noun,
             const std::vector<const sluice_value*>& wanted) {
    if (wanted.size() != actual.size()) {
      add(fmt::format("another number of {}s", noun), count(wanted.size(), noun),
          count(actual.size(), noun));
    }
    for (size_t i = 0; i < std::max(wanted.size(), actual.size()); ++i) {
      const std::string what = fmt::format("{} {}", noun, i);
      if (i >= wanted.size()) {
        add(what, "(none)", to_pretty_json(actual[i]));
      } else if (const JsonTree expected = JsonTree::of(*wanted[i]); i >= actual.size()) {
        add(what, to_pretty_json(expected), "(none)");
      } else if (!(expected == actual[i])) {
        add(what, to_pretty_json(expected), to_pretty_json(actual[i], &expected));
      }
    }
  }

  const spec::TestExpect& expect_;
  const TestRun& run_;
  std::vector<Mismatch>& mismatches_;
};

void check_readable(const spec::Mark& mark, const std::string& path, std::string_view what,
                    spec::Diagnostics& diagnostics) {
  std::error_code ignored;
  const bool is_folder = std::filesystem::is_directory(path, ignored);
  if (!is_folder && ::access(path.c_str(), R_OK) == 0) return;
  const std::string why = is_folder ? "it is a directory" : std::strerror(errno);
  // Only a pipeline may go without being named.
  const std::string_view hint =
      mark.line == 0 ? "; \"pipeline:\" in the test file names another one" : "";
  spec::add_error(diagnostics, mark,
                  fmt::format("could not open {} \"{}\": {}{}", what, path, why, hint));
}

}  // namespace

std::unique_ptr<PipelineTest> PipelineTest::load(const std::string& path,
                                                 spec::Diagnostics& diagnostics) {
  const size_t from = diagnostics.size();
  auto file = spec::load_test_file(path, diagnostics);
  if (!file) return nullptr;
  std::unique_ptr<PipelineTest> test(new PipelineTest(*std::move(file)));
  test->prepare(diagnostics);
  spec::sort_and_unique(diagnostics, from);
  if (diagnostics.size() > from) return nullptr;
  return test;
}

void PipelineTest::prepare(spec::Diagnostics& diagnostics) {
  check_readable(file_.pipeline_mark, file_.pipeline, "the pipeline", diagnostics);
  for (const spec::TestCase& test : file_.cases) {
    for (const spec::TestInput& input : test.inputs) {
      if (input.kind != spec::TestInput::Kind::file) continue;
      check_readable(input.mark, input.text, "the input", diagnostics);
    }
    prepared_.push_back({matchers(test.expect.documents, diagnostics),
                         matchers(test.expect.dead_letters, diagnostics)});
  }
}

TestResult PipelineTest::run(size_t number, loader::Registry& registry,
                             ExitStatusOf exit_status) const {
  const spec::TestCase& test = file_.cases[number];
  const TestRun run = run_case(file_, test, registry);
  TestResult result;
  result.log = run.log;
  Checker checker(test.expect, run, result.mismatches);
  if (!checker.ran()) return result;
  checker.counts();
  std::vector<JsonTree> documents;
  for (const TestDocument& document : run.documents) documents.push_back(document.document);
  checker.documents(documents, "document", test.expect.documents, prepared_[number].documents);
  checker.texts("ids", test.expect.ids, &TestDocument::id);
  checker.texts("index", test.expect.index, &TestDocument::index);
  checker.texts("sinks", test.expect.sinks, &TestDocument::sink);
  checker.documents(run.dead_letters, "dead letter", test.expect.dead_letters,
                    prepared_[number].dead_letters);
  checker.reasons();
  checker.requests();
  if (run.has_requests) checker.replies(test.replies);
  checker.log();
  checker.end(exit_status);
  return result;
}

}  // namespace sluice::runtime
