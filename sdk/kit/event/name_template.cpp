#include <charconv>
#include <cmath>
#include <ctime>
#include <utility>

#include <kit/event/event_editor.hpp>
#include <kit/event/field_reader.hpp>
#include <kit/event/name_template.hpp>
#include <kit/time/civil_time.hpp>

namespace sluice {
namespace {

constexpr size_t longest_date = 256;          // bytes, of a format and of what it gives
constexpr double least_milliseconds = 100e9;  // a number from here on is not in seconds

// Digits only, and exactly so many.
bool take_number(std::string_view& text, size_t digits, int64_t& out) {
  if (text.size() < digits) return false;
  out = 0;
  for (size_t i = 0; i < digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return false;
    out = out * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return true;
}

bool take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

// Nothing is UTC.
bool zone(std::string_view text, int32_t& east) {
  if (text.empty()) return true;
  return std::string_view("Zz+-").find(text.front()) != std::string_view::npos &&
         parse_utc_offset(text, east);
}

std::optional<int64_t> seconds_of(const sluice_value& value) {
  double number = 0;
  switch (value.type) {
    case SLUICE_VALUE_TEXT:
      return parse_iso_seconds(bytes(value));
    case SLUICE_VALUE_INT64:
      number = static_cast<double>(value.as.integer);
      break;
    case SLUICE_VALUE_DOUBLE:
      number = value.as.number;
      break;
    default:
      return std::nullopt;
  }
  if (std::fabs(number) >= least_milliseconds) number /= 1000;
  if (std::fabs(number) > static_cast<double>(last_text_second)) return std::nullopt;
  return static_cast<int64_t>(std::floor(number));
}

std::optional<int64_t> whole_seconds(int64_t milliseconds) {
  const int64_t seconds = milliseconds / 1000 - (milliseconds % 1000 < 0 ? 1 : 0);
  if (seconds > last_text_second || seconds < first_text_second) return std::nullopt;
  return seconds;
}

void append_date(const char* format, int64_t seconds, std::string& out) {
  const std::time_t time = seconds;
  std::tm parts{};
  if (gmtime_r(&time, &parts) == nullptr) return;
  char text[longest_date];
  out.append(text, std::strftime(text, sizeof(text), format, &parts));
}

// What stands in a name for a value; false when there is nothing fit for it.
bool append_value(const sluice_value& value, std::string& out) {
  char digits[32];
  std::to_chars_result end{digits, {}};
  switch (value.type) {
    case SLUICE_VALUE_TEXT:
      out.append(bytes(value));
      return value.size > 0;
    case SLUICE_VALUE_BOOL:
      out.append(value.as.integer != 0 ? "true" : "false");
      return true;
    case SLUICE_VALUE_INT64:
      end = std::to_chars(digits, digits + sizeof(digits), value.as.integer);
      break;
    case SLUICE_VALUE_UINT64:
      end = std::to_chars(digits, digits + sizeof(digits), value.as.uinteger);
      break;
    case SLUICE_VALUE_DOUBLE:
      end = std::to_chars(digits, digits + sizeof(digits), value.as.number);
      break;
    case SLUICE_VALUE_RAW:  // still raw when opened: a number that no double holds
      if (*value.as.data == '{' || *value.as.data == '[') return false;
      out.append(bytes(value));
      return true;
    default:
      return false;
  }
  out.append(digits, end.ptr);
  return true;
}

bool missing(const FieldPath& path, std::string_view what, std::string& why) {
  why.assign("\"").append(path.text()).append("\" ").append(what);
  return false;
}

}  // namespace

std::optional<int64_t> parse_iso_seconds(std::string_view text) {
  int64_t year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  int32_t east = 0;
  if (!take_number(text, 4, year) || !take(text, "-") || !take_number(text, 2, month) ||
      !take(text, "-") || !take_number(text, 2, day)) {
    return std::nullopt;
  }
  if (month < 1 || month > 12 || day < 1 || day > days_in_month(year, static_cast<int>(month))) {
    return std::nullopt;
  }
  if (!text.empty()) {
    if (!take(text, "Tt ") || !take_number(text, 2, hour) || !take(text, ":") ||
        !take_number(text, 2, minute)) {
      return std::nullopt;
    }
    if (take(text, ":") && !take_number(text, 2, second)) return std::nullopt;
    if (take(text, ".,")) {
      int64_t digit = 0;
      if (!take_number(text, 1, digit)) return std::nullopt;
      while (take_number(text, 1, digit)) {
      }
    }
    // A leap second is 60.
    if (hour > 23 || minute > 59 || second > 60 || !zone(text, east)) return std::nullopt;
  }
  const int64_t days = days_from_civil(year, static_cast<int>(month), static_cast<int>(day));
  return days * seconds_per_day + hour * 3'600 + minute * 60 + second - east;
}

class NameParser {
 public:
  explicit NameParser(std::string_view text) : text_(text) {}

  Result<NameTemplate> parse() {
    NameTemplate name;
    name.text_ = text_;
    std::string characters;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      const bool doubled = at_ + 1 < text_.size() && text_[at_ + 1] == c;
      if ((c == '{' || c == '}') && doubled) {
        characters += c;
        at_ += 2;
      } else if (c == '}') {
        return error(at_, "closes nothing; the character is written \"}}\"");
      } else if (c == '{') {
        NameTemplate::Part part;
        part.before = std::exchange(characters, {});
        if (Status read = place(part); !read) return std::move(read).error();
        name.parts_.push_back(std::move(part));
        name.has_fields_ = true;
      } else {
        characters += c;
        ++at_;
      }
    }
    if (text_.empty()) return rejected("a name is empty");
    NameTemplate::Part rest;
    rest.before = std::move(characters);
    name.parts_.push_back(std::move(rest));
    return name;
  }

 private:
  // From the "{" at hand to behind its "}".
  Status place(NameTemplate::Part& part) {
    const size_t open = at_;
    size_t colon = std::string_view::npos;
    size_t bar = std::string_view::npos;
    size_t end = open + 1;
    bool is_quoted = false;
    for (; end < text_.size(); ++end) {
      const char c = text_[end];
      const bool in_path = colon == std::string_view::npos && bar == std::string_view::npos;
      if (in_path && c == '"') is_quoted = !is_quoted;
      if (is_quoted && c == '\\') ++end;
      if (is_quoted) continue;
      if (c == ':' && in_path) colon = end;
      if (c == '|' && bar == std::string_view::npos) bar = end;
      if (c == '}') break;
    }
    if (end >= text_.size()) return error(open, "is not closed");
    at_ = end + 1;
    if (bar != std::string_view::npos) {
      if (bar + 1 == end) return error(bar, "has no default behind it");
      part.otherwise = text_.substr(bar + 1, end - bar - 1);
      end = bar;
    }
    const size_t path_end = colon == std::string_view::npos ? end : colon;
    Result<FieldPath> path = FieldPath::parse(text_.substr(open + 1, path_end - open - 1));
    if (!path) return rejected(subject() + path.error().message);
    part.place = place_of(path->text());
    part.path = *std::move(path);
    if (colon == std::string_view::npos) return {};
    return date(colon + 1, end, part);
  }

  Status date(size_t begin, size_t end, NameTemplate::Part& part) {
    if (part.place == NameTemplate::Place::id || part.place == NameTemplate::Place::source) {
      return rejected(subject() + "\"" + part.path->text() + "\" is no date");
    }
    const std::string_view format = text_.substr(begin, end - begin);
    bool has_part = false;
    for (size_t i = 0; i < format.size(); ++i) {
      if (format[i] != '%') continue;
      const std::string_view letter = format.substr(i + 1, 1);
      if (letter.empty() || NameTemplate::date_parts.find(letter) == std::string_view::npos) {
        return rejected(subject() + "\"%" + std::string(letter) +
                        "\" is no part of a date, such as %Y, %m, %d, %H, %j, %G or %V");
      }
      has_part = true;
      ++i;
    }
    if (!has_part) {
      return rejected(subject() + "expected a date such as %Y.%m.%d behind the \":\" at position " +
                      std::to_string(begin) + "; a name with a colon is written {[\"a:b\"]}");
    }
    if (format.size() > longest_date / 4) return rejected(subject() + "the date is too long");
    part.date = format;
    return {};
  }

  static NameTemplate::Place place_of(std::string_view path) {
    using Place = NameTemplate::Place;
    if (path == "_meta.id") return Place::id;
    if (path == "_meta.source") return Place::source;
    return path == "_meta.timestamp" ? Place::time : Place::field;
  }

  std::string subject() const { return "name \"" + std::string(text_) + "\": "; }
  Error error(size_t at, std::string_view what) const {
    return rejected(subject() + "the \"" + text_[at] + "\" at position " + std::to_string(at + 1) +
                    " " + std::string(what));
  }

  const std::string_view text_;
  size_t at_ = 0;
};

Result<NameTemplate> NameTemplate::parse(std::string_view text) {
  return NameParser(text).parse();
}

std::string NameTemplate::pattern(std::string_view wildcard) const {
  std::string out;
  for (const Part& part : parts_) {
    out += part.before;
    if (part.path.has_value()) out += wildcard;
  }
  return out;
}

bool NameTemplate::append(const Part& part, const sluice_event& event, Batch scratch, Json json,
                          std::string& out, std::string& why) {
  std::optional<sluice_value> value;
  if (part.place == Place::id) {
    value = text_value({event.id, event.id_size});
  } else if (part.place == Place::source) {
    if (event.origin != nullptr) value = text_value(view(event.origin->input));
  } else if (part.place == Place::field) {
    value = read_field(event, *part.path, scratch, json);
  }
  const bool is_time =
      part.place == Place::time || (!value.has_value() && part.path->text() == "@timestamp");
  if (is_time && event.timestamp_ms != SLUICE_NO_TIMESTAMP) value = int_value(event.timestamp_ms);
  if (!value.has_value()) return missing(*part.path, "is missing", why);
  if (part.date.empty() && !is_time) {
    if (append_value(*value, out)) return true;
    if (value->type == SLUICE_VALUE_TEXT) return missing(*part.path, "is empty", why);
    return missing(*part.path, std::string("holds ") + EventEditor::describe(*value), why);
  }
  std::optional<int64_t> seconds = is_time ? whole_seconds(event.timestamp_ms) : seconds_of(*value);
  if (!seconds.has_value() && !is_time && event.timestamp_ms != SLUICE_NO_TIMESTAMP &&
      part.path->text() == "@timestamp") {
    seconds = whole_seconds(event.timestamp_ms);
  }
  if (!seconds.has_value()) return missing(*part.path, "holds no date that is understood", why);
  append_date(part.date.empty() ? "%Y-%m-%dT%H:%M:%SZ" : part.date.c_str(), *seconds, out);
  return true;
}

bool NameTemplate::render(const sluice_event& event, Batch scratch, Json json, std::string& out,
                          std::string& why) const {
  const size_t before = out.size();
  for (const Part& part : parts_) {
    out.append(part.before);
    if (!part.path.has_value() || append(part, event, scratch, json, out, why)) continue;
    if (part.otherwise.empty()) {
      out.resize(before);
      return false;
    }
    why.clear();
    out.append(part.otherwise);
  }
  return true;
}

}  // namespace sluice
