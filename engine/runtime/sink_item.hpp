// What a sink made of one event, read back: for traces, comparisons and pipeline tests. Free
// functions without state: any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <runtime/json_tree.hpp>

namespace sluice::runtime {

struct SinkItem {
  std::string index;  // of a `_bulk` action; empty: it has none
  std::string id;     // likewise
  JsonTree document;  // of the last line; text when that is no JSON
};

/// A `_bulk` action, {"create":{"_index":...}}, without its document.
SinkItem read_action(std::string_view line);

/// The bytes of one event: a document on one line, or a `_bulk` action and a document.
SinkItem read_item(std::string_view bytes);

/// REQUIRES: the text outlives the lines.
std::vector<std::string_view> lines_of(std::string_view text);

/// The JSON of a text, or the text itself when it is none.
JsonTree tree_or_text(std::string_view text);

}  // namespace sluice::runtime
