#include <algorithm>

#include <fmt/format.h>

#include <cli/event_difference.hpp>
#include <cli/terminal_text.hpp>
#include <cli/trace_json.hpp>
#include <runtime/sink_item.hpp>

namespace sluice::cli {
namespace {

using Kind = EventDifference::Kind;
using runtime::JsonChange;
using runtime::JsonTree;

JsonTree action_of(const TraceRequest& request) {
  const std::vector<std::string_view> lines = runtime::lines_of(request.bytes);
  return lines.size() == 2 ? runtime::tree_or_text(lines.front()) : JsonTree();
}

DocumentDifference compare(const TraceRequest& a, const TraceRequest& b) {
  DocumentDifference out{a.sink, b.sink, {}, {}};
  if (a.bytes == b.bytes) return out;
  out.action = runtime::json_diff(action_of(a), action_of(b));
  out.document = runtime::json_diff(runtime::read_item(a.bytes).document,
                                    runtime::read_item(b.bytes).document);
  return out;
}

bool is_same(const DocumentDifference& document) {
  return document.sink_a == document.sink_b && document.action.empty() && document.document.empty();
}

// Of a document that is in one pipeline alone, everything came or went.
DocumentDifference alone(const TraceRequest& request, bool is_a) {
  const JsonTree tree = runtime::read_item(request.bytes).document;
  DocumentDifference out{is_a ? request.sink : "", is_a ? "" : request.sink, {}, {}};
  out.document.push_back(is_a ? JsonChange{JsonChange::Op::remove, {}, {}, tree, {}}
                              : JsonChange{JsonChange::Op::add, {}, {}, {}, tree});
  return out;
}

// By the names of their sinks; those that have other names, in their order.
std::vector<DocumentDifference> compare_documents(const TraceEvent& a, const TraceEvent& b) {
  std::vector<DocumentDifference> out;
  std::vector<const TraceRequest*> rest_a, rest_b;
  for (const TraceRequest& request : b.requests) rest_b.push_back(&request);
  for (const TraceRequest& request : a.requests) {
    const auto same = std::find_if(rest_b.begin(), rest_b.end(), [&](const TraceRequest* other) {
      return other->sink == request.sink;
    });
    if (same == rest_b.end()) {
      rest_a.push_back(&request);
      continue;
    }
    out.push_back(compare(request, **same));
    rest_b.erase(same);
  }
  const size_t pairs = std::min(rest_a.size(), rest_b.size());
  for (size_t i = 0; i < pairs; ++i) out.push_back(compare(*rest_a[i], *rest_b[i]));
  for (size_t i = pairs; i < rest_a.size(); ++i) out.push_back(alone(*rest_a[i], true));
  for (size_t i = pairs; i < rest_b.size(); ++i) out.push_back(alone(*rest_b[i], false));
  out.erase(std::remove_if(out.begin(), out.end(), is_same), out.end());
  return out;
}

bool has_documents(const TraceEvent* event) {
  return event != nullptr && !event->requests.empty();
}

std::string end_json(const TraceEvent* event) {
  if (event == nullptr) return "null";
  std::string out = fmt::format("{{\"outcome\":{}", json_text(name_of(event->outcome)));
  if (!event->by.empty()) out += ",\"by\":" + json_text(event->by);
  if (!event->reason.empty()) out += ",\"reason\":" + json_text(event->reason);
  return out + "}";
}

std::string changes_json(const std::vector<JsonChange>& changes) {
  std::string out;
  for (const JsonChange& change : changes) {
    out += (out.empty() ? "" : ",") + runtime::to_json(change);
  }
  return "[" + out + "]";
}

std::string end_text(const TraceEvent* event) {
  if (event == nullptr) return "no such event";
  std::string out(name_of(event->outcome));
  std::replace(out.begin(), out.end(), '_', '-');
  if (!event->by.empty()) out += " by " + printable(event->by);
  if (!event->reason.empty()) out += ": " + printable(event->reason);
  return out;
}

std::string documents_text(const EventDifference& difference, const TextStyle& style) {
  std::string out;
  for (const DocumentDifference& document : difference.documents) {
    const bool is_one = difference.a->requests.size() == 1 && difference.b->requests.size() == 1 &&
                        document.sink_a == document.sink_b;
    if (!is_one && document.sink_a == document.sink_b) {
      out += fmt::format("  for {}\n", printable(document.sink_a));
    } else if (!is_one) {
      const auto name = [](const std::string& sink) {
        return sink.empty() ? std::string("(no sink)") : printable(sink);
      };
      out += fmt::format("  for {} -> {}\n", name(document.sink_a), name(document.sink_b));
    }
    for (const JsonChange& change : document.action) {
      out += change_text(change, "  action ", style);
    }
    for (const JsonChange& change : document.document) out += change_text(change, "  ", style);
  }
  return out;
}

}  // namespace

EventDifference compare(const TraceEvent* a, const TraceEvent* b) {
  EventDifference out;
  out.a = a;
  out.b = b;
  if (a == nullptr || b == nullptr || has_documents(a) != has_documents(b)) {
    const bool is_a = has_documents(a) || (a != nullptr && b == nullptr);
    out.kind = is_a ? Kind::only_in_a : Kind::only_in_b;
    return out;
  }
  out.documents = compare_documents(*a, *b);
  out.has_other_end = a->outcome != b->outcome || a->reason != b->reason;
  if (!out.documents.empty() || out.has_other_end) out.kind = Kind::changed;
  return out;
}

std::string_view name_of(Kind kind) {
  switch (kind) {
    case Kind::same:
      return "same";
    case Kind::changed:
      return "changed";
    case Kind::only_in_a:
      return "only_in_a";
    default:
      return "only_in_b";
  }
}

std::string difference_json(const EventDifference& difference) {
  const TraceEvent& event = difference.a != nullptr ? *difference.a : *difference.b;
  std::string out =
      fmt::format("{{\"result\":\"{}\",\"place\":{},\"id\":{}", name_of(difference.kind),
                  json_text(event.place), json_text(event.id));
  if (difference.kind != Kind::changed || difference.has_other_end) {
    out += fmt::format(",\"a\":{},\"b\":{}", end_json(difference.a), end_json(difference.b));
  }
  std::string documents;
  for (const DocumentDifference& document : difference.documents) {
    documents += documents.empty() ? "{" : ",{";
    if (document.sink_a == document.sink_b) {
      documents += fmt::format("\"sink\":{}", json_text(document.sink_a));
    } else {
      documents += fmt::format("\"sink_a\":{},\"sink_b\":{}", json_text(document.sink_a),
                               json_text(document.sink_b));
    }
    documents += fmt::format(",\"action\":{},\"changes\":{}}}", changes_json(document.action),
                             changes_json(document.document));
  }
  if (difference.kind == Kind::changed)
    return out + fmt::format(",\"documents\":[{}]}}\n", documents);
  for (const TraceEvent* side : {difference.a, difference.b}) {
    if (!has_documents(side)) continue;
    const JsonTree document = runtime::read_item(side->requests.front().bytes).document;
    out += fmt::format(",\"document\":{}", runtime::to_json(document));
  }
  return out + "}\n";
}

std::string difference_text(const EventDifference& difference, const std::string (&names)[2],
                            const TextStyle& style) {
  const bool is_changed = difference.kind == Kind::changed;
  const bool is_a = difference.kind == Kind::only_in_a;
  const TraceEvent& event = difference.a != nullptr ? *difference.a : *difference.b;
  const std::string verdict =
      is_changed ? "changed" : fmt::format("only in {}", printable(names[is_a ? 0 : 1]));
  std::string head = fmt::format("{}: {}", printable(event.place), verdict);
  if (!event.id.empty()) head += ", id " + printable(event.id);
  std::string out = paint(head, colour::bold, style.coloured) + "\n";
  if (is_changed) {
    out += documents_text(difference, style);
  } else {
    const TraceEvent& there = is_a ? *difference.a : *difference.b;
    for (const TraceRequest& request : there.requests) {
      const std::string text = runtime::to_json(runtime::read_item(request.bytes).document);
      const std::string line =
          fmt::format("{} {}", is_a ? '-' : '+', printable(shortened(text, style.width - 4)));
      out += fmt::format("  {}\n", paint(line, is_a ? colour::red : colour::green, style.coloured));
    }
  }
  if (is_changed && !difference.has_other_end) return out;
  for (const int side : {0, 1}) {
    out += fmt::format("  in {}: {}\n", printable(names[side]),
                       end_text(side == 0 ? difference.a : difference.b));
  }
  return out;
}

}  // namespace sluice::cli
