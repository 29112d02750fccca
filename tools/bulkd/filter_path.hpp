// The `filter_path` parameter: keeps only the named parts of a JSON reply, as text.
// Threading: a plain value; applying it changes nothing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sluice::bulkd {

// Patterns such as `took,errors,items.*.status`: segments between dots, `*` inside a segment,
// `**` for any depth, a leading `-` to leave something out. Arrays take no segment. Objects of
// which nothing is left are left out, also from arrays, as Elasticsearch does it.
class FilterPath {
 public:
  explicit FilterPath(std::string_view patterns);

  // REQUIRES: `json` is a valid JSON object.
  std::string apply(std::string_view json) const;

 private:
  using Path = std::vector<std::string>;
  std::vector<Path> includes_;
  std::vector<Path> excludes_;
};

}  // namespace sluice::bulkd
