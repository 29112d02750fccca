// JSON as a tree of plain values, for comparing and showing what a pipeline made: off the data
// path, where clarity beats speed. Plain values; no thread rules.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <kit/event/field_path.hpp>
#include <sluice/abi/value.h>
#include <sluice/result.hpp>

namespace sluice::runtime {

struct JsonTree {
  enum class Kind : uint8_t { null, boolean, number, text, list, object };

  Kind kind = Kind::null;
  bool boolean = false;
  std::string text;                                       // text; or a number as it is written
  std::vector<JsonTree> items;                            // of a list
  std::vector<std::pair<std::string, JsonTree>> members;  // of an object, in order

  static JsonTree of_text(std::string text);
  /// A whole text; rejected when it is no JSON.
  static Result<JsonTree> parse(std::string_view json);
  /// A value that holds no raw JSON but numbers, as settings do.
  static JsonTree of(const sluice_value& value);

  /// The value at a place, or null.
  const JsonTree* find(const FieldPath& path) const;
  const JsonTree* member(std::string_view key) const;

  /// The same JSON: members in any order, whole numbers with all their digits, other numbers as
  /// doubles.
  bool operator==(const JsonTree& other) const;
};

/// On one line, without spaces.
std::string to_json(const JsonTree& tree);

/// Over several lines, indented by two spaces, without a line end. Members that `order` has too
/// come first and in its order, so that two of them can be compared line by line.
std::string to_pretty_json(const JsonTree& tree, const JsonTree* order = nullptr);

/// What a value is: "text", "an object".
std::string_view describe(JsonTree::Kind kind);

}  // namespace sluice::runtime
