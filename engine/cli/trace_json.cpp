#include <fmt/format.h>

#include <cli/trace_json.hpp>
#include <data/utf8.hpp>

namespace sluice::cli {
namespace {

std::string member(std::string_view key, std::string_view text) {
  return fmt::format(",\"{}\":{}", key, json_text(text));
}

std::string optional_member(std::string_view key, std::string_view text) {
  return text.empty() ? std::string() : member(key, text);
}

std::string_view name_of(TraceStep::Kind kind) {
  switch (kind) {
    case TraceStep::Kind::done:
      return "done";
    case TraceStep::Kind::passed_over:
      return "passed_over";
    case TraceStep::Kind::failed:
      return "failed";
    default:
      return "ended";
  }
}

std::string to_json(const TraceStep& step) {
  std::string changes;
  for (const runtime::JsonChange& change : step.changes) {
    changes += (changes.empty() ? "" : ",") + runtime::to_json(change);
  }
  return fmt::format("{{\"transform\":{}{}{}{},\"changes\":[{}]}}", json_text(step.transform),
                     optional_member("step", step.step), member("result", name_of(step.kind)),
                     optional_member("note", step.note), changes);
}

std::string to_json(const TraceRequest& request) {
  return fmt::format("{{\"sink\":{}{}{}}}", json_text(request.sink),
                     optional_member("index", request.index), member("bytes", request.bytes));
}

template <class Item>
std::string list(const std::vector<Item>& items) {
  std::string out;
  for (const Item& item : items) out += (out.empty() ? "" : ",") + to_json(item);
  return "[" + out + "]";
}

}  // namespace

std::string json_text(std::string_view text) {
  std::string clean;
  while (!text.empty()) {
    const size_t valid = data::valid_utf8_prefix(text);
    clean += text.substr(0, valid);
    text.remove_prefix(valid);
    if (text.empty()) break;
    clean += "\xEF\xBF\xBD";
    text.remove_prefix(1);
  }
  return runtime::to_json(runtime::JsonTree::of_text(std::move(clean)));
}

std::string trace_json(const TraceEvent& event) {
  std::string out =
      fmt::format("{{\"event\":{}{}{}{}", event.number, member("place", event.place),
                  member("id", event.id), optional_member("added_by", event.added_by));
  out += fmt::format(",\"read\":{}", event.read.empty() ? "null" : event.read);
  out += optional_member("original", event.original);
  out += fmt::format(",\"steps\":{},\"requests\":{}", list(event.steps), list(event.requests));
  out += member("outcome", name_of(event.outcome));
  out += optional_member("by", event.by) + optional_member("reason", event.reason);
  return out + "}\n";
}

}  // namespace sluice::cli
