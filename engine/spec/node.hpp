// A YAML file as a tree of plain values, each with its place. The tree is built from parser events
// because only these tell quoted from plain scalars, show duplicate keys and give exact places.
// Plain values; no thread rules.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <spec/diagnostic.hpp>

namespace sluice::spec {

/// Bounds on one file; what exceeds them is refused.
constexpr size_t maximum_file_bytes = 4u << 20;
constexpr size_t maximum_nodes = 100'000;  // after aliases were replaced by what they stand for
constexpr size_t maximum_depth = 64;

struct Entry;

struct Node {
  enum class Kind : uint8_t { null, scalar, sequence, map };

  /// A line and column in the file of the node.
  struct Position {
    uint32_t line = 0;
    uint32_t column = 0;
  };

  Kind kind = Kind::null;
  bool quoted = false;        // scalar: quoted, a block scalar, or tagged !!str; always text
  bool interpolated = false;  // scalar: holds something that came from the environment
  bool unresolved = false;    // scalar: its interpolation failed and was reported
  std::string scalar;
  std::string written;  // scalar, when interpolated: the text before that
  // How a template reads the scalar, where that is not the same; see environment.hpp. What is wrong
  // only with the other reading is not reported before somebody takes it.
  std::optional<std::string> template_text;
  std::vector<Diagnostic> unless_template;
  std::vector<Position> dollars;  // scalar: where each "$" of it stands in the file
  Mark mark;                      // where the node starts; of an alias: what it stands for
  std::vector<Entry> entries;     // map, in the order of the file
  std::vector<Node> items;        // sequence

  /// The entry of a map with this key, or null.
  const Entry* find(std::string_view key) const;
  Entry* find(std::string_view key);
};

struct Entry {
  std::string key;
  Mark key_mark;
  Node value;
};

inline bool is_null(const Node& node) {
  return node.kind == Node::Kind::null;
}
inline bool is_scalar(const Node& node) {
  return node.kind == Node::Kind::scalar;
}
inline bool is_sequence(const Node& node) {
  return node.kind == Node::Kind::sequence;
}
inline bool is_map(const Node& node) {
  return node.kind == Node::Kind::map;
}

/// Reads one YAML document; empty text is a null node. `file` is what marks and messages call it.
/// None, with at least one error added, when the text is larger than the bounds above, no valid
/// UTF-8, holds control characters or a byte order mark, is no YAML, holds several documents,
/// duplicate or compound keys, merge keys, or tags other than those of text, list and map.
///
/// A plain scalar may hold `${...}` of a variable or of a field also inside [] and {}, where YAML
/// itself would end the scalar.
std::optional<Node> parse_yaml(std::string_view text, const std::string& file,
                               Diagnostics& diagnostics);

/// A whole text file, or none and an error that says why: absent, no permission, a folder, larger
/// than maximum_file_bytes.
std::optional<std::string> read_file(const std::string& path, Diagnostics& diagnostics);

}  // namespace sluice::spec
