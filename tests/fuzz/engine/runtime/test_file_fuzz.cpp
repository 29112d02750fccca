// Loads arbitrary bytes as a test file; what is accepted has inputs that can be packed and matchers
// that can be asked.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <runtime/test_input.hpp>
#include <runtime/test_matcher.hpp>
#include <spec/test_file.hpp>

namespace {

using namespace sluice;

void ask(const spec::TestDocuments& expected) {
  spec::Diagnostics diagnostics;
  const auto document = runtime::JsonTree::parse(R"({"a":{"b":[1,"x",null]},"c":1.50})");
  for (const auto& paths : expected.paths) {
    for (const spec::TestPath& path : paths.paths) {
      const auto matcher = runtime::TestMatcher::make(path, diagnostics);
      std::vector<runtime::Mismatch> mismatches;
      if (matcher) {
        matcher->check(*document, "document", mismatches);
      } else if (diagnostics.empty()) {
        std::abort();  // refused without a word
      }
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  spec::Diagnostics diagnostics;
  const auto file = spec::load_test_file_text(text, "fuzz.test.yaml", diagnostics);
  for (const spec::Diagnostic& diagnostic : diagnostics) (void)spec::format(diagnostic);
  if (file.has_value() == spec::has_errors(diagnostics)) std::abort();
  if (!file) return 0;
  for (const spec::TestCase& test : file->cases) {
    for (const spec::TestInput& input : test.inputs) {
      if (input.kind == spec::TestInput::Kind::file) continue;
      const auto payload = runtime::encode_input(input);
      const bool is_json =
          input.kind == spec::TestInput::Kind::json || input.kind == spec::TestInput::Kind::awslogs;
      if (!payload || (is_json && !runtime::JsonTree::parse(*payload))) std::abort();
    }
    if (test.expect.documents) ask(*test.expect.documents);
    if (test.expect.dead_letters) ask(*test.expect.dead_letters);
  }
  return 0;
}
