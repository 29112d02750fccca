// Finds what should not be kept in a text: e-mail and network addresses, card numbers, keys,
// tokens. A candidate is found by a pattern and then checked, as by the sum of its digits.
// Belongs to one thread at a time.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <map/text/grok_pattern.hpp>

#include <sluice/result.hpp>

namespace sluice {

/// A place in a text and what was found there, such as EMAIL.
struct Finding {
  size_t begin;
  size_t end;
  std::string_view label;
};

class RedactPattern {
 public:
  /// A built-in one by its name, such as "email"; null: there is none.
  static std::unique_ptr<RedactPattern> built_in(std::string_view name);
  /// Of a grok expression: its fields are found, by their names; one without fields is found as a
  /// whole, as REDACTED. Rejected as GrokPattern::compile.
  static Result<std::unique_ptr<RedactPattern>> of_grok(std::string_view expression,
                                                        const GrokDefinitions& own);

  /// Sets what is found in the text, in order and without overlaps.
  void find(std::string_view text, std::vector<Finding>& found);
  bool is_built_in() const { return built_in_ != nullptr; }

 private:
  struct BuiltIn;
  RedactPattern() = default;
  void find_built_in(std::string_view text, std::vector<Finding>& found) const;

  const BuiltIn* built_in_ = nullptr;  // null: a grok expression
  Regex regex_;                        // of a built-in one
  std::unique_ptr<GrokPattern> grok_;
};

}  // namespace sluice
