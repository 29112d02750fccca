// The `q=` parameter of searches: which documents are meant.
// Threading: a plain value; matching changes nothing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kit_names.hpp"

namespace sluice::bulkd {

// `*` (everything), or `field:value` terms joined by ` AND `. A field may be a path (`a.b`, found
// in {"a":{"b":1}} and in {"a.b":1}); arrays match when one element does. Values compare with the
// text of strings and the digits of numbers, exactly; `*` in them stands for any run, so
// `field:*` means that the field is there. Quotes around a value allow spaces in it.
class Query {
 public:
  static Result<Query> parse(std::string_view text);

  bool matches_all() const { return terms_.empty(); }
  // REQUIRES: `document` is a valid JSON object.
  bool matches(std::string_view document) const;

 private:
  struct Term {
    std::string path;
    std::string value;
    bool literal = false;  // was in quotes: `*` is a star
  };
  static bool term_matches(const Term& term, std::string_view value, std::string_view path);

  std::vector<Term> terms_;
};

}  // namespace sluice::bulkd
