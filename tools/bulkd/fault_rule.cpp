#include "fault_rule.hpp"

#include <array>
#include <charconv>
#include <limits>

#include "kit_names.hpp"

namespace sluice::bulkd {
namespace {

constexpr std::array<std::string_view, 18> keys = {
    "match",       "after",       "every", "times",  "probability", "seed",
    "status",      "retry_after", "body",  "stored", "empty",       "delay",
    "reply_delay", "drop",        "cut",   "pretty", "item",        "items"};

struct KindName {
  std::string_view name;
  RequestKind kind;
};
constexpr std::array<KindName, 8> kinds = {{{"bulk", RequestKind::bulk},
                                            {"search", RequestKind::search},
                                            {"count", RequestKind::count},
                                            {"doc", RequestKind::doc},
                                            {"root", RequestKind::root},
                                            {"index", RequestKind::index},
                                            {"other", RequestKind::other},
                                            {"any", RequestKind::any}}};

constexpr auto longest_delay = std::chrono::hours(1);

// Reads all of `text` as a number.
template <typename Number>
bool read_number(std::string_view text, Number& number) {
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && rest == end && !text.empty();
}

bool read_status(std::string_view text, int lowest, int& status) {
  return read_number(text, status) && status >= lowest && status <= 599;
}

bool read_probability(std::string_view text, double& probability) {
  return read_number(text, probability) && probability >= 0.0 && probability <= 1.0;
}

bool read_duration(std::string_view text, std::chrono::milliseconds& duration) {
  const std::size_t digits = text.find_first_not_of("0123456789");
  if (digits == std::string_view::npos) return false;
  const std::string_view unit = text.substr(digits);
  const std::int64_t factor = unit == "ms" ? 1 : unit == "s" ? 1000 : unit == "m" ? 60'000 : 0;
  std::int64_t count = 0;
  if (factor == 0 || !read_number(text.substr(0, digits), count)) return false;
  if (count > std::chrono::milliseconds(longest_delay).count() / factor) return false;
  duration = std::chrono::milliseconds(count * factor);
  return true;
}

// What is wrong with a value, as the end of a sentence; empty: nothing.
using Complaint = std::string;

Complaint read_match(std::string_view value, FaultRule& rule) {
  std::vector<std::string_view> names;
  for (const KindName& known : kinds) {
    names.push_back(known.name);
    if (known.name != value) continue;
    rule.match = known.kind;
    return {};
  }
  return "unknown kind of request" + did_you_mean(value, names);
}

Complaint read_item(std::string_view value, FaultRule& rule) {
  ItemFault fault;
  const std::size_t colon = value.find(':');
  if (colon == std::string_view::npos || !read_number(value.substr(0, colon), fault.n) ||
      fault.n == 0 || !read_status(value.substr(colon + 1), 400, fault.status)) {
    return "expected N:STATUS such as 5:429, N from 1 and STATUS from 400 to 599";
  }
  rule.items.push_back(fault);
  return {};
}

Complaint read_items(std::string_view value, FaultRule& rule) {
  const Complaint usage =
      "expected every:N:STATUS, random:PROBABILITY:STATUS or all:STATUS, such as every:10:429";
  ItemFault fault;
  const std::size_t first = value.find(':');
  const std::size_t last = value.rfind(':');
  if (first == std::string_view::npos || !read_status(value.substr(last + 1), 400, fault.status)) {
    return usage;
  }
  const std::string_view which = value.substr(0, first);
  const std::string_view number =
      last > first ? value.substr(first + 1, last - first - 1) : std::string_view();
  if (which == "all" && last == first) {
    fault.which = ItemFault::Which::every;
    fault.n = 1;
  } else if (which == "every") {
    fault.which = ItemFault::Which::every;
    if (!read_number(number, fault.n) || fault.n == 0) return usage;
  } else if (which == "random") {
    fault.which = ItemFault::Which::random;
    if (!read_probability(number, fault.probability)) return usage;
  } else {
    return usage;
  }
  rule.items.push_back(fault);
  return {};
}

Complaint read_when(std::string_view key, std::string_view value, FaultRule& rule) {
  if (key == "match") return read_match(value, rule);
  if (key == "probability") {
    return read_probability(value, rule.probability) ? "" : "expected a number from 0 to 1";
  }
  std::uint64_t number = 0;
  if (!read_number(value, number)) return "expected a whole number";
  if (key == "after") rule.after = number;
  if (key == "seed") rule.seed = number;
  if (key == "every") rule.every = number;
  if (key == "times") rule.times = number;
  return key == "every" && number == 0 ? "expected a number from 1" : "";
}

Complaint read_what(std::string_view key, std::string_view value, FaultRule& rule) {
  if (key == "item") return read_item(value, rule);
  if (key == "items") return read_items(value, rule);
  if (key == "status") {
    int status = 0;
    if (!read_status(value, 200, status)) return "expected a status from 200 to 599";
    rule.status = status;
  } else if (key == "retry_after") {
    if (value.empty() || value.find_first_of("\r\n") != std::string_view::npos) {
      return "expected seconds, or a date as HTTP writes it";
    }
    rule.retry_after = std::string(value);
  } else if (key == "delay" || key == "reply_delay") {
    if (!read_duration(value, key == "delay" ? rule.delay : rule.reply_delay)) {
      return "expected a duration such as 500ms, 2s or 1m, an hour at most";
    }
  } else if (key == "drop") {
    if (value != "before" && value != "after") return "expected before or after";
    rule.drop = value == "before" ? DropPoint::before : DropPoint::after;
  } else if (key == "cut") {
    std::size_t bytes = 0;
    if (!read_number(value, bytes)) return "expected a number of bytes";
    rule.cut = bytes;
  }
  return {};
}

bool read_flag(std::string_view key, FaultRule& rule) {
  if (key == "stored") return rule.stored = true;
  if (key == "empty") return rule.empty = true;
  if (key == "pretty") return rule.pretty = true;
  return false;
}

// What is wrong with the rule as a whole.
Complaint check_rule(const FaultRule& rule) {
  const int replaced =
      (rule.status ? 1 : 0) + (rule.empty ? 1 : 0) + (rule.drop || rule.cut ? 1 : 0);
  if (replaced > 1 || (rule.drop && rule.cut)) {
    return "\"status\", \"empty\", \"drop\" and \"cut\" exclude each other";
  }
  const bool delays = rule.delay.count() > 0 || rule.reply_delay.count() > 0;
  if (replaced == 0 && !delays && !rule.pretty && rule.items.empty()) {
    return "it does nothing, add status, empty, drop, cut, delay, reply_delay, pretty, item or "
           "items";
  }
  if (!rule.status && (rule.retry_after || rule.body)) {
    return "\"retry_after\" and \"body\" need \"status\"";
  }
  if (rule.stored && !rule.status && !rule.empty) return "\"stored\" needs \"status\" or \"empty\"";
  return {};
}

Complaint read_part(std::string_view part, FaultRule& rule) {
  const std::size_t equals = part.find('=');
  const std::string_view key = part.substr(0, equals);
  if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
    return "unknown key \"" + std::string(key) + "\"" + did_you_mean(key, keys);
  }
  const bool has_value = equals != std::string_view::npos;
  const auto complain = [&](const Complaint& complaint) {
    return complaint.empty() ? complaint : "\"" + std::string(part) + "\": " + complaint;
  };
  if (read_flag(key, rule)) return complain(has_value ? "this key takes no value" : "");
  if (!has_value) return complain("this key needs a value");
  const std::string_view value = part.substr(equals + 1);
  const bool when = key == "match" || key == "after" || key == "every" || key == "times" ||
                    key == "probability" || key == "seed";
  return complain(when ? read_when(key, value, rule) : read_what(key, value, rule));
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && std::string_view(" \t\r\n").find(text.front()) != text.npos) {
    text.remove_prefix(1);
  }
  while (!text.empty() && std::string_view(" \t\r\n").find(text.back()) != text.npos) {
    text.remove_suffix(1);
  }
  return text;
}

}  // namespace

Result<FaultRule> parse_fault_rule(std::string_view text) {
  FaultRule rule;
  rule.text = std::string(trim(text));
  const auto fail = [&](const Complaint& why) {
    return Failure{"bad fault rule \"" + rule.text + "\": " + why};
  };
  std::string_view left = rule.text;
  if (left.empty()) return fail("it is empty");
  while (!left.empty()) {
    if (left.starts_with("body=")) {  // the rest of the rule, commas and all
      rule.body = std::string(left.substr(5));
      break;
    }
    const std::size_t comma = std::min(left.find(','), left.size());
    const std::string_view part = trim(left.substr(0, comma));
    if (part.empty()) return fail("there is nothing between two commas");
    if (const Complaint why = read_part(part, rule); !why.empty()) return fail(why);
    if (comma + 1 == left.size()) return fail("there is nothing after the last comma");
    left = trim(left.substr(std::min(comma + 1, left.size())));
  }
  if (const Complaint why = check_rule(rule); !why.empty()) return fail(why);
  return rule;
}

}  // namespace sluice::bulkd
