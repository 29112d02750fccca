// getFullYear() and its siblings.
#include <kit/cel/functions.hpp>
#include <kit/cel/times.hpp>

namespace sluice::cel {
namespace {

using K = Kind;

int64_t full_year(const CivilTime& time) {
  return time.year;
}
int64_t month(const CivilTime& time) {
  return time.month - 1;
}
int64_t date(const CivilTime& time) {
  return time.day;
}
int64_t day_of_month(const CivilTime& time) {
  return time.day - 1;
}
int64_t week_day(const CivilTime& time) {
  return day_of_week(days_from_civil(time.year, time.month, time.day));
}
int64_t year_day(const CivilTime& time) {
  return day_of_year(time);
}
int64_t hours(const CivilTime& time) {
  return time.hour;
}
int64_t minutes(const CivilTime& time) {
  return time.minute;
}
int64_t seconds(const CivilTime& time) {
  return time.second;
}
int64_t milliseconds(const CivilTime& time) {
  return time.nanos / 1'000'000;
}

using Part = int64_t (*)(const CivilTime&);

UnixTime time_of(const Value& value) {
  return {value.integer, static_cast<int32_t>(value.size)};
}

template <Part part>
Value in_utc(Context&, const Value* args) {
  return Value::of(part(to_civil(time_of(args[0]))));
}

// A zone that is not read yet costs a look at the file system.
template <Part part>
Value in_zone(Context& context, const Value* args) {
  const std::string_view name = args[1].view();
  int32_t offset = 0;
  if (!parse_utc_offset(name, offset)) {
    if (!context.spend(100)) return Context::exhausted();
    const Result<TimeZone> zone = context.zones().find(name);
    if (!zone.ok()) return context.fail(zone.error().message);
    offset = zone->offset_at(args[0].integer);
  }
  return Value::of(part(to_civil(time_of(args[0]), offset)));
}

// Of a duration: all of it in that unit, cut towards zero; milliseconds are those behind its
// seconds.
template <int64_t unit_seconds>
Value whole_units(Context&, const Value* args) {
  const bool is_cut = args[0].integer < 0 && args[0].size > 0;
  return Value::of((args[0].integer + (is_cut ? 1 : 0)) / unit_seconds);
}
Value rest_milliseconds(Context&, const Value* args) {
  const int64_t nanos = args[0].size;
  const bool is_negative = args[0].integer < 0 && nanos > 0;
  return Value::of((is_negative ? nanos - 1'000'000'000 : nanos) / 1'000'000);
}

constexpr Overload table[] = {
    {"getFullYear", true, 1, {K::timestamp}, K::integer, in_utc<full_year>},
    {"getFullYear", true, 2, {K::timestamp, K::text}, K::integer, in_zone<full_year>},
    {"getMonth", true, 1, {K::timestamp}, K::integer, in_utc<month>},
    {"getMonth", true, 2, {K::timestamp, K::text}, K::integer, in_zone<month>},
    {"getDate", true, 1, {K::timestamp}, K::integer, in_utc<date>},
    {"getDate", true, 2, {K::timestamp, K::text}, K::integer, in_zone<date>},
    {"getDayOfMonth", true, 1, {K::timestamp}, K::integer, in_utc<day_of_month>},
    {"getDayOfMonth", true, 2, {K::timestamp, K::text}, K::integer, in_zone<day_of_month>},
    {"getDayOfWeek", true, 1, {K::timestamp}, K::integer, in_utc<week_day>},
    {"getDayOfWeek", true, 2, {K::timestamp, K::text}, K::integer, in_zone<week_day>},
    {"getDayOfYear", true, 1, {K::timestamp}, K::integer, in_utc<year_day>},
    {"getDayOfYear", true, 2, {K::timestamp, K::text}, K::integer, in_zone<year_day>},
    {"getHours", true, 1, {K::timestamp}, K::integer, in_utc<hours>},
    {"getHours", true, 1, {K::duration}, K::integer, whole_units<3600>},
    {"getHours", true, 2, {K::timestamp, K::text}, K::integer, in_zone<hours>},
    {"getMinutes", true, 1, {K::timestamp}, K::integer, in_utc<minutes>},
    {"getMinutes", true, 1, {K::duration}, K::integer, whole_units<60>},
    {"getMinutes", true, 2, {K::timestamp, K::text}, K::integer, in_zone<minutes>},
    {"getSeconds", true, 1, {K::timestamp}, K::integer, in_utc<seconds>},
    {"getSeconds", true, 1, {K::duration}, K::integer, whole_units<1>},
    {"getSeconds", true, 2, {K::timestamp, K::text}, K::integer, in_zone<seconds>},
    {"getMilliseconds", true, 1, {K::timestamp}, K::integer, in_utc<milliseconds>},
    {"getMilliseconds", true, 1, {K::duration}, K::integer, rest_milliseconds},
    {"getMilliseconds", true, 2, {K::timestamp, K::text}, K::integer, in_zone<milliseconds>},
};

}  // namespace

Overloads time_overloads() {
  return table;
}

}  // namespace sluice::cel
