// JSON that is built to be read by people and editors: a small ordered tree. Events never pass
// through it; see data/json_writer.hpp. Plain values; no thread rules.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spec/node.hpp>

namespace sluice::spec {

class Json {
 public:
  static Json text(std::string_view value);
  static Json integer(int64_t value);
  static Json boolean(bool value);
  static Json null() { return Json(Kind::scalar, "null"); }
  static Json array() { return Json(Kind::array, {}); }
  static Json array_of(const std::vector<std::string_view>& words);
  static Json object() { return Json(Kind::object, {}); }

  /// Appends to an array.
  Json& add(Json item) &;
  /// Appends a member to an object; the name must be new to it.
  Json& set(std::string_view name, Json value) &;
  Json&& set(std::string_view name, Json value) &&;

  /// Appends the members of another object.
  void append(Json object);

  bool has(std::string_view name) const;
  bool empty() const { return members_.empty(); }

  /// On one line.
  std::string compact() const;
  /// Over several lines; what fits into one stays on one. Ends in a line end.
  std::string pretty() const;

 private:
  enum class Kind : uint8_t { scalar, array, object };

  Json(Kind kind, std::string scalar) : kind_(kind), scalar_(std::move(scalar)) {}
  friend Json json_of(const Node& node);

  void write_compact(std::string& out) const;
  void write_pretty(size_t indent, size_t column, std::string& out) const;

  Kind kind_;
  std::string scalar_;                                 // as JSON
  std::vector<std::pair<std::string, Json>> members_;  // of an array: without names
};

/// A YAML node with the types of YAML's core schema: quoted scalars are text.
Json json_of(const Node& node);

}  // namespace sluice::spec
