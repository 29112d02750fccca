// Why events were not delivered: how many ended how, by whom and for what reason. Bounded, because
// a reason is a component's own text. Plain counts, merged by the thread that owns them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <flow/ledger.hpp>

namespace sluice::flow {

class Reasons {
 public:
  /// So many different reasons are told apart; what comes after them is "other reasons".
  static constexpr size_t maximum_reasons = 100;

  struct Entry {
    Outcome outcome;
    std::string by;  // the transform, sink or source; empty: nobody in particular
    std::string reason;
    uint64_t events;

    bool operator==(const Entry&) const = default;
  };

  void add(Outcome outcome, std::string_view by, std::string_view reason, uint64_t events = 1);
  void add(const Reasons& other);

  /// By outcome and by whom, the most frequent reason first.
  std::vector<Entry> entries() const;
  bool empty() const { return counts_.empty(); }

 private:
  using Key = std::tuple<Outcome, std::string, std::string>;
  using View = std::tuple<Outcome, std::string_view, std::string_view>;

  std::map<Key, uint64_t, std::less<>> counts_;
};

/// The reason of what is handed back because its turn did not come, or it was given up.
constexpr std::string_view not_taken = "delivery ended before it was taken";

/// One line for each outcome and whom: `filtered: 12 by "keep": level is debug (9), no user (3)`.
std::vector<std::string> to_lines(const Reasons& reasons, Tense tense);
/// `[{"outcome":"filtered","by":"keep","reason":"level is debug","events":9},...]`
std::string to_json(const Reasons& reasons);

}  // namespace sluice::flow
