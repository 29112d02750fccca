// What a pipeline test expects at one place of a document, ready to be looked at. Read-only once
// made.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <runtime/json_tree.hpp>
#include <spec/test_file.hpp>

namespace re2 {
class RE2;
}

namespace sluice::runtime {

/// Something that is not as expected. `expected` and `actual` may have several lines.
struct Mismatch {
  std::string what;
  std::string expected;
  std::string actual;
};

class TestMatcher {
 public:
  /// None, with an error added, when the path, a matcher or a pattern is wrong.
  static std::optional<TestMatcher> make(const spec::TestPath& expected,
                                         spec::Diagnostics& diagnostics);

  TestMatcher(TestMatcher&&) noexcept;
  TestMatcher& operator=(TestMatcher&&) noexcept;
  ~TestMatcher();

  const std::string& path() const { return path_.text(); }

  /// Adds what is not as expected; `where` is put before the path.
  void check(const JsonTree& document, const std::string& where,
             std::vector<Mismatch>& mismatches) const;

 private:
  struct Rule {
    std::string name;
    JsonTree value;
    std::shared_ptr<const re2::RE2> pattern;  // of `matches`
  };

  explicit TestMatcher(FieldPath path) : path_(std::move(path)) {}

  static bool holds(const Rule& rule, const JsonTree* actual);
  bool add_rule(const sluice_field& field, const spec::Mark& mark, spec::Diagnostics& diagnostics);

  FieldPath path_;
  std::vector<Rule> rules_;
};

}  // namespace sluice::runtime
