#include <algorithm>

#include <fmt/format.h>

#include <flow/log.hpp>
#include <flow/reasons.hpp>

namespace sluice::flow {
namespace {

constexpr std::string_view others = "other reasons";

std::string_view name_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::delivered:
      return "delivered";
    case Outcome::duplicate:
      return "duplicate";
    case Outcome::filtered:
      return "filtered";
    case Outcome::dead_lettered:
      return "dead_lettered";
    case Outcome::handed_back:
      return "handed_back";
    default:
      return "pending";
  }
}

}  // namespace

void Reasons::add(Outcome outcome, std::string_view by, std::string_view reason, uint64_t events) {
  const auto found = counts_.find(View(outcome, by, reason));
  if (found != counts_.end()) {
    found->second += events;
    return;
  }
  const std::string_view kept = counts_.size() < maximum_reasons ? reason : others;
  counts_[Key(outcome, by, kept)] += events;
}

void Reasons::add(const Reasons& other) {
  for (const auto& [key, events] : other.counts_) {
    add(std::get<0>(key), std::get<1>(key), std::get<2>(key), events);
  }
}

std::vector<Reasons::Entry> Reasons::entries() const {
  std::vector<Entry> entries;
  for (const auto& [key, events] : counts_) {
    entries.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), events});
  }
  std::stable_sort(entries.begin(), entries.end(), [](const Entry& left, const Entry& right) {
    if (left.outcome != right.outcome) return left.outcome < right.outcome;
    if (left.by != right.by) return left.by < right.by;
    return left.events > right.events;
  });
  return entries;
}

std::vector<std::string> to_lines(const Reasons& reasons, Tense tense) {
  std::vector<std::string> lines;
  const std::vector<Reasons::Entry> entries = reasons.entries();
  for (auto first = entries.begin(); first != entries.end();) {
    const auto last = std::find_if(first, entries.end(), [&](const Reasons::Entry& entry) {
      return entry.outcome != first->outcome || entry.by != first->by;
    });
    uint64_t events = 0;
    std::string text;
    for (auto entry = first; entry != last; ++entry) {
      events += entry->events;
      text += fmt::format("{}{}", text.empty() ? "" : ", ", entry->reason);
      if (last - first > 1) text += fmt::format(" ({})", entry->events);
    }
    lines.push_back(fmt::format(
        "{}{}: {}{}: {}", tense == Tense::would_be ? "would be " : "", name_of(first->outcome),
        events, first->by.empty() ? "" : fmt::format(" by \"{}\"", first->by), text));
    first = last;
  }
  return lines;
}

std::string to_json(const Reasons& reasons) {
  std::string json;
  for (const Reasons::Entry& entry : reasons.entries()) {
    json += fmt::format("{}{{\"outcome\":\"{}\",\"by\":{},\"reason\":{},\"events\":{}}}",
                        json.empty() ? "" : ",", name_of(entry.outcome), json_string(entry.by),
                        json_string(entry.reason), entry.events);
  }
  return "[" + json + "]";
}

}  // namespace sluice::flow
