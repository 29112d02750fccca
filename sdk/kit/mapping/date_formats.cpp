#include <algorithm>
#include <array>

#include <kit/mapping/date_formats.hpp>

namespace sluice::mapping {
namespace {

struct Named {
  std::string_view name;
  std::string_view pattern;  // `[` and `]` around what may be left out
};

// `S` at the end of a run of one stands for one to nine digits here, `Z` for any zone.
constexpr std::array<Named, 14> named = {{
    {"strict_date_optional_time", "yyyy[-MM[-dd['T'[HH[:mm[:ss[.S]]][Z]]]]]"},
    {"strict_date_optional_time_nanos", "yyyy[-MM[-dd['T'[HH[:mm[:ss[.S]]][Z]]]]]"},
    {"date_optional_time", "yyyy[-M[-d['T'[H[:m[:s[.S]]][Z]]]]]"},
    {"strict_date_time", "yyyy-MM-dd'T'HH:mm:ss.SZ"},
    {"date_time", "yyyy-M-d'T'H:m:s.SZ"},
    {"strict_date_time_no_millis", "yyyy-MM-dd'T'HH:mm:ssZ"},
    {"date_time_no_millis", "yyyy-M-d'T'H:m:sZ"},
    {"strict_date", "yyyy-MM-dd"},
    {"date", "yyyy-M-d"},
    {"basic_date", "yyyyMMdd"},
    {"basic_date_time", "yyyyMMdd'T'HHmmss.SZ"},
    {"strict_year_month_day", "yyyy-MM-dd"},
    {"strict_year_month", "yyyy-MM"},
    {"strict_year", "yyyy"},
}};

constexpr int most_optional_levels = 20;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Reads text against a pattern, with one way back: the optional parts are tried from the left.
class Reader {
 public:
  Reader(std::string_view pattern, std::string_view text) : pattern_(pattern), text_(text) {}

  bool run() { return sequence(0, pattern_.size()) && at_ == text_.size() && is_in_calendar(); }

 private:
  // REQUIRES: [from, to) is balanced.
  bool sequence(std::size_t from, std::size_t to) {
    while (from < to) {
      const char c = pattern_[from];
      if (c == '[') {
        const std::size_t end = closing(from);
        const std::size_t before = at_;
        if (!sequence(from + 1, end)) at_ = before;
        from = end + 1;
      } else if (c == '\'') {
        const std::size_t end = std::min(pattern_.find('\'', from + 1), to);
        if (!literal(pattern_.substr(from + 1, end - from - 1))) return false;
        from = end + 1;
      } else {
        std::size_t run = 1;
        while (from + run < to && pattern_[from + run] == c) ++run;
        if (!element(c, run)) return false;
        from += run;
      }
    }
    return true;
  }

  std::size_t closing(std::size_t open) const {
    int depth = 0;
    for (std::size_t i = open; i < pattern_.size(); ++i) {
      if (pattern_[i] == '[') ++depth;
      if (pattern_[i] == ']' && --depth == 0) return i;
    }
    return pattern_.size();
  }

  bool literal(std::string_view characters) {
    if (text_.substr(at_, characters.size()) != characters) return false;
    at_ += characters.size();
    return true;
  }

  bool element(char c, std::size_t run) {
    switch (c) {
      case 'y':
      case 'u':
        return number(run == 2 ? 2 : 4, run == 2 ? 2 : 4, year_);
      case 'M':
        return number(run, 2, month_) && month_ >= 1 && month_ <= 12;
      case 'd':
        return number(run, 2, day_) && day_ >= 1 && day_ <= 31;
      case 'H':
        return number(run, 2, other_) && other_ <= 23;
      case 'm':
      case 's':
        return number(run, 2, other_) && other_ <= 59;
      case 'S':
        return number(run, run == 1 ? 9 : run, other_);
      case 'Z':
      case 'X':
      case 'x':
        return zone();
      default:
        return literal(std::string(run, c));
    }
  }

  bool number(std::size_t least, std::size_t most, int& value) {
    std::size_t digits = 0;
    value = 0;
    while (digits < most && at_ + digits < text_.size() && is_digit(text_[at_ + digits])) {
      if (digits < 4) value = value * 10 + (text_[at_ + digits] - '0');
      ++digits;
    }
    at_ += digits;
    return digits >= least;
  }

  bool zone() {
    if (at_ < text_.size() && text_[at_] == 'Z') {
      ++at_;
      return true;
    }
    if (at_ >= text_.size() || (text_[at_] != '+' && text_[at_] != '-')) return false;
    ++at_;
    if (!number(2, 2, other_) || other_ > 18) return false;
    if (at_ < text_.size() && text_[at_] == ':') {
      ++at_;
    } else if (at_ >= text_.size() || !is_digit(text_[at_])) {
      return true;
    }
    return number(2, 2, other_) && other_ <= 59;
  }

  bool is_in_calendar() const {
    const bool leap = year_ % 4 == 0 && (year_ % 100 != 0 || year_ % 400 == 0);
    if (month_ == 2) return day_ <= (leap ? 29 : 28);
    return day_ <= (month_ == 4 || month_ == 6 || month_ == 9 || month_ == 11 ? 30 : 31);
  }

  std::string_view pattern_;
  std::string_view text_;
  std::size_t at_ = 0;
  int year_ = 1970;
  int month_ = 1;
  int day_ = 1;
  int other_ = 0;
};

bool is_epoch(std::string_view text) {
  if (!text.empty() && text.front() == '-') text.remove_prefix(1);
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  const std::string_view decimals = text.substr(std::min(point + 1, text.size()));
  return !whole.empty() && whole.size() <= 18 &&
         std::all_of(whole.begin(), whole.end(), is_digit) &&
         std::all_of(decimals.begin(), decimals.end(), is_digit) &&
         (point == text.size() || !decimals.empty());
}

bool matches_one(std::string_view format, std::string_view text) {
  if (format == "epoch_millis" || format == "epoch_second") return is_epoch(text);
  for (const Named& known : named) {
    if (known.name == format) return Reader(known.pattern, text).run();
  }
  return Reader(format, text).run();
}

}  // namespace

std::vector<std::string> split_formats(std::string_view formats) {
  std::vector<std::string> all;
  for (std::size_t at = 0; at <= formats.size();) {
    const std::size_t end = std::min(formats.find("||", at), formats.size());
    std::string_view format = formats.substr(at, end - at);
    if (format.size() > 1 && format.front() == '8' && !is_digit(format[1])) {
      format.remove_prefix(1);  // 7.x: "a java.time pattern"
    }
    all.emplace_back(format);
    at = end + 2;
  }
  return all;
}

bool is_date_format(std::string_view format) {
  if (format == "epoch_millis" || format == "epoch_second") return true;
  for (const Named& known : named) {
    if (known.name == format) return true;
  }
  bool quoted = false;
  int depth = 0;
  for (const char c : format) {
    if (c == '\'') quoted = !quoted;
    if (quoted) continue;
    if (c == '[') ++depth;
    if (depth > most_optional_levels || (c == ']' && --depth < 0)) return false;
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (letter && std::string_view("yuMdHmsSZXx").find(c) == std::string_view::npos) return false;
  }
  return !quoted && depth == 0 && !format.empty();
}

bool matches_date(const std::vector<std::string>& formats, std::string_view text) {
  return std::any_of(formats.begin(), formats.end(),
                     [&](const std::string& format) { return matches_one(format, text); });
}

}  // namespace sluice::mapping
