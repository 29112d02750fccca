#include <charconv>
#include <cstring>

#include <kit/cel/times.hpp>
#include <kit/cel/utf8.hpp>

namespace sluice::cel {
namespace {

__extension__ using Wide = __int128;  // nanoseconds beyond any range

constexpr int64_t nanos_per_second = 1'000'000'000;
constexpr int64_t first_timestamp = -62135596800;  // 0001-01-01T00:00:00Z
// As in the specification's examples: what an int has room for as nanoseconds.
constexpr int64_t most_duration_seconds = INT64_MAX / nanos_per_second;
constexpr size_t max_zones = 64;

int64_t nanos_of_unit(std::string_view unit) {
  if (unit == "h") return 3600 * nanos_per_second;
  if (unit == "m") return 60 * nanos_per_second;
  if (unit == "s") return nanos_per_second;
  if (unit == "ms") return 1'000'000;
  if (unit == "us" || unit == "\xC2\xB5s" || unit == "\xCE\xBCs") return 1'000;
  return unit == "ns" ? 1 : 0;
}

// One number and its unit from the beginning of the text, in nanoseconds, cut to whole ones.
bool take_part(std::string_view& text, Wide& nanos) {
  size_t size = 0;
  size_t digits = 0;
  size_t point = std::string_view::npos;
  Wide mantissa = 0;
  Wide scale = 1;
  for (; size < text.size(); ++size) {
    if (text[size] == '.' && point == std::string_view::npos) {
      point = size;
    } else if (text[size] >= '0' && text[size] <= '9') {
      if (++digits > 19) return false;  // more than any range holds
      mantissa = mantissa * 10 + (text[size] - '0');
      if (point != std::string_view::npos) scale *= 10;
    } else {
      break;
    }
  }
  size_t end = size;
  while (end < text.size() && text[end] != '.' && (text[end] < '0' || text[end] > '9')) ++end;
  const int64_t unit = nanos_of_unit(text.substr(size, end - size));
  if (digits == 0 || unit == 0) return false;
  nanos += mantissa * unit / scale;
  text.remove_prefix(end);
  return true;
}

}  // namespace

Value make_time(Kind kind, int64_t seconds, int64_t nanos) {
  int64_t carry = nanos / nanos_per_second;
  nanos %= nanos_per_second;
  if (nanos < 0) {
    nanos += nanos_per_second;
    --carry;
  }
  const bool fits = !__builtin_add_overflow(seconds, carry, &seconds);
  if (kind == Kind::timestamp) {
    if (!fits || seconds < first_timestamp || seconds > last_text_second) {
      return Context::fail_static("the timestamp is out of range (years 0001 to 9999)");
    }
  } else {
    const bool is_beyond = seconds < -most_duration_seconds || seconds >= most_duration_seconds;
    if (!fits || is_beyond) {
      return Context::fail_static("the duration is out of range (292 years)");
    }
  }
  return Value::time(kind, seconds, static_cast<int32_t>(nanos));
}

size_t format_duration(const Value& duration, char* out) {
  char* at = out;
  int64_t seconds = duration.integer;
  int64_t nanos = duration.size;
  if (seconds < 0) {
    *at++ = '-';
    seconds = -seconds;
    if (nanos > 0) {
      --seconds;
      nanos = nanos_per_second - nanos;
    }
  }
  at = std::to_chars(at, out + max_duration_size, seconds).ptr;
  if (nanos > 0) {
    *at++ = '.';
    for (int64_t unit = nanos_per_second / 10; nanos > 0; unit /= 10) {
      *at++ = static_cast<char>('0' + nanos / unit);
      nanos %= unit;
    }
  }
  *at++ = 's';
  return static_cast<size_t>(at - out);
}

Value parse_duration(Context& context, std::string_view text) {
  const std::string_view whole = text;
  const bool is_negative = !text.empty() && text.front() == '-';
  if (is_negative || (!text.empty() && text.front() == '+')) text.remove_prefix(1);
  Wide nanos = 0;
  bool is_read = !text.empty();
  if (text == "0") text = {};  // the one number that needs no unit
  for (size_t parts = 0; is_read && !text.empty(); ++parts) {
    is_read = parts < 100 && take_part(text, nanos);
  }
  if (!is_read) {
    return context.fail("\"" + std::string(shortened(whole)) +
                        "\" is no duration such as \"1h30m\" or \"1.5s\"");
  }
  if (is_negative) nanos = -nanos;
  const Wide seconds = nanos / nanos_per_second;
  const bool fits = seconds >= INT64_MIN && seconds <= INT64_MAX;
  return make_time(Kind::duration, fits ? static_cast<int64_t>(seconds) : INT64_MAX,
                   static_cast<int64_t>(nanos % nanos_per_second));
}

Result<TimeZone> Zones::find(std::string_view name) {
  const std::lock_guard lock(mutex_);
  const auto known = zones_.find(name);
  if (known != zones_.end()) return known->second;
  Result<TimeZone> zone = TimeZone::find(name);
  if (zone.ok() && zones_.size() < max_zones) zones_.emplace(std::string(name), *zone);
  return zone;
}

}  // namespace sluice::cel
