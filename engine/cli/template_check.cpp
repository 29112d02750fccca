#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include <cli/template_check.hpp>
#include <cli/terminal_text.hpp>
#include <cli/trace_json.hpp>
#include <flow/dead_letter.hpp>
#include <kit/mapping/wildcard.hpp>
#include <runtime/json_tree.hpp>
#include <runtime/sink_item.hpp>

namespace sluice::cli {
namespace {

using mapping::JsonKind;
using runtime::JsonTree;

constexpr size_t example_width = 80;
constexpr size_t most_example_bytes = 1024;

std::string text_setting(const flow::PipelineComponent& component, std::string_view name) {
  const JsonTree settings = JsonTree::of(*component.settings.root());
  const JsonTree* value = settings.member(name);
  return value != nullptr && value->kind == JsonTree::Kind::text ? value->text : "";
}

// `logs-{service}` is `logs-*`.
std::string pattern_of(const std::string& index) {
  std::string out;
  for (size_t at = 0; at < index.size();) {
    const size_t end = index[at] == '{' ? index.find('}', at) : std::string::npos;
    out += end == std::string::npos ? index[at] : '*';
    at = end == std::string::npos ? at + 1 : end + 1;
  }
  return out;
}

std::string_view describe(JsonKind kind) {
  switch (kind) {
    case JsonKind::object:
      return "an object";
    case JsonKind::array:
      return "a list";
    case JsonKind::string:
      return "text";
    case JsonKind::number:
      return "a number";
    case JsonKind::boolean:
      return "a boolean";
    default:
      return "null";
  }
}

std::string count(uint64_t number, std::string_view noun) {
  return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

}  // namespace

bool TemplateCheck::prepare(const flow::Pipeline& pipeline, const std::string& file, bool is_wanted,
                            const std::string& only_sink, const flow::Logger& log) {
  for (const flow::PipelineSink& sink : pipeline.sinks) {
    if (!only_sink.empty() && sink.name != only_sink) continue;
    const std::string index = text_setting(sink.component, "index");
    const bool is_off = text_setting(sink.component, "template_mode") == "off";
    Sink watched;
    watched.file = file.empty() && !is_off ? text_setting(sink.component, "template") : file;
    if (watched.file.empty() && (!is_wanted || index.empty())) continue;
    if (file.empty() && !watched.file.empty()) watched.patterns = {pattern_of(index)};
    const Status status = watched.file.empty() ? Status() : read_template(watched);
    if (!status) {
      const std::string message = fmt::format("could not check against the template \"{}\": {}",
                                              watched.file, status.error().message);
      if (is_wanted) {
        log.error(message);
        return false;
      }
      log.warn(message);
      continue;
    }
    if (!file.empty()) watched.patterns.clear();  // somebody wants it for these documents
    sinks_.emplace(sink.name, std::move(watched));
  }
  return true;
}

Status TemplateCheck::read_template(Sink& sink) {
  std::ifstream stream(sink.file, std::ios::binary);
  std::stringstream content;
  if (!stream || !(content << stream.rdbuf())) return fatal(std::strerror(errno));
  const std::string text = content.str();
  if (const auto error = mapping::find_json_error(text)) {
    return fatal(fmt::format("it is no JSON: {} at byte {}", error->reason, error->offset));
  }
  std::string_view holder = mapping::trim_json_space(text);
  const auto member = [](std::string_view json, std::string_view name) {
    return mapping::json_kind(json) == JsonKind::object ? mapping::find_member(json, name)
                                                        : std::nullopt;
  };
  if (const auto patterns = member(holder, "index_patterns")) {
    sink.patterns.clear();
    const Result<JsonTree> names = JsonTree::parse(*patterns);
    if (!names) return names.error();
    for (const JsonTree& name : names->items) sink.patterns.push_back(name.text);
  }
  // As `_index_template` takes it, or the neutral form.
  if (const auto inner = member(holder, "template"); inner && !member(holder, "mappings")) {
    holder = *inner;
  }
  const auto mappings = member(holder, "mappings");
  if (!mappings) return fatal("it has no \"mappings\"");
  const auto parsed = mapping::parse_mapping(*mappings, nullptr);
  if (!parsed) return fatal(parsed.error());
  sink.mappings = *mappings;
  return {};
}

MappingGuard* TemplateCheck::guard_of(std::string_view name, Sink& sink, const std::string& index) {
  const auto found = sink.guards.find(index);
  if (found != sink.guards.end()) return &found->second;
  if (sink.guards.size() >= most_indices) return nullptr;
  const bool is_for_it =
      sink.patterns.empty() ||
      std::any_of(sink.patterns.begin(), sink.patterns.end(), [&](const std::string& pattern) {
        return mapping::matches_wildcard(pattern, index);
      });
  mapping::Mapping mapping;
  if (is_for_it && !sink.mappings.empty()) {
    mapping = std::move(mapping::parse_mapping(sink.mappings, nullptr).value());
  }
  const auto take = [this, name = std::string(name)](const MappingGuard::Misfit& misfit) {
    note(name, misfit);
  };
  return &sink.guards.try_emplace(index, std::move(mapping), take).first->second;
}

void TemplateCheck::encoded(const sluice_event& event, std::string_view sink,
                            std::string_view bytes) {
  const auto found = sinks_.find(sink);
  if (found == sinks_.end()) return;
  const std::vector<std::string_view> lines = runtime::lines_of(bytes);
  if (lines.empty()) return;
  ++number_;
  event_ = &event;
  is_counted_ = false;
  const std::string index = lines.size() == 2 ? runtime::read_action(lines.front()).index : "";
  MappingGuard* guard = guard_of(sink, found->second, index);
  if (guard != nullptr) guard->check(lines.back());
}

void TemplateCheck::note(std::string_view sink, const MappingGuard::Misfit& misfit) {
  if (!std::exchange(is_counted_, true)) ++events_with_conflicts_;
  const Key key{std::string(sink), misfit.path, misfit.why, mapping::json_kind(misfit.value)};
  auto found = conflicts_.find(key);
  if (found == conflicts_.end()) {
    if (conflicts_.size() >= most_conflicts) return;
    found = conflicts_
                .emplace(key, Conflict{0, 0, shortened(misfit.value, most_example_bytes),
                                       flow::describe_place(*event_),
                                       std::string(event_->id, event_->id_size)})
                .first;
  }
  if (std::exchange(found->second.last_event, number_) != number_) ++found->second.events;
}

void TemplateCheck::report(const flow::Logger& log, bool details) const {
  if (!has_conflicts()) {
    if (details) log.result("conflicts=0", "\"message\":\"conflicts\",\"conflicts\":0");
    return;
  }
  if (!details) {
    log.warn(
        fmt::format("documents would not fit the template: {} in {}; --check-template says more",
                    count(conflicts_.size(), "conflict"), count(events_with_conflicts_, "event")));
    return;
  }
  for (const auto& [key, conflict] : conflicts_) {
    const auto& [sink, path, why, kind] = key;
    std::string text = fmt::format("field \"{}\" does not fit: it is {}, and {} {} {}",
                                   printable(path), printable(why), count(conflict.events, "event"),
                                   conflict.events == 1 ? "has" : "have", describe(kind));
    text += fmt::format(", such as {}", printable(shortened(conflict.example, example_width)));
    text += fmt::format("; first {}, id {}", printable(conflict.place), printable(conflict.id));
    if (sinks_.size() > 1) text += fmt::format("; for sink \"{}\"", sink);
    log.result(text, fmt::format(
                         "\"message\":\"conflict\",\"sink\":{},\"path\":{},\"why\":{},\"value\":{},"
                         "\"example\":{},\"events\":{},\"place\":{},\"id\":{}",
                         json_text(sink), json_text(path), json_text(why),
                         json_text(describe(kind)), json_text(conflict.example), conflict.events,
                         json_text(conflict.place), json_text(conflict.id)));
  }
  log.result(fmt::format("conflicts={} events={}", conflicts_.size(), events_with_conflicts_),
             fmt::format("\"message\":\"conflicts\",\"conflicts\":{},\"events\":{}",
                         conflicts_.size(), events_with_conflicts_));
}

}  // namespace sluice::cli
