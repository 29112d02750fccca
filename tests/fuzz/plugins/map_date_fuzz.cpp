// The first line of the input is a date format, the rest a text that is read by it: nothing is read
// beyond its end, and what is read is a time that text can hold, which ISO 8601 reads back.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string_view>

#include <map/date_format.hpp>

namespace {

using namespace sluice;

bool read(const DateFormat& format, std::string_view text, UnixTime& time) {
  // A copy of its own size, so that the sanitizer sees every byte too far.
  const auto copy = std::make_unique<char[]>(text.size());
  if (!text.empty()) std::memcpy(copy.get(), text.data(), text.size());
  DateParts parts;
  if (!format.read({copy.get(), text.size()}, parts)) return false;
  static const TimeZone zone = *TimeZone::find("+05:30");
  return resolve(parts, zone, {1714557600, 0}, time);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const size_t line = std::min(input.find('\n'), input.size());
  const std::string_view text = input.substr(std::min(line + 1, size));
  const Result<DateFormat> format = DateFormat::parse(input.substr(0, line));
  UnixTime time;
  if (!format || !read(*format, text, time)) return 0;
  if (time.seconds < first_text_second || time.seconds > last_text_second) std::abort();
  if (time.nanos < 0 || time.nanos > 999'999'999) std::abort();
  char written[max_rfc3339_size];
  const size_t written_size = format_rfc3339(time, written);
  static const DateFormat iso = *DateFormat::parse("ISO8601");
  UnixTime again;
  if (!read(iso, {written, written_size}, again) || !(again == time)) std::abort();
  return 0;
}
