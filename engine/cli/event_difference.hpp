// What two pipelines made of the same event, compared and shown. Free functions without state: any
// thread.
#pragma once

#include <string>
#include <vector>

#include <cli/trace_event.hpp>
#include <cli/trace_text.hpp>

namespace sluice::cli {

/// One document of the event, in both pipelines.
struct DocumentDifference {
  std::string sink_a, sink_b;
  std::vector<runtime::JsonChange> action;  // of the line above the document: index, id
  std::vector<runtime::JsonChange> document;
};

struct EventDifference {
  enum class Kind { same, changed, only_in_a, only_in_b };

  Kind kind = Kind::same;
  const TraceEvent* a = nullptr;  // null: this pipeline has no such event
  const TraceEvent* b = nullptr;
  std::vector<DocumentDifference> documents;  // of `changed`
  bool has_other_end = false;                 // of `changed`: outcome, or why, differ
};

/// Only in one is also what the other pipeline has, but makes no document of. Not both null.
EventDifference compare(const TraceEvent* a, const TraceEvent* b);

/// "same", "changed", "only_in_a", "only_in_b"
std::string_view name_of(EventDifference::Kind kind);

/// One line of JSON, with its end. REQUIRES: not the same.
std::string difference_json(const EventDifference& difference);

/// Several lines. REQUIRES: not the same. `names` are those of the pipelines.
std::string difference_text(const EventDifference& difference, const std::string (&names)[2],
                            const TextStyle& style);

}  // namespace sluice::cli
