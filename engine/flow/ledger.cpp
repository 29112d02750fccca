#include <array>

#include <fmt/format.h>

#include <flow/ledger.hpp>

namespace sluice::flow {
namespace {

struct Row {
  std::string_view name;
  uint64_t count;
  bool is_outcome;
};

std::array<Row, 9> rows(const Ledger& ledger) {
  return {{{"read", ledger.read, false},
           {"delivered", ledger.delivered, true},
           {"duplicate", ledger.duplicate, true},
           {"filtered", ledger.filtered, true},
           {"dead_lettered", ledger.dead_lettered, true},
           {"handed_back", ledger.handed_back, true},
           {"requests", ledger.requests, false},
           {"bytes_in", ledger.bytes_in, false},
           {"bytes_out", ledger.bytes_out, false}}};
}

std::string_view prefix(const Row& row, Tense tense) {
  return row.is_outcome && tense == Tense::would_be ? "would_be_" : "";
}

}  // namespace

void Ledger::count(Outcome outcome, uint64_t events) {
  switch (outcome) {
    case Outcome::pending:
      break;
    case Outcome::delivered:
      delivered += events;
      break;
    case Outcome::duplicate:
      duplicate += events;
      break;
    case Outcome::filtered:
      filtered += events;
      break;
    case Outcome::dead_lettered:
      dead_lettered += events;
      break;
    case Outcome::handed_back:
      handed_back += events;
      break;
  }
}

void Ledger::add(const Ledger& other) {
  read += other.read;
  delivered += other.delivered;
  duplicate += other.duplicate;
  filtered += other.filtered;
  dead_lettered += other.dead_lettered;
  handed_back += other.handed_back;
  requests += other.requests;
  retries += other.retries;
  bytes_in += other.bytes_in;
  bytes_out += other.bytes_out;
}

std::string to_text(const Ledger& ledger, double seconds, Tense tense) {
  std::string text;
  for (const Row& row : rows(ledger)) {
    text += fmt::format("{}{}={} ", prefix(row, tense), row.name, row.count);
  }
  return text + fmt::format("seconds={:.3f}", seconds);
}

std::string to_json_members(const Ledger& ledger, double seconds, Tense tense) {
  std::string text;
  for (const Row& row : rows(ledger)) {
    text += fmt::format("\"{}{}\":{},", prefix(row, tense), row.name, row.count);
  }
  return text + fmt::format("\"seconds\":{:.3f}", seconds);
}

void Counters::add(const std::string& component, std::string_view name, uint64_t delta) {
  const std::lock_guard lock(mutex_);
  counts_[component + '.' + std::string(name)] += delta;
}

std::map<std::string, uint64_t> Counters::snapshot() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

}  // namespace sluice::flow
