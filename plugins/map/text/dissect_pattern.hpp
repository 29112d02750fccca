// Cuts a text by what stands between its parts, as Elasticsearch's dissect does: `%{a} [%{b}]`.
// Immutable once made; matching allocates nothing and is thread-safe.
//
//   %{key}            the text up to what follows the key
//   %{}  %{?name}     the same, thrown away
//   %{+key}           appended to the other parts of that key, in order or as %{+key/2} numbers
//   them
//   %{*name} %{&name} the first is the key of the second's text
//   %{key->}          what follows the key may be repeated
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <sluice/result.hpp>

namespace sluice {

class DissectPattern {
 public:
  /// A key of the result, in the order of its first part.
  struct Key {
    std::string name;
    std::vector<uint32_t> parts;  // indices of values, in the order in which they are joined
  };
  /// The text of `name` is the key of the text of `value`; both are indices of values.
  struct Reference {
    uint32_t name;
    uint32_t value;
  };

  /// Rejected, as `dissect pattern "%{a": expected "}" at position 5`.
  static Result<DissectPattern> compile(std::string_view pattern);

  const std::vector<Key>& keys() const { return keys_; }
  const std::vector<Reference>& references() const { return references_; }
  size_t value_count() const { return parts_.size(); }

  /// Slices the text; true when it has the pattern's shape. REQUIRES: room for value_count()
  /// values.
  bool match(std::string_view text, std::span<std::string_view> values) const;

 private:
  struct Part {
    std::string delimiter;  // what follows; empty: the end of the text
    bool repeated = false;
  };
  friend class DissectParser;
  DissectPattern() = default;

  std::string prefix_;
  std::vector<Part> parts_;
  std::vector<Key> keys_;
  std::vector<Reference> references_;
};

}  // namespace sluice
