// Checks documents against the mapping that an index has, or would come to have: what the store
// would refuse, but all of it, where a store names the first. Used by one thread.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <kit/mapping/claim.hpp>
#include <kit/mapping/json_text.hpp>
#include <kit/mapping/mapping.hpp>

namespace sluice::cli {

class MappingGuard {
 public:
  /// A value that does not fit. `why` says what the field is: "mapped as long", "object in an
  /// earlier event".
  struct Misfit {
    std::string path;
    std::string why;
    std::string_view value;  // JSON
  };
  using Taker = std::function<void(const Misfit&)>;

  /// The mapping of a template; an empty one where all of it comes from the documents.
  MappingGuard(mapping::Mapping mapping, Taker taker);

  /// Tells what of a document does not fit, and adds to the mapping what is new in it. Documents
  /// after it are compared with that too. No JSON object: nothing fits or not.
  void check(std::string_view document);

 private:
  using Field = mapping::Field;
  using Dynamic = mapping::Dynamic;

  // A field that a document brought, and the value that did.
  struct Origin {
    mapping::JsonKind kind;
    std::string value;
    Field* parent;
    std::string name;
  };

  void object(Field& field, const std::string& path, std::string_view json, Dynamic dynamic);
  void member(Field& parent, const std::string& around, const std::string& name,
              std::string_view value, Dynamic dynamic);
  void value_of(Field& field, const std::string& path, std::string_view value, Dynamic dynamic);
  void leaf(const Field& field, const std::string& path, std::string_view value);
  Field* add(Field& parent, const std::string& path, const std::string& name,
             std::string_view value, Dynamic dynamic);
  bool would_have_barred(const Field& field, const std::string& path, std::string_view value);
  std::string describe(const Field& field) const;

  static constexpr size_t most_fields = 10'000;  // that documents add; later ones are not compared

  mapping::Mapping mapping_;
  const mapping::Claim claim_;
  const Taker taker_;
  std::map<const Field*, Origin> added_;
};

}  // namespace sluice::cli
