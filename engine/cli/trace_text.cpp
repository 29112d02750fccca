#include <algorithm>

#include <fmt/format.h>

#include <cli/terminal_text.hpp>
#include <cli/trace_text.hpp>
#include <runtime/sink_item.hpp>

namespace sluice::cli {
namespace {

using flow::Outcome;
using runtime::JsonChange;
using Op = JsonChange::Op;

std::string_view colour_of(Op op) {
  switch (op) {
    case Op::add:
      return colour::green;
    case Op::remove:
      return colour::red;
    case Op::replace:
      return colour::yellow;
    default:
      return colour::cyan;
  }
}

std::string_view colour_of(TraceStep::Kind kind) {
  switch (kind) {
    case TraceStep::Kind::passed_over:
      return colour::dim;
    case TraceStep::Kind::failed:
      return colour::red;
    case TraceStep::Kind::ended:
      return colour::yellow;
    default:
      return {};
  }
}

std::string value_text(const runtime::JsonTree& value, size_t width) {
  return printable(shortened(runtime::to_json(value), std::max<size_t>(width, 24)));
}

std::string path_text(const std::string& path) {
  return path.empty() ? "(the document)" : printable(path);
}

std::string step_text(const TraceStep& step, const TextStyle& style) {
  std::string head = printable(step.transform);
  if (!step.step.empty()) head += ": " + printable(step.step);
  if (!step.note.empty()) head += fmt::format(" ({})", printable(step.note));
  if (step.note.empty() && step.changes.empty()) head += " (no change)";
  const bool is_quiet = step.kind == TraceStep::Kind::done && step.changes.empty();
  const std::string_view tone = is_quiet ? colour::dim : colour_of(step.kind);
  std::string out = fmt::format("  {}\n", tone.empty() ? head : paint(head, tone, style.coloured));
  for (const JsonChange& change : step.changes) out += change_text(change, "    ", style);
  return out;
}

std::string request_text(const TraceRequest& request, const TextStyle& style) {
  std::string head = fmt::format("{} bytes for {}", request.bytes.size(), printable(request.sink));
  if (!request.index.empty()) head += ", index " + printable(request.index);
  std::string out = fmt::format("  {}\n", paint(head, colour::bold, style.coloured));
  for (const std::string_view line : runtime::lines_of(request.bytes)) {
    out += fmt::format("    {}\n", printable(line));
  }
  return out;
}

std::string outcome_text(const TraceEvent& event, const TextStyle& style) {
  std::string text = fmt::format("would be {}", name_of(event.outcome));
  std::replace(text.begin(), text.end(), '_', event.outcome == Outcome::dead_lettered ? '-' : ' ');
  if (!event.by.empty()) text += " by " + printable(event.by);
  if (!event.reason.empty()) text += ": " + printable(event.reason);
  const bool is_there = event.outcome == Outcome::delivered || event.outcome == Outcome::duplicate;
  const bool is_filtered = event.outcome == Outcome::filtered;
  const std::string_view tone = is_there      ? colour::green
                                : is_filtered ? colour::yellow
                                              : colour::red;
  return fmt::format("  {}\n", paint(text, tone, style.coloured));
}

}  // namespace

std::string change_text(const JsonChange& change, std::string_view margin, const TextStyle& style) {
  const std::string path = path_text(change.path);
  const size_t used = margin.size() + path.size() + 8;
  const size_t room = style.width > used ? style.width - used : 0;
  std::string line(1, static_cast<char>(change.op));
  switch (change.op) {
    case Op::add:
      line += fmt::format(" {}: {}", path, value_text(change.value, room));
      break;
    case Op::remove:
      line += fmt::format(" {}: {}", path, value_text(change.old, room));
      break;
    case Op::replace: {
      // What one of them leaves, the other may have.
      const size_t old_size = std::min(runtime::to_json(change.old).size(), room / 2);
      const size_t new_size = std::min(runtime::to_json(change.value).size(), room / 2);
      line += fmt::format(" {}: {} -> {}", path, value_text(change.old, room - new_size),
                          value_text(change.value, room - old_size));
      break;
    }
    default:
      line += fmt::format(" {} -> {}: {}", path_text(change.from), path,
                          value_text(change.value, room - std::min(room, change.from.size() + 4)));
  }
  return fmt::format("{}{}\n", margin, paint(line, colour_of(change.op), style.coloured));
}

std::string trace_text(const TraceEvent& event, const TextStyle& style) {
  std::string head = fmt::format("event {}, {}", event.number, printable(event.place));
  if (!event.id.empty()) head += ", id " + printable(event.id);
  if (!event.added_by.empty()) head += ", added by " + printable(event.added_by);
  std::string out = event.number == 1 ? "" : "\n";  // between events
  out += paint(head, colour::bold, style.coloured) + "\n";
  const bool is_read = !event.read.empty();
  const std::string read = is_read ? "read " + event.read : "not readable: " + event.original;
  out += fmt::format("  {}\n", printable(shortened(read, style.width - 2)));
  for (const TraceStep& step : event.steps) out += step_text(step, style);
  for (const TraceRequest& request : event.requests) out += request_text(request, style);
  return out + outcome_text(event, style);
}

}  // namespace sluice::cli
