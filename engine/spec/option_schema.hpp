// Option tables as JSON Schema. Private to this box. One thread at a time.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include <sluice/abi/option.h>
#include <spec/json_tree.hpp>

namespace sluice::spec {

/// `{"$ref": "#/definitions/..."}`
Json reference(std::string_view definition);

/// The definitions of what is written as text but is more: "variable", which may stand for any
/// scalar, "size" and "duration".
Json scalar_definitions();

/// Collects what several options share, or what refers to itself, as definitions.
class OptionSchemas {
 public:
  /// What may stand behind the id of a component. `name` starts the names of its definitions.
  Json component(const sluice_option_list& table, std::string_view name);

  /// Whether the id may stand alone.
  static bool takes_null(const sluice_option_list& table);

  /// The definitions made so far, for the schema's "definitions".
  Json take_definitions() { return std::exchange(definitions_, Json::object()); }

 private:
  using Key = std::pair<const sluice_option*, uint32_t>;  // children, and what they are children of

  void find_shared(const sluice_option& option, std::set<Key>& ancestors, std::set<Key>& seen);
  Json annotated(const sluice_option_list& list, uint32_t index, const std::string& path);
  Json shape(const sluice_option& option, const std::string& path);
  Json shape_itself(const sluice_option& option, const std::string& path);
  Json object(const sluice_option_list& table, const std::string& path);
  Json variant(const sluice_option& option, const std::string& path);
  Json child_or_anything(const sluice_option& option, const std::string& path);

  std::set<Key> shared_;
  std::map<Key, std::string> names_;  // of definitions
  Json definitions_ = Json::object();
};

}  // namespace sluice::spec
