// A file of pipeline tests, `NAME.test.yaml`, as plain structs. What its cases do to a pipeline is
// the runtime's business. Plain values; no thread rules.
//
// Nothing in it is replaced by environment variables: a test says the same on every machine.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sluice/abi/option.h>
#include <sluice/abi/value.h>
#include <spec/settings.hpp>

namespace sluice::spec {

/// What one trigger hands to the source.
struct TestInput {
  enum class Kind : uint8_t {
    text,     // the bytes of `text`
    file,     // the file `text`
    lines,    // each item of the list `value` on a line: text as it is, anything else as JSON
    json,     // `value` as one JSON document
    awslogs,  // `value` describes the log document of a CloudWatch Logs subscription
  };
  Kind kind = Kind::text;
  Mark mark;
  std::string text;
  const sluice_value* value = nullptr;
};

/// How the store answers one bulk request, or several. Nothing set: as it should.
struct TestReply {
  Mark mark;
  int64_t times = 1;            // how many requests are answered so
  std::optional<int> status;    // of the request, or, with items, of these
  std::vector<uint64_t> items;  // which items of the request, from 0
  std::optional<int64_t> retry_after_s;
  std::string body;
  std::string drop;    // "before" or "after" the request is carried out; empty: not dropped
  bool empty = false;  // 200 without a body
  bool stored = false;
  std::optional<uint64_t> cut;  // bytes of the reply's body to send
  int64_t delay_ms = 0;
  bool ok = false;
};

/// What is expected at a place of a document.
struct TestPath {
  std::string path;
  const sluice_value* value;  // a JSON value, or an object of matchers
  Mark mark;
};

/// What is expected of a list of documents.
struct TestDocuments {
  struct Paths {
    std::optional<uint64_t> document;  // from 0; none: every document
    std::vector<TestPath> paths;
    Mark mark;
  };
  Mark mark;
  std::optional<std::vector<const sluice_value*>> whole;  // all of them, in order
  std::vector<Paths> paths;
};

/// One text for all documents, or one for each.
struct TestTexts {
  bool for_all = false;
  std::vector<std::string> texts;
};

struct TestOutcomes {
  uint64_t delivered = 0;
  uint64_t duplicate = 0;
  uint64_t filtered = 0;
  uint64_t dead_lettered = 0;
  uint64_t handed_back = 0;
};

struct TestExpect {
  std::optional<TestDocuments> documents;
  std::optional<uint64_t> count;
  std::optional<TestOutcomes> outcomes;
  std::optional<std::vector<std::string>> reasons;
  std::optional<TestTexts> ids;
  std::optional<TestTexts> index;
  std::optional<TestTexts> sinks;
  std::optional<TestDocuments> dead_letters;
  std::optional<uint64_t> request_count;
  std::optional<std::vector<std::string>> requests;
  std::vector<std::string> log;
  std::optional<int64_t> exit_status;
  std::optional<std::string> error;
};

struct TestCase {
  std::string name;
  Mark mark;
  std::vector<TestInput> inputs;
  std::map<std::string, std::string, std::less<>> environment;  // with that of the file
  std::vector<std::string> overrides;                           // those of the file first
  bool run = false;                                             // against a store, not a dry run
  std::string claim;  // what the store says it is, as bulkd takes it; empty: its default
  std::vector<TestReply> replies;
  TestExpect expect;
};

struct TestFile {
  std::string file;      // as given
  std::string pipeline;  // path of the pipeline file
  Mark pipeline_mark;    // where it is named; line 0: the file's own name gives it
  std::vector<TestCase> cases;
  SettingsTree tree;  // holds the values that the cases point to
};

/// The extension that makes a file one of tests.
constexpr std::string_view test_extension = ".test.yaml";

/// The option table behind a test file; static.
sluice_option_list test_file_options();

/// The table of matchers: what may stand at a path in place of a value; static.
sluice_option_list test_matcher_options();

/// Reads a test file and adds every error found, ordered by place; none when there is one.
std::optional<TestFile> load_test_file(const std::string& path, Diagnostics& diagnostics);

/// The same for text that is already in memory; `file` names it and gives the folder.
std::optional<TestFile> load_test_file_text(std::string_view text, const std::string& file,
                                            Diagnostics& diagnostics);

}  // namespace sluice::spec
