// A table from texts to values: what the step lookup looks up. Filled once; then reading is
// thread-safe. Values are kept as JSON, so that writing one to an event is a copy of its bytes.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <sluice/host.hpp>

namespace sluice {

class LookupTable {
 public:
  /// A value of a row; an empty name is the row's only value, which belongs to no field.
  struct Cell {
    std::string name;  // a path
    std::string json;
  };
  using Row = std::vector<Cell>;

  /// False when there is a row with this key already.
  bool add(std::string_view key, Row row);
  const Row* find(std::string_view key) const {
    const auto found = rows_.find(key);
    return found == rows_.end() ? nullptr : found->second;
  }
  const std::deque<Row>& rows() const { return all_; }

 private:
  std::deque<std::string> keys_;
  std::deque<Row> all_;
  std::unordered_map<std::string_view, const Row*> rows_;
};

/// How the columns of a separated file are meant.
struct LookupColumns {
  std::string key;    // its name; empty: the first
  std::string value;  // the only one to take; empty: all others, as fields
};

/// The kinds of files, by the end of the name.
enum class LookupFormat : uint8_t { none, json, csv, tsv, yaml };
LookupFormat lookup_format(std::string_view path);

/// Reads a file into a table. Errors are fatal and name the file and the line: `teams.csv:7: a
/// quote is not closed`. `scratch` is an empty batch.
Status read_lookup_file(const std::string& path, const LookupColumns& columns, Json json,
                        Batch scratch, LookupTable& table);

/// The rows of YAML text; `path` is for messages.
Status read_lookup_yaml(const std::string& path, const std::string& text, LookupTable& table);

}  // namespace sluice
